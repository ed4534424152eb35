"""Parts of uploads that still arrive: one file each in the data folder, which all workers share."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


class Parts:
    """The folder of parts below `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "uploads"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, upload_id: str) -> Path:
        """Where the bytes of an upload gather; `upload_id` was minted here, so it is a plain name."""
        return self._folder / f"{upload_id}.part"

    def append(self, upload_id: str, offset: int, content: bytes) -> None:
        """Writes durably at `offset`; what stood there from an interrupted try is overwritten."""
        with os.fdopen(os.open(self.path(upload_id), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(offset)
            file.seek(offset)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def read(self, upload_id: str) -> bytes | None:
        """What arrived; None when nothing did, or when it has its final name already."""
        path = self.path(upload_id)
        return path.read_bytes() if path.is_file() else None

    def forget(self, upload_id: str) -> None:
        self.path(upload_id).unlink(missing_ok=True)

    def all(self) -> Iterator[Path]:
        """The parts of every upload; each is named by its upload's id."""
        return self._folder.glob("*.part")


def digest(path: Path) -> tuple[str, int]:
    """(SHA-256 in hex, size)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
