"""Plain copies of evidence for another program to show, for one session of this program.

A viewer reads files, not our encrypted ones. A copy has a made-up name in a folder that nobody else may enter, cannot
be written to, and is gone when the store closes or, after a crash, when it opens next.
"""

import os
import secrets
import shutil
from pathlib import Path
from typing import BinaryIO

FOLDER = "opened"


class LentCopies:
    """The copies of one profile; each content has one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lent: dict[str, Path] = {}

    def lend(self, sha256: str, content: BinaryIO, ending: str) -> Path:
        """The copy of this content, written when there is none yet; raises OSError."""
        known = self._lent.get(sha256)
        if known is not None and known.is_file():
            return known
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{secrets.token_hex(8)}{ending}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(content, file)
        path.chmod(0o400)
        self._lent[sha256] = path
        return path

    def take_back(self) -> None:
        """Removes every copy, also those of a session that crashed; one that a viewer holds open goes the next time."""
        self._lent.clear()
        for path in self._folder.glob("*"):
            try:
                path.chmod(0o600)  # Windows removes nothing that cannot be written to
                path.unlink()
            except OSError:
                continue
