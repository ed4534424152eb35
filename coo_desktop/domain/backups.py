"""What a backup file holds, how it differs from the work here, and what the screen asks of backups.

Paths name files of the person's choice; nothing here knows how a backup is made.
"""

import datetime as dt
import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coo_desktop.domain.mending import Backup

#: Setting: that the store was restored or came from another computer, until a person has been told: `kind` is an
#: ArrivalKind, `made_at` the instant of the backup, `kept` the folder of what it took the place of.
ARRIVAL = "arrival"
#: Setting: the instant at which the work was packed for another computer, until a person goes on here.
PACKED_AT = "packed_at"
#: Setting: the newest backup that a person made, as `place` and `at`.
LAST_BACKUP = "last_backup"
#: Setting: the folder that gets a backup of each day besides, as text; "" or None for none. And the newest one that was
#: written there: its `place`, when its store was copied (`at`), the `content` of that copy, its `file`.
FOLDER, IN_FOLDER = "backup_folder", "backup_in_folder"
#: A newest backup that is so old is told.
OLD_DAYS = 7
#: A password that protects everything a company has ever declared.
SHORTEST_PASSWORD = 10
SUFFIX = ".coobackup"
#: Of the program's own backups stay the newest so many days, and of so many weeks before them one each.
KEPT_DAYS, KEPT_WEEKS = 7, 4


class ArrivalKind(enum.StrEnum):
    """How a store came to be here."""

    RESTORED = "restored"
    MOVED = "moved"
    SALVAGED = "salvaged"


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup file says of itself: made when, by which program, whose work, how much."""

    made_at: dt.datetime
    program: str
    schema: int
    account: str
    documents: int
    evidence: int


@dataclass(frozen=True, slots=True)
class FamilyDifference:
    """One family of documents: how many are only here, only in the backup, different in both, the same.

    `unsent` are those only here or different whose state here the backend does not have. `newest_*` is the instant of
    the last edit, "" where there is no document.
    """

    family: str
    only_here: int
    only_there: int
    changed: int
    same: int
    unsent: int
    newest_here: str
    newest_there: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a restore would do; `wishes` wait to be sent in the backup, `evidence` files would be added.

    There are no `differences` where the store here is damaged: nobody can tell what is in it.
    """

    made_at: dt.datetime
    differences: tuple[FamilyDifference, ...]
    wishes: int
    evidence: int


def days_kept(days: Iterable[dt.date]) -> frozenset[dt.date]:
    """Which of the days of backups stay: the newest seven, and of the newest four weeks before theirs the newest each.

    Weeks begin on Mondays, or a backup would be the newest of its week until it grows old, and never after. Only days
    that have a backup count: whoever was away for months, or whose clock stood wrong for a day, keeps the others.
    """
    newest_first = sorted(set(days), reverse=True)
    newest = newest_first[:KEPT_DAYS]
    weeks: dict[tuple[int, int], dt.date] = {}
    for day in newest_first[KEPT_DAYS:]:
        weeks.setdefault(_week(day), day)
    earlier = [day for week, day in weeks.items() if week not in set(map(_week, newest))]
    return frozenset((*newest, *earlier[:KEPT_WEEKS]))


def is_old(newest: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a person has to hear of it: there is a newest backup, and it is more than a week old."""
    return newest is not None and now - newest > dt.timedelta(days=OLD_DAYS)


def newest_of(moments: Iterable[dt.datetime], now: dt.datetime) -> dt.datetime | None:
    """The newest of the moments at which backups were made; one that is still to come was made by a wrong clock."""
    return max((one for one in moments if one <= now + dt.timedelta(days=1)), default=None)


def _week(day: dt.date) -> tuple[int, int]:
    return day.isocalendar()[:2]


class Work(Protocol):
    """How the work tells how far it is, and hears that it shall end; `complete` is asked once, before its end holds."""

    def report(self, done: int, total: int) -> None: ...
    def cancelled(self) -> bool: ...
    def complete(self) -> bool: ...


class FolderBackups(Protocol):
    """Today's backup once more, as a file in a folder of the person's choice, which may be gone at any time.

    All but `make`, which belongs on a worker, asks no disk but this computer's own.
    """

    def place(self) -> Path | None:
        """The folder, None when none is chosen."""

    def newest(self) -> dt.datetime | None:
        """When the store was copied whose backup is the newest there, None for never."""

    def is_due(self) -> bool:
        """Whether the newest of the program's own backups is still to be written there."""

    def make(self, work: Work) -> bool:
        """Writes it there, unless nothing changed since the last, and lets old ones go that this profile made.

        Whether it stands there: not when it was stopped, nor while there is none yet or no folder.
        Raises StoreTrouble; StoreUnwritable(cause="folder_absent") when the folder is not there.
        """


class Backups(Protocol):
    """Backups of an open profile; all but `is_due` and `newest` takes a while and belongs on a worker."""

    def is_due(self) -> bool:
        """Whether today's own backup is still to be made."""

    def newest(self) -> dt.datetime | None:
        """When the newest backup was made that stands beside the store."""

    def make_daily(self) -> None:
        """Makes today's backup beside the store and lets old ones go; raises StoreTrouble."""

    @property
    def in_folder(self) -> "FolderBackups":
        """Those in a folder of the person's choice."""

    def kept(self) -> Sequence[Backup]:
        """The backups beside the store, newest first, then the stores that were set aside by a restore."""

    def discard(self, name: str) -> None:
        """Deletes one that was set aside."""

    def write(self, target: Path, work: Work) -> BackupFacts | None:
        """Writes a backup file that the password of the last sign-in opens, read again before it has its name; None
        when it was stopped. Raises StoreTrouble."""

    def pack(self, target: Path, password: str, work: Work) -> BackupFacts | None:
        """The same for another computer, opened by a password of its own."""

    def preview(self, source: Path | str, password: str, work: Work) -> Preview | None:
        """What it would change to restore a backup file, or one beside the store by its name. Changes nothing.

        Raises Unreadable(reason=BackupFault) and StoreTrouble; None when it was stopped.
        """

    def restore(self, work: Work) -> bool:
        """Has the next start put the store of the last preview in place of this one, which becomes a backup before.

        Whether it will: not when it was stopped. Raises StoreTrouble.
        """

    def arrive(self, source: Path, password: str, work: Work) -> bool:
        """Has the next start go on with the work in a backup file, in a profile nobody ever signed in to.

        Whether it will: not when it was stopped. Raises Unreadable(reason=BackupFault) and StoreTrouble.
        """
