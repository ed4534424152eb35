"""The mark beside an open store: an unclean end shows by it, and whether commits are gone from the write-ahead log.

SQLite takes a log that is missing, or wrong somewhere, for one that ends earlier, and says nothing. So the mark keeps
how far the log had got with the last commit: the log's salt, which is new whenever the log begins anew, and its frames.

    frames (4 bytes) · salt (8) · CRC-32 of both (4)

It is not flushed with every commit, so after a power cut it may lag behind, and never be ahead of the log.
"""

import contextlib
import json
import os
import shutil
import zlib
from pathlib import Path
from typing import BinaryIO, Literal

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.environment.files import write_atomically

#: What stands beside a store: the mark, the log as an unclean end left it, and the note that the file is damaged.
MARK, KEPT_LOG, DAMAGE = "store.mark", "store.db-wal.kept", "store.damage"
_HEAD_BYTES, _SALT = 32, slice(16, 24)


class OpenMark:
    """Made where the store lies; the caller holds the profile's lock and knows the log's frames from SQLite."""

    def __init__(self, store_file: Path) -> None:
        self._path = store_file.with_name(MARK)
        self._log = store_file.with_name(f"{store_file.name}-wal")
        self._kept = store_file.with_name(KEPT_LOG)
        self._damage = store_file.with_name(DAMAGE)
        self._file: BinaryIO | None = None
        self._salt = self._head = b""
        #: Whether the store was not closed the last time.
        self.was_cut_off = self._path.exists()

    @property
    def is_at_rest(self) -> bool:
        """Whether the store was closed whole: no mark, no damage, and nothing in the log that belongs to the file."""
        marks = self._path, self._kept, self._damage
        return not any(file.exists() for file in marks) and not (self._log.exists() and self._log.stat().st_size)

    def demand_sound(self) -> None:
        """Before the store is opened: raises StoreDamaged for one that was found damaged, and keeps the log as it is
        after an unclean end, for the end of a connection folds and removes it."""
        if self._damage.exists():
            raise StoreDamaged(cause="found damaged before")
        if self.was_cut_off and self._log.exists():
            with contextlib.suppress(OSError):  # a disk that takes nothing is opened all the same
                self._keep_log()
        self._head = _head(self._kept if self.was_cut_off and self._kept.exists() else self._log)

    def demand_whole(self, frames: int | None) -> None:
        """Before anything is written: raises StoreDamaged when commits are gone from the log of an unclean end; what
        cannot be counted is not called gone."""
        if frames is None:
            return
        marked, salt = self._read()
        head = self._head
        if marked and (frames < marked if head[_SALT] == salt else not _is_head(head)):
            self.tell(StoreDamaged(cause="log"))
            raise StoreDamaged(cause="log", frames=frames, marked=marked)
        with contextlib.suppress(OSError):
            self._kept.unlink(missing_ok=True)

    def begin(self, frames: int | None) -> None:
        """The store is open from now on; where nothing can be written nothing will be, and no mark is needed."""
        with contextlib.suppress(OSError):
            self._file = self._path.open("w+b", buffering=0)
            self.note(frames)
            self._flush()

    def note(self, frames: int | None) -> None:
        """A commit has ended; a disk that takes nothing, or a log that cannot be counted, costs the mark and not the
        commit."""
        if self._file is None:
            return
        frames = frames or 0
        salt = _head(self._log)[_SALT] if frames else b""
        told = frames.to_bytes(4, "little") + salt.ljust(8, b"\0")
        with contextlib.suppress(OSError):
            self._file.seek(0)
            self._file.write(told + zlib.crc32(told).to_bytes(4, "little"))
            if salt != self._salt:
                self._salt = salt
                self._flush()

    def expect_nothing(self) -> None:
        """The log is about to be folded in whole."""
        self.note(0)

    def end(self) -> None:
        """The store is closed and its log folded in."""
        if self._file is not None:
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def tell(self, damage: StoreDamaged) -> None:
        """The store is not opened again until somebody has chosen what becomes of it; its log stays as it is."""
        with contextlib.suppress(OSError):
            if self._log.exists() and self._log.stat().st_size:
                self._keep_log()
            write_atomically(self._damage, json.dumps({"cause": str(damage.facts.get("cause", ""))}).encode())

    def _keep_log(self) -> None:
        """A second name for it: nothing more is written into it, and its own is taken away by the last connection."""
        self._kept.unlink(missing_ok=True)
        try:
            os.link(self._log, self._kept)
        except OSError:
            shutil.copyfile(self._log, self._kept)

    def _read(self) -> tuple[int, bytes]:
        """(frames, salt); (0, b"") where nothing can be known."""
        try:
            told = self._path.read_bytes()
        except OSError:
            return 0, b""
        if len(told) != 16 or zlib.crc32(told[:12]) != int.from_bytes(told[12:], "little"):
            return 0, b""
        return int.from_bytes(told[:4], "little"), told[4:12]

    def _flush(self) -> None:
        if self._file is not None:
            os.fsync(self._file.fileno())


def _head(log: Path) -> bytes:
    try:
        with log.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        return b""


def _is_head(head: bytes) -> bool:
    """Whether a log begins with this: its magic number says in which order its checksum reads the rest."""
    if len(head) < _HEAD_BYTES or head[:3] != b"\x37\x7f\x06" or head[3] not in (0x82, 0x83):
        return False
    order: Literal["big", "little"] = "big" if head[3] & 1 else "little"
    first = second = 0
    for at in range(0, 24, 8):
        first = (first + int.from_bytes(head[at : at + 4], order) + second) & 0xFFFFFFFF
        second = (second + int.from_bytes(head[at + 4 : at + 8], order) + first) & 0xFFFFFFFF
    return head[24:32] == first.to_bytes(4, "big") + second.to_bytes(4, "big")
