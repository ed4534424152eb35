"""Evidence on the backend's disk: parts still arriving, and whole files under their SHA-256, one per content."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from coo_desktop.environment.files import sync_folder

#: What may be sent; what a file truly is, its examination finds.
MEDIA_TYPES = frozenset({"application/pdf", "image/jpeg", "image/png"})


class Files:
    """The folders below `data`; every company has its own."""

    def __init__(self, data: Path) -> None:
        self._parts = data / "uploads"
        self._whole = data / "evidence"
        self._parts.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._whole.mkdir(parents=True, exist_ok=True, mode=0o700)

    def part(self, upload_id: str) -> Path:
        """Where the bytes of an upload gather; `upload_id` was minted here, so it is a plain name."""
        return self._parts / f"{upload_id}.part"

    def whole(self, company: str, sha256: str) -> Path:
        return self._whole / company / sha256[:2] / sha256

    def append(self, upload_id: str, offset: int, content: bytes) -> None:
        """Writes durably at `offset`; what stood there from an interrupted try is overwritten."""
        with os.fdopen(os.open(self.part(upload_id), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(offset)
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def keep(self, upload_id: str, company: str, sha256: str) -> None:
        """Gives a part that was checked its final name; the name is durable before a row tells of it."""
        target = self.whole(company, sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.part(upload_id).is_file():
            os.replace(self.part(upload_id), target)
        for folder in (target.parent, target.parent.parent):
            sync_folder(folder)

    def forget(self, upload_id: str) -> None:
        self.part(upload_id).unlink(missing_ok=True)

    def all_of(self, company: str) -> Iterator[Path]:
        """The whole files of a company; each is named by its SHA-256."""
        return (path for path in (self._whole / company).glob("??/*") if path.is_file())

    def all_parts(self) -> Iterator[Path]:
        """The parts of every upload; each is named by its upload's id."""
        return self._parts.glob("*.part")

    def arrived(self, upload_id: str, company: str, sha256: str) -> Path | None:
        """Where the bytes of an upload are: still a part, or already named when the process died before its commit."""
        places = (self.part(upload_id), self.whole(company, sha256))
        return next((place for place in places if place.is_file()), None)


def digest(path: Path) -> tuple[str, int]:
    """(SHA-256 in hex, size)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
