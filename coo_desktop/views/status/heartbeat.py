"""Decides when a sync pass runs: on its beat, soon after a change, on F5, later after trouble; never two at once."""

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.office.sync_state import SyncState, cause_of
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import NET, Task

SOON_MS = 2000
#: While nobody looks at the window, and after every failed pass, the beat is this many times slower.
SLOWER = 5


class Heartbeat(QObject):
    """Runs passes of the desk's Sync in the net lane and tells the desk what came of them."""

    def __init__(self, session: Session, every_s: int, parent: QObject | None = None) -> None:
        super().__init__(parent or session)
        self._session = session
        self._every_ms = every_s * 1000
        self._task: Task | None = None
        self._is_wanted = False
        self._beat = self._timer(self.run_pass)
        self._soon = self._timer(self.run_pass)
        session.changed.connect(self._hear)
        session.sync_wanted.connect(self.run_pass)

    @property
    def is_running(self) -> bool:
        """Whether a pass is on its way."""
        return self._task is not None

    def run_pass(self) -> None:
        """Runs a pass now; while one runs, exactly one more follows it."""
        self._soon.stop()
        self._beat.stop()
        if self._task is not None:
            self._is_wanted = True
            return
        self._is_wanted = False
        self._session.show_state(dataclasses.replace(self._session.state, light="syncing", cause=None))
        sync = self._session.ports.sync
        self._task = self._session.tasks.run(
            self,
            lambda task: sync.run_pass(task.report, task.cancelled),
            then=self._take,
            failed=self._fail,
            lane=NET,
        )

    def stop(self) -> None:
        """No further pass begins; one that runs is asked to end."""
        self._beat.stop()
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()

    def _timer(self, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        return timer

    def _hear(self, change: Change) -> None:
        if change.by == "screen" and change.ids:
            self._soon.start(SOON_MS)

    def _take(self, answer: tuple[Change, SyncState]) -> None:
        change, state = answer
        self._task = None
        self._session.show_state(state)
        if change.ids or change.families:
            self._session.changed.emit(change)
        self._go_on(state.light)

    def _fail(self, error: ProgramError) -> None:
        self._task = None
        self._session.show_state(dataclasses.replace(self._session.state, light="attention", cause=cause_of(error)))
        self._session.failed.emit(error)
        self._go_on("attention")

    def _go_on(self, light: str) -> None:
        if self._is_wanted:
            self.run_pass()
            return
        is_seen = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        is_well = light in ("synced", "waiting")
        self._beat.start(self._every_ms * (1 if is_seen and is_well else SLOWER))
