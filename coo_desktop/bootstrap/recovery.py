"""A store that cannot be opened, or was found damaged: what there still is of its work, and what mends it.

Nothing is written to the damaged file. What comes of it is a person's choice; see domain.mending.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from coo_desktop.bootstrap.incoming import Incoming
from coo_desktop.domain.backups import ARRIVAL
from coo_desktop.domain.errors import StoreMissing, StoreTrouble
from coo_desktop.domain.mending import Lost, Salvage
from coo_desktop.domain.operations.settings import HEARD_AT
from coo_desktop.store import faults
from coo_desktop.store.evidence_audit import audit
from coo_desktop.store.files import mending
from coo_desktop.store.files.open_mark import KEPT_LOG
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest
from coo_desktop.store.local import LocalStore
from coo_desktop.store.salvage.finds import Finds, finds
from coo_desktop.store.salvage.pages import Pages, read_pages
from coo_desktop.store.salvage.taking import unsent


class Recovery:
    """Of one profile whose key is known; `open_copy(profile, key)` opens a store that lies in another folder."""

    def __init__(
        self, profile: Profile, chest: KeyChest, key: bytes, open_copy: Callable[[Profile, bytes], LocalStore]
    ) -> None:
        self._profile, self._chest, self._key, self._open_copy = profile, chest, key, open_copy

    def missing(self, lost: Lost) -> StoreMissing:
        """The error that says what is lost and what there is: only backups that are whole, and what can be read."""
        found = mending.backups(self._profile, self._key, is_read=True)
        salvage = None
        if lost is Lost.WHOLENESS:
            pages = self._pages()
            salvage = _facts(pages, finds(pages))
        return StoreMissing(lost=lost, backups=found, salvage=salvage, folder=str(self._profile.folder))

    def salvage(self) -> None:
        """Puts what is whole of the damaged store into a copy of the newest sound backup, and in its place.

        Raises StoreTrouble; whatever cuts it off, the next start begins it anew.
        """
        made_at = _written_at(self._profile)
        backups = mending.backups(self._profile, self._key, is_read=True)
        base = next((backup.name for backup in backups if not backup.is_aside), "")
        Incoming(self._profile, self._key, self._open_copy).note_salvage(base, finds(self._pages()), made_at)
        mending.carry_out(self._profile)

    def _pages(self) -> Pages:
        file = self._profile.store_file
        logs = (file.with_name(KEPT_LOG), file.with_name(f"{file.name}-wal"))
        log = next((one for one in logs if one.exists() and one.stat().st_size), logs[0])
        with faults.files():
            return read_pages(file, log, self._key, self._chest.salt)


@dataclass(frozen=True, slots=True)
class ProfileHealth:
    """Implements `mending.Health`."""

    store: LocalStore
    is_key_mended: bool

    @property
    def was_cut_off(self) -> bool:
        return self.store.was_cut_off

    @property
    def is_damaged(self) -> bool:
        return self.store.is_damaged

    @property
    def trouble(self) -> StoreTrouble | None:
        return self.store.trouble

    def make_room(self) -> bool:
        return self.store.make_room()

    def look(self) -> Sequence[str]:
        self.store.check()
        found = audit(self.store)
        gone = {*found.lost, *found.damaged}
        return [one.name for one in self.store.reader.all_evidence() if one.id in gone]


def tell_place(profile: Profile, store: LocalStore) -> None:
    """Has the message of what came in say where lies what it took the place of."""
    aside, told = mending.newest_aside(profile), store.reader.setting(ARRIVAL)
    if aside is not None and isinstance(told, dict):
        with store.unit() as unit:
            unit.put_setting(ARRIVAL, {**told, "kept": str(aside)})


def _facts(pages: Pages, found: Finds) -> Salvage:
    living = [document for document in found.documents.values() if not document.deleted]
    heard_at = found.settings.get(HEARD_AT)
    return Salvage(
        documents=len(living),
        unsent=unsent(living),
        edited_at=max((document.updated_at for document in living), default=""),
        unread=pages.bad,
        pages=pages.total,
        known_there=sum(document.rev is not None for document in living),
        heard_at=heard_at if isinstance(heard_at, str) else "",
    )


def _written_at(profile: Profile) -> dt.datetime:
    with suppress(OSError):
        return dt.datetime.fromtimestamp(profile.store_file.stat().st_mtime, dt.UTC)
    return dt.datetime.now(dt.UTC)
