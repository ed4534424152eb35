"""What a deed flushes to the disk, in its order."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def flushed_by() -> Iterator[list[Path]]:
    """The files and folders that `os.fsync` is called for while the block runs."""
    flushed: list[Path] = []
    flush = os.fsync

    def noted(descriptor: int) -> None:
        flushed.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        flush(descriptor)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("only Linux tells which file a descriptor is")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", noted)
        yield flushed
