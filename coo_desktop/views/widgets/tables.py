"""Tables as every page has them: whole rows, no grid, heads to the left, columns as wide as their words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget, QWidget


def plain_table(
    name: str, titles: Sequence[str], widths_em: Sequence[int], stretched: Sequence[int], parent: QWidget
) -> QTableWidget:
    """A table to read and choose one row from."""
    table = QTableWidget(0, len(titles), parent)
    dress(table, name, titles, widths_em, stretched)
    return table


def dress(
    table: QTableWidget, name: str, titles: Sequence[str], widths_em: Sequence[int], stretched: Sequence[int]
) -> None:
    """Gives a table its look; `stretched` columns take the room that is left."""
    table.setHorizontalHeaderLabels(list(titles))
    table.setAccessibleName(name)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    show_whole_rows(table)
    header = table.horizontalHeader()
    em = table.fontMetrics().horizontalAdvance("国")
    for number, width in enumerate(widths_em):
        header.resizeSection(number, max(width * em, header.sectionSizeHint(number)))
    for number in stretched:
        header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)


def show_whole_rows(table: QTableView) -> None:
    """Rows to read and choose, roomy and without a grid; Tab goes on to the next field of the page."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setShowGrid(False)
    table.verticalHeader().setVisible(False)
    height = table.fontMetrics().height()
    table.verticalHeader().setDefaultSectionSize(height + height * 2 // 3)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
