"""Bytes of evidence as the endpoints use them: parts of uploads, and the one place where whole files stand."""

from dataclasses import dataclass

from coo_backend.files.folder import FolderFiles
from coo_backend.files.parts import Parts
from coo_backend.files.port import Content, WholeFiles
from coo_backend.runtime.settings import Settings
from coo_desktop.domain.errors import StoreDamaged, StoreMissing

#: What may be sent; what a file truly is, its examination finds.
MEDIA_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Files:
    """What arrives and what has arrived."""

    parts: Parts
    whole: WholeFiles

    def received(self, upload_id: str, content: Content, told: int) -> int:
        """How many bytes of an upload are safe here, of as many as its row tells: fewer where its part was lost."""
        there = self.parts.size(upload_id)
        return told if there >= told or (not there and self.arrived(upload_id, content) is not None) else there

    def arrived(self, upload_id: str, content: Content) -> bytes | None:
        """The bytes of an upload: a part, or kept already by a commit that was not completed; None for neither."""
        part = self.parts.read(upload_id)
        if part is not None:
            return part
        try:
            return self.whole.read(content)
        except (StoreMissing, StoreDamaged):
            return None

    def keep(self, upload_id: str, content: Content) -> None:
        """Gives a part that was checked its final name; the name is durable before a row tells of it."""
        self.whole.keep(content, self.parts.path(upload_id))


def open_files(settings: Settings) -> Files:
    """The places that the settings name; raises OSError where the data folder cannot be written to."""
    parts = Parts(settings.data)
    if settings.evidence_store is None:
        return Files(parts, FolderFiles(settings.data))
    from coo_backend.files.bucket import BucketFiles, open_bucket  # what it needs is there only where it is asked for

    return Files(parts, BucketFiles(open_bucket(settings.evidence_store), settings.evidence_store.root))
