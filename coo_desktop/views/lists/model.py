"""The rows of a list page, read in blocks as they come on the screen; nothing here grows with the number of documents.

A survey, made on a worker, tells how many rows there are and leaves marks from which any block is one statement away.
After a change another survey follows, and the model goes from the old rows to the new ones in steps: whoever holds a
row that is still there keeps it.
"""

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.domain.documents.listing import ListSurvey, is_narrowed
from coo_desktop.domain.errors import ProgramError
from coo_desktop.views.lists import shifts
from coo_desktop.views.lists.blocks import BLOCK, Blocks
from coo_desktop.views.lists.columns import Column
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import LISTS, Task

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_NO_INDEX = QModelIndex()
_WORDS, _ICON = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.DecorationRole)
_TOLD = frozenset({_WORDS, _ICON, int(Qt.ItemDataRole.ToolTipRole)})

#: More steps than this take longer than drawing everything anew.
MOST_STEPS = 24


class Follower(Protocol):
    """Who stands somewhere in the rows and wants to stand there afterwards."""

    @property
    def wanted(self) -> frozenset[str]:
        """The ids of documents whose places are to be told beside those that are followed."""

    def stood(self) -> Mapping[str, int]:
        """Id -> row of each row that is to be followed."""

    def land(self, places: Mapping[str, int], move: Callable[[Mapping[str, int]], frozenset[str]]) -> None:
        """Calls `move` with what stood, which changes the rows and gives those that were kept; then goes there."""


class ListModel(QAbstractTableModel):
    """The documents that a query finds; `settled` comes when all that was asked for is shown."""

    settled = Signal()

    def __init__(
        self, session: Session, columns: tuple[Column, ...], query: Query, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.query = dataclasses.replace(query, limit=BLOCK, after=None)
        self.follower: Follower | None = None
        self._session = session
        self._blocks = Blocks(session.read, self.query)
        self._count = 0
        self._reading: Task | None = None

    @property
    def is_settled(self) -> bool:
        """Whether no answer is on its way."""
        return self._reading is None

    def show_query(self, query: Query) -> None:
        """Shows what another query finds: its first block, then the full count.

        All documents of a family are there when this returns; what has to be looked for is looked for on a worker.
        """
        self.query = wanted = dataclasses.replace(query, limit=BLOCK, after=None, offset=0)
        self.give_up()
        reader = self._session.read
        if is_narrowed(wanted):
            self._ask(lambda _task: reader.rows(wanted), partial(self._show, wanted))
        else:
            self._show(wanted, reader.rows(wanted))

    def reread(self) -> None:
        """Finds out what the query finds now; the rows that are followed stay what they are."""
        if self._blocks.query != self.query:
            self.show_query(self.query)
            return
        self.give_up()
        query, reader = self.query, self._session.read
        asked = self.follower.wanted.union(self.follower.stood()) if self.follower is not None else frozenset[str]()
        self._ask(lambda task: reader.survey(query, asked, task.cancelled), partial(self._land, asked))

    def row(self, number: int) -> Row | None:
        """The document in a row; None where it has gone since the rows were counted."""
        return self._blocks.row(number)

    def known_row(self, number: int) -> Row | None:
        """The document in a row where it can be told without reading."""
        return self._blocks.row(number) if self._blocks.is_known(number) else None

    def known_rows(self) -> dict[str, int]:
        """Id -> row number of the blocks at hand."""
        return self._blocks.known_rows()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _WORDS) -> object:
        """Asked for each cell in seven roles whenever it is drawn, most of which have nothing to say."""
        if role not in _TOLD:
            return None
        column = self.columns[index.column()]
        tell = column.text if role == _WORDS else column.icon if role == _ICON else column.hint
        if tell is None:
            return None
        row = self._blocks.row(index.row())
        if row is None:
            return "…" if role == _WORDS else None
        return tell(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = self.columns[column].order if 0 <= column < len(self.columns) else ""
        descending = order == Qt.SortOrder.DescendingOrder
        if wanted and (wanted, descending) != (self.query.order, self.query.descending):
            self.show_query(dataclasses.replace(self.query, order=wanted, descending=descending))

    def _show(self, query: Query, rows: tuple[Row, ...]) -> None:
        """Another query's first rows."""
        self.beginResetModel()
        self._blocks = Blocks(self._session.read, query, rows)
        self._count = len(rows)
        self.endResetModel()
        if len(rows) == BLOCK:
            self.reread()
        else:
            self.settled.emit()

    def _land(self, asked: frozenset[str], survey: ListSurvey | None) -> None:
        """The survey's rows, unless somebody stands elsewhere by now, whose place has to be asked for as well."""
        if survey is None or (self.follower is not None and not self.follower.stood().keys() <= asked):
            self.reread()
        elif self.follower is None:
            self._move(survey, {})
        else:
            self.follower.land(survey.places, partial(self._move, survey))
        if self.is_settled:
            self.settled.emit()

    def _move(self, survey: ListSurvey, stood: Mapping[str, int]) -> frozenset[str]:
        way = shifts.between(stood, survey.places, self._count, survey.count)
        before, self._blocks = self._blocks, Blocks(self._session.read, self.query, survey=survey)
        if len(way.steps) > MOST_STEPS:
            self.beginResetModel()
            self._count = survey.count
            self.endResetModel()
            return frozenset()
        for step in way.steps:
            self._step(step)
        last = len(self.columns) - 1
        if way.steps and self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, last))
        for document_id in way.kept if not way.steps else ():
            place = survey.places[document_id]
            if before.row(stood[document_id]) != self._blocks.row(place):
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))
        return way.kept

    def _step(self, step: shifts.Shift) -> None:
        if step.count > 0:
            self.beginInsertRows(QModelIndex(), step.at, step.at + step.count - 1)
            self._count += step.count
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), step.at, step.at - step.count - 1)
            self._count += step.count
            self.endRemoveRows()

    def _ask(self, work: Callable[[Task], T], then: Callable[[T], None]) -> None:
        def take(answer: T) -> None:
            self._reading = None
            then(answer)

        def give_up(error: ProgramError) -> None:
            self._reading = None
            self._session.failed.emit(error)

        self._reading = self._session.run(self, work, then=take, failed=give_up, lane=LISTS)

    def give_up(self) -> None:
        """Lets go of an answer that is on its way."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
