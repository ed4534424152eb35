"""What came from the backend is checked when somebody looks at it: the rows on the screen, away from its thread."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QTableView

from coo_desktop.domain.documents.document import UNCHECKED
from coo_desktop.domain.operations import drafts
from coo_desktop.views.lists.blocks import BLOCK
from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task

#: Rows come and go in bursts; they are looked through once they have settled.
SETTLED_MS = 100


class RowChecks(QObject):
    """Has the unchecked documents of the rows on the screen checked, a screen of them at a time.

    What was found is stored, and the list hears of it like of any other change.
    """

    def __init__(self, session: Session, table: QTableView, model: ListModel) -> None:
        super().__init__(table)
        self._session, self._table, self._model = session, table, model
        self._checking: Task | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED_MS)
        self._settled.timeout.connect(self._look)
        for signal in (model.modelReset, model.rowsInserted, model.dataChanged, model.settled):
            signal.connect(self._wait)
        table.verticalScrollBar().valueChanged.connect(self._wait)

    def _wait(self) -> None:
        self._settled.start()

    def _look(self) -> None:
        first = max(self._table.rowAt(0), 0)
        last = self._table.rowAt(self._table.viewport().height() - 1)
        end = min(last + 1 if last >= 0 else self._model.rowCount(), first + BLOCK)
        rows = map(self._model.row, range(first, end))
        unchecked = [row.id for row in rows if row is not None and row.blocking == UNCHECKED]
        if unchecked and self._checking is None:
            self._check(unchecked)

    def _check(self, ids: list[str]) -> None:
        session = self._session
        work = partial(drafts.check, session.read, session.rules, session.context, ids)
        self._checking = session.run(self, lambda _task: work(), then=self._keep, failed=lambda _error: self._end())

    def _keep(self, checked: drafts.Checked) -> None:
        self._end()
        if checked:
            self._session.do(self, drafts.keep_checked, checked)

    def _end(self) -> None:
        self._checking = None
