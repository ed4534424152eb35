"""A real disk with little room: a file system in memory, mounted for one test, skipped where none may be."""

import subprocess
from pathlib import Path

import pytest


class SmallDisk:
    """`fill` leaves no byte free, `free` takes that back; `close` and `open` let nobody write and everybody again."""

    def __init__(self, folder: Path, size: str) -> None:
        self.folder = folder
        self._filling = folder / "filling"
        folder.mkdir()
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False
        )
        if made.returncode:
            pytest.skip("no file system may be mounted here")

    def fill(self) -> None:
        with self._filling.open("ab", buffering=0) as stream:
            try:
                while True:
                    stream.write(bytes(4096))
            except OSError:
                return

    def free(self) -> None:
        self._filling.unlink()

    def close(self) -> None:
        self._remount("ro")

    def open(self) -> None:
        self._remount("rw")

    def end(self) -> None:
        subprocess.run(["umount", "-l", str(self.folder)], check=True)

    def _remount(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True, capture_output=True)
