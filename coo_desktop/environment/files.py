"""Files that are there after a power cut: written whole, flushed, renamed, and their folder flushed too."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

OWNER_ONLY, OWNER_ONLY_FOLDER = 0o600, 0o700
#: What a person saves for others to read: as open as the system makes new files.
SHARED = 0o666
#: What a system says when there is no room: on the disk, in a person's quota, or below a limit for one file.
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})


def says_full(error: OSError) -> bool:
    """Whether the system refused for want of room."""
    return error.errno in _FULL


@contextmanager
def replacing(target: Path, mode: int = OWNER_ONLY) -> Iterator[BinaryIO]:
    """The stream of a file that takes `target`'s place in one step when the block ends.

    When the block raises, nothing of it is left and the old file stays. Raises OSError.
    """
    half = target.with_name(f"{target.name}.part")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, target)
        sync_folder(target.parent)
    finally:
        half.unlink(missing_ok=True)


def write_atomically(target: Path, content: bytes, mode: int = OWNER_ONLY) -> None:
    """Replaces `target` in one step; raises OSError and leaves the old one then."""
    with replacing(target, mode) as file:
        file.write(content)


def move_into_place(half: Path, target: Path) -> None:
    """Gives a file that something else wrote its final name, flushed before and after; raises OSError."""
    sync_file(half)
    os.replace(half, target)
    sync_folder(target.parent)


def make_folder(folder: Path) -> None:
    """Makes a folder for its owner alone, with those above it that are missing: there after a power cut, as what is
    flushed into it later has to be. One that is there stays as it is; raises OSError."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        sync_folder(one.parent)


def sync_file(file: Path) -> None:
    """Flushes a file that something else wrote."""
    descriptor = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Makes a rename in the folder durable; Windows journals renames itself and cannot open a folder."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
