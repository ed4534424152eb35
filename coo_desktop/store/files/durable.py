"""Files that are there after a power cut: written whole, flushed, renamed, and their folder flushed too."""

import os
from pathlib import Path

OWNER_ONLY = 0o600


def write_durably(target: Path, content: bytes) -> None:
    """Replaces `target` in one step, readable by its owner only; raises OSError and leaves the old one then."""
    half = target.with_name(f"{target.name}.part")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, target)
    sync_folder(target.parent)


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
