"""Opens a profile: its key, its store, the declarations, the line to the backend. Runs on a worker, knows no Qt."""

import dataclasses
import datetime as dt
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from logging.handlers import RotatingFileHandler

from coo_desktop import __version__
from coo_desktop.bootstrap.backups import ProfileBackups
from coo_desktop.bootstrap.drawing import Drawing
from coo_desktop.bootstrap.incoming import clear_leftovers, mark_restored_here
from coo_desktop.bootstrap.recovery import ProfileHealth, Recovery, tell_place
from coo_desktop.bootstrap.wipe import note
from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.clock import SystemClock
from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import StoreDamaged, StoreLocked, StoreMissing
from coo_desktop.domain.filling.printing import AS_IT_STANDS, BoxFill, Look
from coo_desktop.domain.mending import Lost, Mend
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.domain.office.requests import People
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.domain.sheets.files import ShipmentFiles
from coo_desktop.environment.assets import declarations
from coo_desktop.paper.fonts import missing
from coo_desktop.store.database.driver import salt_of
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest, StoreLock
from coo_desktop.store.local import LocalStore, open_store
from coo_desktop.store.packs.install import pack_folder
from coo_desktop.store.packs.library import Library
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.sync.connection import Backend, connect
from coo_desktop.sync.remembered import BACKEND, remembered_text

#: How the vault is asked for the key of a chest.
AskKey = Callable[[KeyChest], bytes]


@dataclass(slots=True)
class Opened:
    """An open profile. `line` changes when another backend address is chosen; `note` keeps an order to wipe."""

    store: LocalStore
    rules: Rulebook
    chest: KeyChest
    key: bytes
    clock: SystemClock
    library: Library
    line: Backend
    address: str
    note: Callable[[str, WipeOrder], None]
    backups: ProfileBackups
    health: ProfileHealth

    def reconnect(self, address: str) -> None:
        """Talks to another backend from now on; raises Refused(why="address") and keeps the old line then."""
        if address != self.address:
            fresh = _connect(self.store, self.chest, self.key, address, self.note)
            self.line.close()
            self.line, self.address = fresh, address

    def people(self, address: str) -> People:
        """What can be asked at this address without a sign-in; raises what `reconnect` raises."""
        self.reconnect(address)
        return self.line.office.people

    def sign_in(self, account: str, password: str, address: str) -> Person:
        """Signs in at this address; raises what Account.sign_in and `reconnect` raise."""
        self.reconnect(address)
        person = self.line.account.sign_in(account, password)
        with self.store.unit() as unit:
            unit.put_setting(BACKEND, address)
        self.line.engine.hurry()  # a session that ended made it wait; what waits goes with the new one at once
        return person

    def unprintable(self, text: str) -> str:
        """The characters of a text that no font can print."""
        return missing(text)

    def paper(self, document: Document, look: Look = AS_IT_STANDS) -> bytes:
        """See Drawing."""
        return Drawing(self.store, self.rules)(document, look)

    def fill(self, document: Document) -> tuple[BoxFill, ...]:
        """How full the boxes of its paper are."""
        return Drawing(self.store, self.rules).fill(document)

    @property
    def records(self) -> StoredRecordTools:
        """What can be done with many records at once."""
        return StoredRecordTools()

    @property
    def shipments(self) -> ShipmentFiles:
        """Reads invoices and packing lists; loaded for the first of them."""
        from coo_desktop.store.sheets.pages import StoredShipmentFiles

        return StoredShipmentFiles()

    def close(self) -> None:
        """Ends the line and the store."""
        self.line.close()
        self.store.close()


