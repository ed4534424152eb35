"""Goods lines of an invoice as they will be taken: a column for each thing that any of them says."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.sheets.lines import Line
from coo_desktop.domain.sheets.titles import FIGURES, ColumnKind
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.widgets.tables import show_whole_rows
from coo_desktop.views.words.shipments import COLUMNS, column_text

_MOST_SHOWN = 100
_NUMBERS = FIGURES | {ColumnKind.UNIT_PRICE}
_MOST_WIDTH = 320


class LinesTable(QTableWidget):
    """Only to read; `said` is the sentence above it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 0, parent)
        self.said = Label("", parent)
        self.setAccessibleName(_("Lines that come out"))
        show_whole_rows(self)
        self.setTabKeyNavigation(False)

    def show_lines(self, lines: Sequence[Line], total: int | None = None) -> None:
        """Shows the first lines; `total` counts all of them."""
        count = len(lines) if total is None else total
        said = ngettext("{count} line comes out:", "{count} lines come out:", count).format(count=count)
        self.said.setText(said if count else _("No line comes out yet: a name and a figure are needed."))
        held_by_any = {held for line in lines for held in line.values}
        columns = [held for held in COLUMNS if held in held_by_any]
        self.clear()
        self.setColumnCount(len(columns))
        self.setHorizontalHeaderLabels([column_text(held) for held in columns])
        shown = lines[:_MOST_SHOWN]
        self.setRowCount(len(shown))
        for row, line in enumerate(shown):
            for column, held in enumerate(columns):
                item = QTableWidgetItem(line.values.get(held, ""))
                if held in line.doubtful:
                    item.setToolTip(_("Doubtful: this is no number."))
                side = Qt.AlignmentFlag.AlignRight if held in _NUMBERS else Qt.AlignmentFlag.AlignLeft
                item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        self.resizeColumnsToContents()
        for column in range(len(columns)):
            self.setColumnWidth(column, min(self.columnWidth(column), _MOST_WIDTH))
