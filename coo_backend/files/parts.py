"""Parts of uploads that still arrive: one file each in the data folder, which all workers share."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coo_desktop.domain.errors import StoreMissing, StoreTrouble
from coo_desktop.environment.files import sync_folder


class Parts:
    """The folder of parts below `data`."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "uploads"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, upload_id: str) -> Path:
        """Where the bytes of an upload gather; `upload_id` was minted here, so it is a plain name."""
        return self._folder / f"{upload_id}.part"

    def append(self, upload_id: str, offset: int, content: bytes) -> None:
        """Writes durably at `offset`, the name of a new part included; what stood there from an interrupted try is
        overwritten. Raises StoreMissing where what comes before is not there."""
        path = self.path(upload_id)
        with on_disk():
            is_new = not path.exists()
            if offset > self.size(upload_id):
                raise StoreMissing(cause="evidence")
            with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
                file.truncate(offset)
                file.seek(offset)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._folder)

    def size(self, upload_id: str) -> int:
        """How many bytes of it are here; 0 when none is, or when they have their final name already."""
        path = self.path(upload_id)
        return path.stat().st_size if path.is_file() else 0

    def read(self, upload_id: str) -> bytes | None:
        """What arrived; None when nothing did, or when it has its final name already."""
        path = self.path(upload_id)
        with on_disk():
            return path.read_bytes() if path.is_file() else None

    def forget(self, upload_id: str) -> None:
        with on_disk():
            self.path(upload_id).unlink(missing_ok=True)

    def all(self) -> Iterator[Path]:
        """The parts of every upload; each is named by its upload's id."""
        return self._folder.glob("*.part")


def digest(path: Path) -> tuple[str, int]:
    """(SHA-256 in hex, size)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


@contextmanager
def on_disk() -> Iterator[None]:
    """Tells what a disk refuses as trouble of the place: nothing was acknowledged, and a later try may succeed."""
    try:
        yield
    except FileNotFoundError as error:
        raise StoreMissing(cause="evidence") from error
    except OSError as error:
        raise StoreTrouble(cause=type(error).__name__) from error