def keep_log(profile: Profile) -> None:
    """Writes the program's log beside the store, two files of a megabyte; it names errors, never what was typed."""
    try:
        handler = RotatingFileHandler(
            profile.folder / "program.log", maxBytes=1_000_000, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return  # where nothing can be written there is nothing to tell it to
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("coo_desktop").addHandler(handler)


def open_profile(
    profile: Profile, address: str, password: str = "", is_address_kept: bool = True, ask_key: AskKey = KeyChest.key
) -> Opened | None:
    """The profile, opened with the vault's key or with the password of the last sign-in; None for a wrong password.

    `is_address_kept` is false where nothing is kept of a sign-in's address: then the store's own memory of it wins.
    `ask_key` is how the vault is asked. Raises StoreLocked when only a password can open it, StoreMissing when the
    profile is not new and something of it is gone, and the store's own troubles.
    """
    restored_at, is_half_mended = _carry_out(profile)
    clear_leftovers(profile)
    chest = KeyChest(profile.folder)
    _demand_key_file(chest, profile)
    key = chest.unlock(password) if password else _key(chest, profile, ask_key)
    if key is None:
        return None
    is_key_mended = chest.mend()
    library = Library(pack_folder())
    rules, clock = _rules(profile, library), SystemClock()

    def open_it(where: Profile, under: bytes) -> LocalStore:
        return open_store(where, lambda: rules, clock, under, missing, library.hs_current)

    recovery = Recovery(profile, chest, key, open_it)
    is_salvaged = _make_ready(profile, chest, recovery, is_half_mended)
    store = _open_store(profile, key, open_it, restored_at, recovery)
    if is_salvaged or restored_at is not None:
        tell_place(profile, store)
    if store.trouble is None:
        chest.mark_store(True, salt_of(profile.store_file))
    if not is_address_kept:
        address = remembered_text(store.reader, BACKEND) or address
    notes = partial(note, profile, store)
    line = _connect(store, chest, key, address, notes)
    backups, health = ProfileBackups(profile, store, chest, key, open_it), ProfileHealth(store, is_key_mended)
    return Opened(store, rules, chest, key, clock, library, line, address, notes, backups, health)


def _rules(profile: Profile, library: Library) -> Rulebook:
    """The declarations, those of this computer among them, with what the packs of the moment know."""
    shipped = declarations(profile.folder.parent / "declarations")
    duties = lambda importer, code, on: library.rates.rates(importer, code, on)  # noqa: E731 - the packs of that moment
    known = read_rulebook(shipped, lambda: library.rules)
    return dataclasses.replace(known, conversion=library, duties=duties, answers=Answers(ThreadTurns()))


def _carry_out(profile: Profile) -> tuple[dt.datetime | None, bool]:
    """What `mending.carry_out` gives, and whether its note cannot be understood: then a person has to choose anew."""
    try:
        return mending.carry_out(profile), False
    except StoreDamaged:
        return None, True


def _make_ready(profile: Profile, chest: KeyChest, recovery: Recovery, is_half_mended: bool) -> bool:
    """Whether the store was just put together of what could be read; raises StoreMissing where there is none."""
    if is_half_mended:
        raise recovery.missing(Lost.WHOLENESS)
    if mending.is_noted(profile, Mend.SALVAGE):
        recovery.salvage()
        return True
    if chest.has_store and not mending.is_store_there(profile):
        raise recovery.missing(Lost.STORE)
    return False


def _demand_key_file(chest: KeyChest, profile: Profile) -> None:
    """Raises StoreMissing where there is work and no key file that can be understood."""
    try:
        is_there = not chest.is_new and bool(chest.service)
    except StoreDamaged:
        is_there = False
    if not is_there and (not chest.is_new or mending.has_leftovers(profile)):
        raise StoreMissing(lost=Lost.KEY, backups=())


def _open_store(
    profile: Profile,
    key: bytes,
    open_it: Callable[[Profile, bytes], LocalStore],
    restored_at: dt.datetime | None,
    recovery: Recovery,
) -> LocalStore:
    """The store, told that it is a backup if it is one; raises StoreMissing for one that cannot be read."""
    store = None
    try:
        store = open_it(profile, key)
        store.reader.person()
        remembered_text(store.reader, BACKEND)
        if restored_at is not None:
            mark_restored_here(store, restored_at)
            mending.finish(profile)
    except StoreDamaged as damage:
        if store is not None:
            store.close()
        raise recovery.missing(Lost.WHOLENESS) from damage
    return store


def _key(chest: KeyChest, profile: Profile, ask_key: AskKey) -> bytes:
    """The vault's key, or a new one. Where no vault can keep it, the first sign-in's password seals it; a profile that
    nobody ever signed in to, as its key file says, and that cannot be opened makes room for a new one."""
    if not chest.is_new:
        try:
            return ask_key(chest)
        except StoreLocked:
            if chest.has_signed_in:
                raise
        mending.set_unused_aside(profile)
    return chest.new_key(secrets.token_hex(16))


def _connect(
    store: LocalStore, chest: KeyChest, key: bytes, address: str, note: Callable[[str, WipeOrder], None]
) -> Backend:
    return connect(
        store,
        SystemClock(),
        address,
        __version__,
        lock=StoreLock(chest, key),
        note=partial(note, address),
    )


class ThreadTurns:
    """Implements `answers.Turns`: of threads that come with equal values one waits for the other; none needs a hash."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._taken: list[object] = []

    @contextmanager
    def alone(self, mine: object) -> Iterator[None]:
        """Waits until nobody else is alone with something equal to `mine`; never ask for a second one inside."""
        with self._turn:
            self._turn.wait_for(lambda: mine not in self._taken)
            self._taken.append(mine)
        try:
            yield
        finally:
            with self._turn:
                self._taken = [other for other in self._taken if other is not mine]
                self._turn.notify_all()
