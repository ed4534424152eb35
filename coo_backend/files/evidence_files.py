"""Bytes of evidence as the endpoints use them: parts of uploads, and the one place where whole files stand."""

from dataclasses import dataclass

from coo_backend.files.folder import FolderFiles
from coo_backend.files.parts import Parts
from coo_backend.files.port import Content, WholeFiles
from coo_backend.runtime.settings import Settings
from coo_desktop.domain.errors import StoreMissing

#: What may be sent; what a file truly is, its examination finds.
MEDIA_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Files:
    """What arrives and what has arrived."""

    parts: Parts
    whole: WholeFiles

    def arrived(self, upload_id: str, content: Content) -> bytes | None:
        """The bytes of an upload: still a part, or named already when the process died before its commit."""
        part = self.parts.read(upload_id)
        if part is not None:
            return part
        try:
            return self.whole.read(content)
        except StoreMissing:
            return None

    def keep(self, upload_id: str, content: Content) -> None:
        """Gives a part that was checked its final name; the name is durable before a row tells of it."""
        self.whole.keep(content, self.parts.path(upload_id))


def open_files(settings: Settings) -> Files:
    """The places that the settings name; raises OSError where the data folder cannot be written to."""
    return Files(Parts(settings.data), FolderFiles(settings.data))
