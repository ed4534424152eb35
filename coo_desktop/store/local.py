"""The open store: one writer behind one lock, readers beside it, evidence files below it."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from coo_desktop.domain.checks.facts import Outside
from coo_desktop.domain.errors import StoreBusy, StoreClosed, StoreDamaged, StoreNewer, StoreTrouble, StoreUnwritable
from coo_desktop.domain.ports import Clock
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store import faults
from coo_desktop.store.connections import Connections
from coo_desktop.store.database import schema
from coo_desktop.store.database.backups import back_up, carry_over, daily, keep_days
from coo_desktop.store.database.checking import damages, fold, held, logged
from coo_desktop.store.database.driver import BUSY_S
from coo_desktop.store.database.engine import bare, schema_of
from coo_desktop.store.database.known_rows import KnownRows, UnitRows
from coo_desktop.store.database.reader import StoreReader
from coo_desktop.store.database.unit import StoreUnit
from coo_desktop.store.evidence.blobs import BlobFolder
from coo_desktop.store.files.open_mark import OpenMark
from coo_desktop.store.files.profile import Profile


def open_store(
    profile: Profile,
    rules: Callable[[], Rulebook],
    clock: Clock,
    key: bytes | None,
    unprintable: Callable[[str], str] = lambda _: "",
    hs_current: Callable[[str, dt.date], bool | None] = lambda *_: None,
) -> "LocalStore":
    """Opens the profile's store, making or migrating it when needed; the caller holds the profile's lock.

    `key` None keeps everything readable by anybody, for development and tests. Raises StoreDamaged, StoreNewer,
    StoreUnwritable, StoreFull or StoreBusy; a wrong key looks like damage (see keys.KeyChest for telling them apart).
    """
    outside = Outside(clock.today, unprintable, hs_current)
    mark = OpenMark(profile.store_file)
    mark.demand_sound()

    def prepare(connection: Connection) -> None:
        mark.demand_whole(logged(bare(connection)))
        _bring_to_present_schema(connection, profile.backups, key)
        mark.begin(logged(bare(connection)))

    connections = Connections(profile.store_file, key, prepare)
    blobs = BlobFolder(profile.evidence, key)
    blobs.copies.take_back()
    return LocalStore(connections, blobs, StoreSetting(profile.backups, key, rules, clock, outside), mark)


@dataclass(frozen=True, slots=True)
class StoreSetting:
    """What a store is told when it opens and never again."""

    backups: Path
    key: bytes | None
    rules: Callable[[], Rulebook]
    clock: Clock
    outside: Outside


class LocalStore:
    """A store on this computer; implements the `Store` port."""

    def __init__(self, connections: Connections, blobs: BlobFolder, setting: StoreSetting, mark: OpenMark) -> None:
        self._mark = mark
        self._connections = connections
        self._setting = setting
        self._lock = threading.Lock()  # not reentrant: a unit inside a unit is a mistake, and is told as StoreBusy
        self._damage: StoreDamaged | None = None
        self._reading = threading.Condition()
        self._lent = 0
        self._is_closed = False
        self.blobs = blobs
        self._rows = KnownRows()
        self.reader = StoreReader(self._lend, setting.outside, self._rows)

    @contextmanager
    def unit(self) -> Iterator[StoreUnit]:
        """One write transaction: durable when the block has ended, as if never begun when it raises.

        Raises StoreTrouble when the file cannot be written; a damaged file is never written to again.
        """
        with self._alone() as connection:
            rows = UnitRows(self._rows)
            unit = StoreUnit(connection, self._setting.rules, self._setting.clock, self._setting.outside, rows)
            is_whole = False
            try:
                with connection.begin():
                    yield unit
                    unit.flush()
                is_whole = True
                self._mark.note(logged(bare(connection)))
            finally:
                rows.end(is_whole)

    def back_up(self) -> Path:
        """Writes today's verified copy beside the store, or has the last stand for today when nothing changed since.

        Lets those of earlier days go that need not stay.
        """
        target = daily(self._setting.backups, self._setting.clock.today())
        with self._alone() as connection:
            if not carry_over(connection, target, self._setting.key):
                back_up(connection, target, self._setting.key)
        keep_days(self._setting.backups)
        return target

    @property
    def was_cut_off(self) -> bool:
        """Whether the program ended without closing the store the last time."""
        return self._mark.was_cut_off

    @property
    def is_damaged(self) -> bool:
        """Whether the file was found damaged since it was opened: nothing is written to it any more."""
        return self._damage is not None

    @property
    def trouble(self) -> StoreTrouble | None:
        """Why nothing can be written since the store was opened; None while all is well."""
        return self._connections.trouble

    def make_room(self) -> bool:
        """After StoreFull: gives up the room that is kept for deleting something; whether there was any."""
        return self._connections.make_room()

    @property
    def is_backed_up(self) -> bool:
        """Whether today's copy is there."""
        return daily(self._setting.backups, self._setting.clock.today()).exists()

    def copy_to(self, target: Path) -> Path:
        """Writes a verified copy under the same key; raises StoreTrouble and leaves an older file there."""
        with self._alone() as connection:
            return back_up(connection, target, self._setting.key)

    def check(self) -> None:
        """Reads the whole file and raises StoreDamaged when anything in it is wrong; takes seconds on a large one.

        Saves wait only while the log is folded in; readers go on.
        """
        with self._lend() as connection, ExitStack() as reading:
            driver = bare(connection)
            with self._alone() as writer:
                self._fold(writer)
                reading.enter_context(held(driver))
            if found := damages(driver, self._setting.key is not None):
                raise StoreDamaged(cause="integrity_check", found=found)

    def close(self) -> None:
        """Ends all connections; the last one folds the write-ahead log into the file.

        Waits a while for what is under way on other threads. Whatever asks afterwards is told StoreClosed and opens
        nothing: a connection of its own would hold the file, or lay a new one where the file is to be gone.
        """
        self.blobs.copies.take_back()
        with self._reading:
            self._is_closed = True
            self._reading.wait_for(lambda: not self._lent, timeout=BUSY_S)
        is_mine = self._lock.acquire(timeout=BUSY_S)
        try:
            self._end_connections()
        finally:
            if is_mine:
                self._lock.release()

    def _end_connections(self) -> None:
        with faults.database():
            if self._damage is None and self.trouble is None:
                with suppress(StoreTrouble), self._watched(), self._connections.writing() as connection:
                    self._fold(connection)
            self._connections.end()
        self._mark.end()

    def _fold(self, writer: Connection) -> None:
        self._mark.expect_nothing()
        fold(bare(writer))

    @contextmanager
    def _alone(self) -> Iterator[Connection]:
        """The writing connection, for one caller at a time."""
        if not self._lock.acquire(timeout=BUSY_S):
            raise StoreBusy(cause="writer")
        try:
            if self._is_closed:
                raise StoreClosed
            if self._damage is not None:
                raise StoreDamaged(**self._damage.facts)
            with self._watched(), self._connections.writing() as connection:
                yield connection
        finally:
            self._lock.release()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """See Connections.doubt."""
        try:
            with self._noted():
                yield
        except StoreUnwritable as trouble:
            raise self._connections.doubt(trouble) from trouble

    @contextmanager
    def _noted(self) -> Iterator[None]:
        """Damage is remembered whoever meets it, so that the file is not written to again."""
        try:
            with faults.database():
                yield
        except StoreDamaged as damage:
            self._damage = damage
            self._mark.tell(damage)
            raise

    @contextmanager
    def _lend(self) -> Iterator[Connection]:
        with self._reading:
            if self._is_closed:
                raise StoreClosed
            self._lent += 1
        try:
            with self._noted(), self._connections.readers.connect() as connection:
                yield connection
        finally:
            with self._reading:
                self._lent -= 1
                self._reading.notify_all()


def _bring_to_present_schema(connection: Connection, backups: Path, key: bytes | None) -> None:
    version = schema_of(connection)
    if version == schema.VERSION:
        return
    if version > schema.VERSION:
        raise StoreNewer(schema=version, known=schema.VERSION)
    from coo_desktop.store.database.migrations.run import migrate  # Alembic costs as much as a whole start

    migrate(connection, backups, key)
