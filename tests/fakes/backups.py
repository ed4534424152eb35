"""Backups that a test decides about: nothing is written, what was asked is remembered."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from coo_desktop.domain.backups import BackupFacts, Preview, Work
from coo_desktop.domain.errors import StoreTrouble, StoreUnwritable
from coo_desktop.domain.mending import Backup


class FakeFolder:
    """Implements FolderBackups; `chosen` is the folder, `is_there` whether it can be reached."""

    def __init__(self, backups: "FakeBackups") -> None:
        self._backups = backups
        self.chosen: Path | None = None
        self.is_there = True
        self.made = 0

    def place(self) -> Path | None:
        return self.chosen

    def newest(self) -> dt.datetime | None:
        return None

    def is_due(self) -> bool:
        return self.chosen is not None and self.made < self._backups.made

    def make(self, work: Work) -> bool:
        """Made, unless the folder is not there."""
        if not self.is_there:
            raise StoreUnwritable(cause="folder_absent")
        self.made = self._backups.made
        return True


class FakeBackups:
    """Implements the Backups port; `trouble` is raised by the daily backup, `due` says whether one is."""

    def __init__(self) -> None:
        self.due = False
        self.trouble: StoreTrouble | None = None
        self.made = 0
        self.made_at: dt.datetime | None = None
        self.in_folder = FakeFolder(self)

    def is_due(self) -> bool:
        return self.due

    def newest(self) -> dt.datetime | None:
        return self.made_at

    def make_daily(self) -> None:
        """Made, unless it is in trouble."""
        if self.trouble is not None:
            raise self.trouble
        self.made += 1
        self.due = False

    def kept(self) -> Sequence[Backup]:
        return ()

    def discard(self, name: str) -> None:
        """Nothing."""

    def write(self, target: Path, work: Work) -> BackupFacts | None:
        """Nothing."""
        return None

    def pack(self, target: Path, password: str, work: Work) -> BackupFacts | None:
        """Nothing."""
        return None

    def preview(self, source: Path | str, password: str, work: Work) -> Preview | None:
        """Nothing."""
        return None

    def restore(self, work: Work) -> bool:
        """Nothing."""
        return False

    def arrive(self, source: Path, password: str, work: Work) -> bool:
        """Nothing."""
        return False
