"""Room on the disk that is kept for the day on which there is no other: to open the store, and to delete something.

SQLite needs some pages of a disk for its log before it reads anything, and for a deletion as for every other commit.
"""

import contextlib
import os
import shutil
from pathlib import Path

from coo_desktop.domain.errors import StoreFull, StoreTrouble, StoreUnwritable
from coo_desktop.store import faults

#: One to open with and one to delete with, so that the first does not eat up the second.
TO_OPEN, TO_DELETE = "reserve-to-open", "reserve-to-delete"
BYTES = 256 * 1024
_PROBE, _PROBE_BYTES = "probe.part", 64 * 1024


class Reserve:
    """Of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self) -> None:
        """Takes the room, where it is to be had and not taken yet."""
        for name in (TO_OPEN, TO_DELETE):
            file = self._folder / name
            try:
                is_kept = file.exists() and file.stat().st_size == BYTES
                if not is_kept and shutil.disk_usage(self._folder).free > 2 * BYTES:
                    _take(file)
            except OSError:
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)

    def release(self, name: str) -> bool:
        """Gives one of them back to the disk; whether there was any."""
        try:
            (self._folder / name).unlink()
        except OSError:
            return False
        return True

    def trouble(self) -> StoreTrouble | None:
        """Why nothing can be written here: StoreFull or StoreUnwritable; None where something can.

        SQLite says of both that input or output failed.
        """
        probe = self._folder / _PROBE
        try:
            with faults.files():
                probe.write_bytes(os.urandom(_PROBE_BYTES))
        except (StoreFull, StoreUnwritable) as trouble:
            return trouble
        finally:
            with contextlib.suppress(OSError):
                probe.unlink(missing_ok=True)
        return None


def _take(file: Path) -> None:
    with file.open("wb") as stream:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(stream.fileno(), 0, BYTES)
        else:
            stream.write(os.urandom(BYTES))  # what is random no disk makes smaller
