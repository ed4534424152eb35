"""What every screen stands on: it reads frozen values, does operations, and hears what changed."""

import datetime as dt
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from coo_desktop.domain.backups import Backups
from coo_desktop.domain.checks.facts import Outside, context
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Change, Document, Values
from coo_desktop.domain.errors import ProgramError, StoreFull
from coo_desktop.domain.evidence import Blobs
from coo_desktop.domain.filling.printing import BoxFill
from coo_desktop.domain.mending import Health
from coo_desktop.domain.office.people import NAMES, Colleagues
from coo_desktop.domain.office.requests import Office
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.domain.operations import settings
from coo_desktop.domain.operations.settings import last_heard_at
from coo_desktop.domain.ports import Account, Clock, OpenProfile, Packs, Paper, Reader, Store, Sync
from coo_desktop.domain.records.tools import RecordTools
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.files import ShipmentFiles
from coo_desktop.environment import words
from coo_desktop.environment.settings import Settings
from coo_desktop.environment.words import _
from coo_desktop.views.questions import Question
from coo_desktop.views.tasks import LOCAL, STORE, Task, Tasks

#: More documents than one deed changes on open pages; of an import nobody reads all at once.
FORESEEN = 8

A = TypeVar("A")
T = TypeVar("T")


class Asker(Protocol):
    """Asks a person in a dialog; nothing waits for the answer."""

    def ask(self, session: "Session", owner: QWidget, question: Question[A], then: Callable[[A], None]) -> None:
        """Calls `then` with the answer, once; never when the person cancels."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The outer program as the screens get it; `unprintable` names the characters of a text that no font can print.

    `settings` are those of the moment, `fill` tells on a worker how full the boxes of a document's paper are.
    """

    store: Store
    rules: Rulebook
    sync: Sync
    account: Account
    clock: Clock
    packs: Packs
    office: Office
    unprintable: Callable[[str], str]
    paper: Paper
    records: RecordTools
    backups: Backups
    shipments: ShipmentFiles
    settings: Callable[[], Settings] = Settings
    fill: Callable[[Document], tuple[BoxFill, ...]] = lambda _: ()
    health: Health | None = None


def ports_of(profile: OpenProfile, settings: Callable[[], Settings]) -> Ports:
    """What the screens get of an open profile, with the line that it has at the moment."""
    return Ports(
        store=profile.store,
        rules=profile.rules,
        sync=profile.line.engine,
        account=profile.line.account,
        clock=profile.clock,
        packs=profile.library,
        office=profile.line.office,
        unprintable=profile.unprintable,
        paper=profile.paper,
        records=profile.records,
        backups=profile.backups,
        shipments=profile.shipments,
        settings=settings,
        fill=profile.fill,
        health=profile.health,
    )


