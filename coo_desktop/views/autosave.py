"""Saves what is typed while it is typed: soon after the last key, and never more than a second behind the keys."""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from coo_desktop.domain.errors import ProgramError, StoreBusy, StoreFull, StoreUnwritable

#: What is typed stands in the store after so long at the latest.
PROMISE_S = 1.0
#: A save begins after so long without a key, or so long after the first key that is not stored, whichever comes first;
#: the tenth of a second between ceiling and promise is for the commit.
QUIET_S, CEILING_S = 0.8, 0.9


#: A save that the disk did not take is tried again after so long: what is typed waits on the screen.
AGAIN_S = 5.0

Failed = Callable[[ProgramError], None]


class Source(Protocol):
    """What an Autosave stores."""

    @property
    def edits(self) -> Mapping[str, Any]:
        """What the store does not have yet; empty when screen and store agree."""

    def store(self, edits: Mapping[str, Any], done: Callable[[], None], failed: Failed) -> None:
        """Begins to store these; answers with one of the two: `done` when what is left is to follow."""


class Autosave(QObject):
    """One save at a time; what is typed meanwhile follows it at once. `saved` comes when screen and store agree.

    `now_s` is a clock that is never set back; `is_open` says whether the store takes anything at all from here.
    Every Autosave is a child of its page, where the page's `flush` finds it: none can be forgotten.
    """

    saved = Signal()

    def __init__(
        self,
        source: Source,
        now_s: Callable[[], float],
        parent: QObject,
        quiet_s: float = QUIET_S,
        is_open: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(parent)
        self._source, self._now_s, self._quiet_s = source, now_s, quiet_s
        self._is_open = is_open
        self._first_s: float | None = None
        self._waiting: list[Callable[[], None]] = []
        #: The instant on its clock at which the next save begins; None when none is due.
        self.due_s: float | None = None
        self.is_storing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.save)

    @property
    def is_stored(self) -> bool:
        """Whether the store has everything that it would take; what it would not holds nobody up."""
        return not self.is_storing and not (self._is_open() and self._source.edits)

    def touch(self) -> None:
        """Something was typed."""
        now_s = self._now_s()
        if self._first_s is None:
            self._first_s = now_s
        self._save_at(min(now_s + self._quiet_s, self._first_s + CEILING_S), now_s)

    def save_soon(self) -> None:
        """A field was left: saves as soon as the screen has dealt with the change of focus."""
        now_s = self._now_s()
        self._save_at(now_s, now_s)

    def rest(self) -> None:
        """Nothing is due any more."""
        self._timer.stop()
        self.due_s = self._first_s = None

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Stores now what differs; `then` is called once screen and store agree, and not at all when that fails."""
        self.rest()
        if then is not None:
            self._waiting.append(then)
        if self.is_storing:
            return
        edits = self._source.edits
        if not edits:
            self._settle()
            return
        self.is_storing = True
        self._source.store(edits, self._go_on, self._give_up)

    def _save_at(self, due_s: float, now_s: float) -> None:
        self.due_s = due_s
        self._timer.start(max(0, ceil((due_s - now_s) * 1000)))

    def _go_on(self) -> None:
        self.is_storing = False
        self.save()

    def _give_up(self, error: ProgramError) -> None:
        self.is_storing = False
        self._waiting.clear()
        if isinstance(error, StoreFull | StoreUnwritable | StoreBusy) and self.due_s is None:
            now_s = self._now_s()
            self._save_at(now_s + AGAIN_S, now_s)

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        self.saved.emit()
        for then in waiting:
            then()
