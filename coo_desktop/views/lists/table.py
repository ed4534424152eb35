"""The table of a list, and where a person stands in it. Imports nothing heavy: the first rows of a start stand here."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.environment.words import _
from coo_desktop.views.lists.columns import Column
from coo_desktop.views.page import Position
from coo_desktop.views.widgets.tables import show_whole_rows

NARROWEST, WIDEST = 24, 2000


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


def columns_setting(key: str) -> str:
    """What the columns of a list are kept under: their `order`, `widths`, and `sort` with `descending`."""
    return f"columns/{key}"


def filters_setting(key: str) -> str:
    """What the named filters of a list are kept under."""
    return f"filters/{key}"


def filters_at_start(kept: object) -> dict[str, str]:
    """The filters that a list begins with: what was shown last, if the person wants that."""
    wanted = isinstance(kept, Mapping) and kept.get("resumes") is True
    return sane_filters(kept.get("last")) if wanted and isinstance(kept, Mapping) else {}


def sane_filters(kept: object) -> dict[str, str]:
    """Filters as they are kept, without those that say nothing."""
    return {str(name): str(text) for name, text in kept.items() if text} if isinstance(kept, Mapping) else {}


def restore_columns(header: QHeaderView, names: Sequence[str], kept: Mapping[str, Any]) -> None:
    """Places and widths as they are kept."""
    widths, order = kept.get("widths"), kept.get("order")
    known = [name for name in order if name in names] if isinstance(order, list) else []
    place_columns(header, names, known, widths if isinstance(widths, Mapping) else {})


def place_columns(
    header: QHeaderView, names: Sequence[str], order: Sequence[str], widths: Mapping[str, object]
) -> None:
    """Gives columns their places and widths by their names."""
    for place, name in enumerate(order):
        header.moveSection(header.visualIndex(names.index(name)), place)
    for number, name in enumerate(names):
        width = widths.get(name)
        if isinstance(width, int) and NARROWEST <= width <= WIDEST:
            header.resizeSection(number, width)
