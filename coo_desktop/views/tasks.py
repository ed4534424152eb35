"""Long work away from the screen: lanes with one worker each, whose answers land on the screen's thread or not at all.

A worker holds the work and a number, never a widget: the last reference to a widget must not be dropped by a worker.
"""

import itertools
import logging
import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from coo_desktop.domain.errors import ProgramError

T = TypeVar("T")

STORE, NET, LOCAL, CHECK, BACKUP = "store", "net", "local", "check", "backup"
#: Writes keep the user's order; the network may hang and hold nothing else up; drawing and counting wait for neither;
#: what is wrong on a page is not told after a drawing; and none of them waits for a slow stick or a drive that hangs.
LANES = (STORE, NET, LOCAL, CHECK, BACKUP)

BUSY_AFTER_MS = 200
SLOW_AFTER_MS = 2000

_log = logging.getLogger(__name__)


class Task:
    """One piece of work in its lane: the work reports through it and asks it whether to go on."""

    def __init__(self, number: int, label: str, stoppable: bool, report: Callable[[int, int, int], None]) -> None:
        self.label = label
        self.stoppable = stoppable
        self._number = number
        self._report = report
        self._stopped = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Tells the screen how far the work is; called by the work, on its worker."""
        self._report(self._number, done, total)

    def cancelled(self) -> bool:
        """Whether the person wants the work to end early; a long work looks here between its steps."""
        return self._stopped.is_set()

    def cancel(self) -> None:
        """Asks the work to end; neither `then` nor `failed` is called any more."""
        self._stopped.set()


@dataclass(frozen=True, slots=True, eq=False)
class _Pending:
    """What waits on the screen's thread for one answer."""

    owner: QObject
    task: Task
    then: Callable[[Any], None] | None
    failed: Callable[[ProgramError], None] | None
    progress: Callable[[int, int], None] | None


class Tasks(QObject):
    """Runs work in lanes.

    `busy` comes when a piece of work has taken 200 ms, `slow` after 2 s (offer a cancel), `ended` when a busy one is
    over; each carries its Task. `failed` carries errors that nobody else took.
    """

    busy = Signal(object)
    slow = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    _answered = Signal(int, object, object)
    _stepped = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) for name in LANES}
        self._errands: dict[int, _Pending] = {}
        self._shown: set[int] = set()
        self._is_closed = False
        self._numbers = itertools.count(1)
        self._answered.connect(self._land, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._step, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[Task], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[ProgramError], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        lane: str = LOCAL,
        label: str = "",
    ) -> Task:
        """Runs `work(task)` on the lane's worker; `then`, `failed` and `progress` are called here while `owner` lives.

        `label` is what the busy mark says; without it the work stays unseen. The store lane's work cannot be cancelled:
        its commit has happened or not, and the screens must hear which. After `close` nothing begins any more: the
        pages were saved before, and a timer that still fires asks too late.
        """
        number = next(self._numbers)
        task = Task(number, label, lane != STORE, self._stepped.emit)
        if self._is_closed:
            return task
        self._errands[number] = _Pending(owner, task, then, failed, progress)
        if label:
            QTimer.singleShot(BUSY_AFTER_MS, self, partial(self._show_busy, number))
            QTimer.singleShot(SLOW_AFTER_MS, self, partial(self._show_slow, number))
        self._lanes[lane].submit(_work, number, task, work, self._answered.emit)
        return task

    @property
    def is_idle(self) -> bool:
        return not self._errands

    def close(self, awaited: Collection[str] = (STORE,)) -> None:
        """Lets begun work end and keeps queued writes; everything else that waits is given up.

        Returns once nothing runs in the lanes that are `awaited`.
        """
        self._is_closed = True
        for errand in self._errands.values():
            if errand.task.stoppable:
                errand.task.cancel()
        for name, lane in self._lanes.items():
            lane.shutdown(wait=name in awaited, cancel_futures=name != STORE)

    def _land(self, number: int, answer: object, error: ProgramError | None) -> None:
        errand = self._errands.pop(number)
        if number in self._shown:
            self._shown.discard(number)
            self.ended.emit(errand.task)
        if errand.task.cancelled() or not isValid(errand.owner):
            return
        if error is None:
            if errand.then is not None:
                errand.then(answer)
        elif errand.failed is not None:
            errand.failed(error)
        else:
            self.failed.emit(error)

    def _step(self, number: int, done: int, total: int) -> None:
        errand = self._errands.get(number)
        if errand is not None and errand.progress is not None and isValid(errand.owner):
            errand.progress(done, total)

    def _show_busy(self, number: int) -> None:
        errand = self._errands.get(number)
        if errand is not None:
            self._shown.add(number)
            self.busy.emit(errand.task)

    def _show_slow(self, number: int) -> None:
        errand = self._errands.get(number)
        if errand is not None:
            self.slow.emit(errand.task)


def _work(number: int, task: Task, work: Callable[[Task], object], answered: Callable[..., None]) -> None:
    """On the worker: the answer or the error of one piece of work, posted to the screen's thread."""
    answer, error = None, None
    try:
        if not task.cancelled():
            answer = work(task)
    except ProgramError as known:
        error = known
    except Exception as fault:
        # A fault of the program: the log gets all of it, the person that it happened and that the work is kept.
        _log.exception("work failed")
        error = ProgramError(fault=type(fault).__name__)
    try:
        answered(number, answer, error)
    except RuntimeError:
        _log.debug("the screen was gone before the answer came")