class Session(QObject):
    """Reads, operations and long work for screens, and the one place where they hear of changes.

    `changed` carries a Change, whoever made it; `synced` the SyncState while and after a pass runs; `sync_wanted` asks
    the heartbeat for a pass; `failed` an error that no screen took; `announced` key, severity and text of a banner.
    """

    changed = Signal(object)
    synced = Signal(object)
    sync_wanted = Signal()
    failed = Signal(object)
    announced = Signal(str, str, str)

    def __init__(self, ports: Ports, tasks: Tasks, asker: Asker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ports = ports
        self.tasks = tasks
        self.asker = asker
        self.state = SyncState(last_heard_at=last_heard_at(self.read))
        self._names: Colleagues | None = None
        self.changed.connect(self._forget_names)
        tasks.failed.connect(self.failed)

    @property
    def read(self) -> Reader:
        return self.ports.store.reader

    @property
    def rules(self) -> Rulebook:
        return self.ports.rules

    @property
    def blobs(self) -> Blobs:
        return self.ports.store.blobs

    @property
    def packs(self) -> Packs:
        return self.ports.packs

    @property
    def account(self) -> Account:
        return self.ports.account

    @property
    def language(self) -> str:
        """The language of the screen, zh_CN or en."""
        return words.language()

    @property
    def role(self) -> str:
        """What the person at this desk may do; see lifecycle."""
        return self.read.person().role or "clerk"

    def name_of(self, account: str) -> str:
        """What a person of the company is called, known without a network; see Colleagues.shown."""
        if self._names is None:
            me, kept = self.read.person(), Colleagues.of(self.read.setting(NAMES))
            self._names = Colleagues({me.account: me.name, **kept.known} if me.name else kept.known)
        return self._names.shown(account)

    @property
    def may_send(self) -> bool:
        """Whether the backend takes this person's work; a disabled account keeps its work and sends nothing."""
        return self.read.person().active

    def now(self) -> dt.datetime:
        return self.ports.clock.now()

    def today(self) -> dt.date:
        return self.ports.clock.today()

    def context(self, document: Document | None = None, values: Values | None = None) -> Context:
        """What checks may know, for live checking on a screen; operations check again with the unit's own."""
        outside = Outside(self.today, self.ports.unprintable, self.packs.hs_current)
        return context(self.read, outside, document, values)

    def do(
        self,
        owner: QObject,
        operation: Callable[..., Change],
        *args: object,
        then: Callable[[Change], None] | None = None,
        failed: Callable[[ProgramError], None] | None = None,
        frees: bool = False,
    ) -> Task:
        """Runs `operation(unit, *args)` as one commit in the store lane; one that `frees` room, also on a full disk.

        `then(change)` is called first, so that a page knows its own revision; then every screen hears `changed`, of
        what was committed even when `owner` is gone by then."""

        def commit() -> Change:
            with self.ports.store.unit() as unit:
                change = operation(unit, *args)
            return foreseen(self.read, change)

        def work(_task: Task) -> Change:
            try:
                return commit()
            except StoreFull:
                if not frees or self.ports.health is None or not self.ports.health.make_room():
                    raise
                return commit()

        def tell(change: Change) -> None:
            if then is not None and isValid(owner):
                then(change)
            self.changed.emit(change)

        def refuse(error: ProgramError) -> None:
            if failed is not None and isValid(owner):
                failed(error)
            else:
                self.failed.emit(error)

        return self.tasks.run(self, work, then=tell, failed=refuse, lane=STORE, label=_("Saving"))

    def run(
        self,
        owner: QObject,
        work: Callable[[Task], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[ProgramError], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        lane: str = LOCAL,
    ) -> Task:
        """Runs `work(task)` away from the screen; see Tasks.run."""
        return self.tasks.run(owner, work, then=then, failed=failed, progress=progress, lane=lane, label=_("Working"))

    def ask(self, owner: QWidget, question: Question[A], then: Callable[[A], None]) -> None:
        """Asks a person; `then` gets the answer, and is not called when there is none."""
        self.asker.ask(self, owner, question, then)

    def try_now(self) -> None:
        """A person asks: the next pass does not wait, whatever went wrong before."""
        self.ports.sync.hurry()
        self.sync_now()

    def sync_now(self) -> None:
        """Asks for a pass as soon as none is running."""
        self.sync_wanted.emit()

    def _forget_names(self, change: Change) -> None:
        if "person" in change.families:
            self._names = None

    def show_state(self, state: SyncState) -> None:
        """Tells every screen how the desk stands with the backend."""
        self.state = state
        self.synced.emit(state)


def foreseen(read: Reader, change: Change) -> Change:
    """Reads on the worker what the pages of the changed documents ask for as soon as they hear of it."""
    if len(change.ids) <= FORESEEN:
        with suppress(ProgramError):  # the commit has happened, whatever the file does now
            read.documents(change.ids)
    return change


def remember_file(session: Session, file: Path) -> None:
    """Remembers a file that was written for the person, to be removed with the account.

    It is read on a worker; one that has gone meanwhile is no matter.
    """

    def work(_task: Task) -> str:
        try:
            return hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:
            return ""

    def then(sha256: str) -> None:
        if sha256:
            session.do(session, settings.remember_file, str(file.absolute()), sha256)

    session.run(session, work, then=then)
