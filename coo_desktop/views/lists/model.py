"""The rows of a list page, read in blocks as they come on the screen; nothing grows with the number of documents.

Blocks follow each other by key (`Query.after`), so a block is found from the last row of the one before it. A jump far
ahead walks there in a worker, in large steps, and leaves an anchor for every block it passes.
"""

import dataclasses
from collections import OrderedDict

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.views.lists.columns import Column
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task

Index = QModelIndex | QPersistentModelIndex
Anchor = tuple[str, str]
_NO_INDEX = QModelIndex()

BLOCK = 64
BLOCKS_KEPT = 64
#: How many blocks are read on the screen's thread before the walk goes to a worker.
NEAR = 4
STEP = 16 * BLOCK


class ListModel(QAbstractTableModel):
    """The documents that a query finds."""

    def __init__(
        self, session: Session, columns: tuple[Column, ...], query: Query, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.query = dataclasses.replace(query, limit=BLOCK, after=None)
        self._session = session
        self._count = 0
        self._asked = 0
        self._blocks: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._anchors: list[Anchor | None] = [None]
        self._walking: Task | None = None

    def show_query(self, query: Query) -> None:
        """Shows what another query finds; its first block is there when this returns, the full count follows."""
        self.beginResetModel()
        if self._walking is not None:
            self._walking.cancel()
            self._walking = None
        self.query = dataclasses.replace(query, limit=BLOCK, after=None)
        self._blocks.clear()
        self._anchors = [None]
        self._count = len(self._read(0))
        self.endResetModel()
        if self._count == BLOCK:
            self._ask_count()

    def row(self, number: int) -> Row | None:
        """The document in a row; None while its block is on its way."""
        block = self._block(number // BLOCK)
        at = number % BLOCK
        return block[at] if block is not None and at < len(block) else None

    def known_rows(self) -> dict[str, int]:
        """Id -> row number of the blocks at hand."""
        return {row.id: number * BLOCK + at for number, block in self._blocks.items() for at, row in enumerate(block)}

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            row = self.row(index.row())
            return "…" if row is None else column.text(row)
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            row = self.row(index.row())
            return None if row is None else column.icon(row)
        if role == Qt.ItemDataRole.ToolTipRole and column.hint is not None:
            row = self.row(index.row())
            return None if row is None else column.hint(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = self.columns[column].order if 0 <= column < len(self.columns) else ""
        descending = order == Qt.SortOrder.DescendingOrder
        if wanted and (wanted, descending) != (self.query.order, self.query.descending):
            self.show_query(dataclasses.replace(self.query, order=wanted, descending=descending))

    def _block(self, number: int) -> tuple[Row, ...] | None:
        if number in self._blocks:
            self._blocks.move_to_end(number)
            return self._blocks[number]
        if number >= len(self._anchors) + NEAR:
            self._walk_to(number)
            return None
        while len(self._anchors) <= number:
            if len(self._read(len(self._anchors) - 1)) < BLOCK:
                return ()
        return self._read(number)

    def _read(self, number: int) -> tuple[Row, ...]:
        rows = self._session.read.rows(dataclasses.replace(self.query, after=self._anchors[number]))
        self._blocks[number] = rows
        while len(self._blocks) > BLOCKS_KEPT:
            self._blocks.popitem(last=False)
        if len(rows) == BLOCK and len(self._anchors) == number + 1:
            self._anchors.append(_key(rows[-1], self.query))
        return rows

    def _walk_to(self, number: int) -> None:
        if self._walking is not None:
            return
        query, start = self.query, self._anchors[-1]
        blocks = number + NEAR - len(self._anchors) + 1
        reader = self._session.read

        def walk(task: Task) -> list[Anchor]:
            found: list[Anchor] = []
            after = start
            while len(found) < blocks and not task.cancelled():
                rows = reader.rows(dataclasses.replace(query, after=after, limit=STEP))
                found += [_key(row, query) for row in rows[BLOCK - 1 :: BLOCK]]
                if len(rows) < STEP:
                    break
                after = _key(rows[-1], query)
            return found

        self._walking = self._session.run(self, walk, then=self._walked)

    def _walked(self, found: list[Anchor]) -> None:
        self._walking = None
        self._anchors += found
        if not found:
            self.show_query(self.query)  # rows went while the walk was on its way
        elif self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self.columns) - 1))

    def _ask_count(self) -> None:
        query, reader = self.query, self._session.read
        self._asked += 1
        asked = self._asked
        self._session.run(self, lambda _task: reader.count(query), then=lambda count: self._grow(asked, count))

    def _grow(self, asked: int, count: int) -> None:
        if asked == self._asked and count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()


def _key(row: Row, query: Query) -> Anchor:
    return str(getattr(row, query.order)), row.id
