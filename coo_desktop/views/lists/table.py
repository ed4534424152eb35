"""The table of a list, and where a person stands in it. Imports nothing heavy: the first rows of a start stand here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QTableView, QWidget

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.environment.words import _
from coo_desktop.views.lists.columns import Column
from coo_desktop.views.page import Position
from coo_desktop.views.widgets.tables import show_whole_rows


class Rows(Protocol):
    """Where the rows of a table come from."""

    def row(self, number: int) -> Row | None:
        """The document in a row; None for one that is not there (yet)."""


def list_table(model: QAbstractTableModel, columns: Sequence[Column], query: Query, parent: QWidget) -> QTableView:
    """The table of a list whose rows come in the order of the query."""
    table = QTableView(parent)
    table.setModel(model)
    show_whole_rows(table)
    table.setAlternatingRowColors(True)
    table.setAccessibleName(_("Documents"))
    header = table.horizontalHeader()
    em = table.fontMetrics().horizontalAdvance("国")
    for number, column in enumerate(columns):
        header.resizeSection(number, max(column.width_em * em * 4 // 5, header.sectionSizeHint(number)))
    header.setStretchLastSection(True)
    orders = [column.order for column in columns]
    shown = orders.index(query.order) if query.order in orders else -1
    order = Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
    header.setSortIndicator(shown, order)
    table.setSortingEnabled(shown >= 0)
    if shown < 0:
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(model.sort)
    table.setCurrentIndex(QModelIndex())
    return table


class RowPosition(Position):
    """The current row of a list, by the id of its document; `choose` puts it there."""

    def __init__(self, table: QTableView, model: Rows, choose: Callable[[str], None]) -> None:
        super().__init__(table)
        self._table, self._model, self._choose = table, model, choose
        table.selectionModel().currentChanged.connect(lambda *_indexes: self.moved.emit())

    def place(self) -> dict[str, str]:
        at = self._table.currentIndex()
        row = self._model.row(at.row()) if at.isValid() else None
        return {"row": row.id} if row is not None else {}

    def show_place(self, place: Mapping[str, str]) -> None:
        if place.get("row"):
            self._choose(str(place["row"]))
