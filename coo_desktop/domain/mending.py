"""What can be lost of a profile, what there still is, and what a person may have done about it."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coo_desktop.domain.errors import StoreTrouble


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
    #: What can be read of a damaged store is put into a copy of the newest sound backup, which takes its place.
    SALVAGE = "salvage"
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


@dataclass(frozen=True, slots=True)
class Salvage:
    """What is whole in a damaged store: `documents`, of them `unsent` that the backend does not have so, `edited_at`
    the instant of the newest edit, "" without any; `unread` of its `pages` cannot be read.

    `known_there` is how many documents the backend had when it was heard last, at the instant `heard_at`.
    """

    documents: int
    unsent: int
    edited_at: str
    unread: int
    pages: int
    known_there: int
    heard_at: str


class Health(Protocol):
    """Whether the store of an open profile is as it was written."""

    @property
    def was_cut_off(self) -> bool:
        """Whether the program ended without closing it the last time."""

    @property
    def is_damaged(self) -> bool:
        """Whether damage was met since it was opened: then nothing is written to it any more."""

    @property
    def is_key_mended(self) -> bool:
        """Whether the key file was damaged and has been made anew from its copy."""

    @property
    def trouble(self) -> StoreTrouble | None:
        """Why nothing can be written since the store was opened: StoreFull or StoreUnwritable; None while all is well.

        Each write tries anew, and the first one that succeeds ends it.
        """

    def make_room(self) -> bool:
        """After StoreFull: gives up the room that is kept for deleting something; whether there was any."""

    def look(self) -> Sequence[str]:
        """Reads everything and gives the names of attached files whose bytes are gone or changed.

        Takes seconds and belongs on a worker; raises StoreDamaged, and StoreTrouble when it could not look.
        """


class ProfileFiles(Protocol):
    """The files of a profile, open or not; every call belongs on a worker and raises StoreTrouble."""

    def mend(self, how: Mend, name: str) -> None:
        """Notes what the next opening does first."""

    def keep_file(self, file: Path, password: str) -> str:
        """Puts a backup file among the backups, whose name it gives for `mend`; raises Unreadable for an unfit one."""

    def asides(self) -> Sequence[Aside]:
        """What was set aside with a key of its own, newest first."""
