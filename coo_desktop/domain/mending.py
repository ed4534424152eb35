"""What can be lost of a profile, what there still is, and what a person may have done about it."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Lost(enum.StrEnum):
    """What a profile that holds somebody's work lacks."""

    STORE = "store"
    #: It is there and cannot be read; it is set aside before anything takes its place.
    WHOLENESS = "wholeness"
    KEY = "key"


class Mend(enum.StrEnum):
    """What is done at the next opening, only after a person has chosen it; nothing is deleted by any of them."""

    #: A backup takes the place of the store.
    RESTORE = "restore"
    #: A store that stands ready in a folder of the profile takes the place of the one in use.
    REPLACE = "replace"
    #: An empty store takes its place, and the backend fills it after a sign-in.
    FETCH = "fetch"
    #: Everything that cannot be opened is set aside; the profile begins again.
    START_ANEW = "start_anew"
    #: What was set aside changes places with what is in use.
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the store that opens with the profile's key; `name` is its file's, `documents` what is in it.

    One that `is_aside` is a store that something else took the place of; `name` is its folder's then.
    """

    name: str
    made_at: dt.datetime
    documents: int
    is_aside: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """A store that was set aside; `name` is its folder's, `used_at` when it was last written to."""

    name: str
    used_at: dt.datetime
    size_bytes: int


class ProfileFiles(Protocol):
    """The files of a profile, open or not; every call belongs on a worker and raises StoreTrouble."""

    def mend(self, how: Mend, name: str) -> None:
        """Notes what the next opening does first."""

    def keep_file(self, file: Path, password: str) -> str:
        """Puts a backup file among the backups, whose name it gives for `mend`; raises Unreadable for an unfit one."""

    def asides(self) -> Sequence[Aside]:
        """What was set aside with a key of its own, newest first."""
