"""Work that a page waits for: one piece at a time, or block by block with a commit for each."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.progress import ProgressWithCancel
from coo_desktop.views.words.errors import error_message

T = TypeVar("T")


class OneWork(QObject):
    """One piece of work at a time: `allow(False)` is called as it begins, `allow(True)` before its answer or its error
    lands, and when it was cancelled, which answers nobody."""

    def __init__(
        self, session: Session, allow: Callable[[bool], None], failed: Callable[[ProgramError], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._allow, self._failed = session, allow, failed
        self._task: Task | None = None
        session.tasks.ended.connect(self._hear_ended)

    def run(self, work: Callable[[Task], T], then: Callable[[T], None]) -> None:
        """Begins a piece of work away from the screen."""
        self._allow(False)

        def done(answer: T) -> None:
            self._allow(True)
            then(answer)

        def refuse(error: ProgramError) -> None:
            self._allow(True)
            self._failed(error)

        self._task = self._session.run(self, work, then=done, failed=refuse)

    def _hear_ended(self, task: Task) -> None:
        if task is self._task:
            self._allow(True)


class BlockWork(QObject, Generic[T]):
    """Stores blocks one after the other, a commit for each, and can be stopped between two; `done` and `total` count
    documents. `ended` is called with why it ended early, "" when it did not or a person stopped it."""

    def __init__(
        self, session: Session, progress: ProgressWithCancel, ended: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.done, self.total = 0, 0
        self._session, self._progress, self._ended = session, progress, ended
        self._blocks: deque[Sequence[T]] = deque()
        progress.stop_wanted.connect(self._stop)

    def begin(self, blocks: Iterable[Sequence[T]], total: int, take_in: Callable[..., Change], form_id: str) -> None:
        """Calls `take_in(unit, form_id, block)` for each block."""
        self._blocks, self.done, self.total = deque(blocks), 0, total
        self._next(take_in, form_id)

    def _next(self, take_in: Callable[..., Change], form_id: str) -> None:
        self._progress.report(self.done, self.total)
        if not self._blocks:
            self._ended("")
            return

        def stored(change: Change) -> None:
            self.done += len(change.ids)
            self._next(take_in, form_id)

        def refuse(error: ProgramError) -> None:
            self._ended(error_message(error))

        self._session.do(self, take_in, form_id, self._blocks.popleft(), then=stored, failed=refuse)

    def _stop(self) -> None:
        """No further block begins; the one that is being stored is."""
        self._blocks.clear()
