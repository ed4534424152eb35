"""One piece of work with a backup at a time: how far it is, a button that stops it, and what came of it."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from coo_desktop.domain.backups import Work
from coo_desktop.domain.errors import ProgramError, StoreFull, StoreUnwritable
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import BACKUP, STORE, Task
from coo_desktop.views.widgets.progress import Outcome, ProgressWithCancel
from coo_desktop.views.widgets.scaffold import Message, beneath
from coo_desktop.views.words.errors import error_message

T = TypeVar("T")


class ScreenWork:
    """A task as the backups see it (`Work`), with the one moment at which it counts as done."""

    def __init__(self, task: Task, outcome: Outcome) -> None:
        self.report, self.cancelled, self.complete = task.report, task.cancelled, outcome.complete


class WorkRow(QWidget):
    """`running` says when work begins and ends, however it ends."""

    running = Signal(bool)

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._outcome = Outcome()
        self.progress = ProgressWithCancel(name, _("Stop"), self)
        self.progress.stop_wanted.connect(self.stop)
        self.message = Message(self).selectable()
        beneath(self, self.progress, self.message, margins=False)

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def run(
        self,
        act: Callable[[Work], T | None],
        then: Callable[[T], None],
        failed: Callable[[ProgramError], bool] = lambda _error: False,
        *,
        can_stop: bool = True,
    ) -> None:
        """Runs `act(work)` on a worker; `then` gets its answer. `failed` says whether it took the error.

        What cannot be stopped comes after every save of the person's. Work goes on when its page is closed, and `then`
        is called all the same: what a person began is told.
        """
        if self._task is not None:
            return
        outcome = self._outcome = Outcome()

        self.message.say("")
        self._task = self._session.run(
            self._session,
            lambda task: act(ScreenWork(task, outcome)),
            then=partial(self._done, then),
            failed=partial(self._fail, failed),
            progress=self._step,
            lane=BACKUP if can_stop else STORE,
        )
        self.progress.begin(can_stop=can_stop)
        self.running.emit(True)

    def stop(self) -> None:
        """Ends the work; nothing is left of it, but what is whole by then stays."""
        if self._task is not None and self._outcome.stop():
            self._task.cancel()
            self._end()
            self.message.say(_("Stopped. No file was written and nothing was changed."), "quiet")

    def _done(self, then: Callable[[T], None], answer: T | None) -> None:
        if isValid(self):
            self._end()
        if answer is not None:
            then(answer)

    def _fail(self, failed: Callable[[ProgramError], bool], error: ProgramError) -> None:
        if not isValid(self):
            self._session.failed.emit(error)
            return
        self._end()
        if not failed(error):
            self.message.say(error_message(error))

    def _step(self, count: int, total: int) -> None:
        if isValid(self):
            self.progress.report(count, total)

    def _end(self) -> None:
        self._task = None
        self.progress.end()
        self.running.emit(False)


def shows_trouble(row: WorkRow, error: ProgramError) -> bool:
    """What the chosen place refuses is no trouble of the profile."""
    if isinstance(error, StoreFull):
        row.message.say(_("There is not enough room. Nothing was written; choose another place."))
    elif isinstance(error, StoreUnwritable):
        row.message.say(_("The file cannot be written there. Choose another place."))
    return isinstance(error, StoreFull | StoreUnwritable)
