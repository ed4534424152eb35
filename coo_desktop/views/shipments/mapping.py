"""The first lines of a file whose titles tell nothing, with a choice above each column, and the lines that come out."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.sheets.cells import Page, texts_of
from coo_desktop.domain.sheets.files import ReadFile
from coo_desktop.domain.sheets.lines import Table, read_lines
from coo_desktop.domain.sheets.titles import ColumnKind, IsMeasure, SheetWords
from coo_desktop.environment.words import _
from coo_desktop.views.shipments.lines_table import LinesTable
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.words.shipments import COLUMNS, column_text

#: Lines of the file that are shown, and those that the lines beneath are read from.
_SHOWN, _PREVIEWED = 30, 200
_CHOICES = 0


class Mapping(QWidget):
    """`changed` comes when a person decides something; `page`, `row` and `columns` are the decision."""

    changed = Signal()

    def __init__(self, words: SheetWords, is_measure: IsMeasure, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._is_measure = words, is_measure
        self._file: ReadFile | None = None
        self.sheets = QComboBox(self)
        self.sheets.setAccessibleName(_("Sheet"))
        self.titles = QSpinBox(self)
        self.titles.setAccessibleName(_("Row of the titles"))
        self.titles.setSpecialValueText(_("none"))
        self.grid = QTableWidget(0, 0, self)
        self.grid.setAccessibleName(_("First lines of the file"))
        self.grid.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.grid.setTabKeyNavigation(False)
        self.grid.setWordWrap(False)
        self.grid.horizontalHeader().hide()
        self.choices: list[QComboBox] = []
        self.preview = LinesTable(self)
        row = QLabel(_("&Titles stand in row"), self)
        row.setBuddy(self.titles)
        top = beside(self.sheets, row, self.titles, None)
        beneath(self, top, (self.grid, 3), self.preview.said, (self.preview, 2), margins=False)
        self.sheets.currentIndexChanged.connect(lambda _at: self._show_page())
        self.titles.valueChanged.connect(lambda _row: self._show_titles())

    def show_file(self, file: ReadFile) -> None:
        """Shows a file, and what its titles may mean as far as they are known."""
        self._file = file
        self.sheets.blockSignals(True)
        self.sheets.clear()
        for number in file.tables:
            self.sheets.addItem(file.pages[number].name or file.name, number)
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(file.tables) > 1)
        self._show_page()

    @property
    def page(self) -> Page:
        file = self._file
        assert file is not None
        return file.pages[int(self.sheets.currentData())]

    @property
    def row(self) -> int:
        """The row of the titles, counted from 0; -1 for none."""
        return self.titles.value() - 1

    @property
    def columns(self) -> dict[int, ColumnKind]:
        """What was decided about the columns; those that are left out are not in it."""
        chosen = ((number, choice.currentData()) for number, choice in enumerate(self.choices))
        return {number: ColumnKind(held) for number, held in chosen if held}

    def table(self) -> Table:
        """The lines that come out of the whole first part of the file."""
        page = self.page
        first = Page(page.name, page.rows[:_PREVIEWED], page.merged, page.hidden)
        titles = self._words.decided(first, self.row, self.columns, self._is_measure)
        return read_lines(first, titles, self._words, self._is_measure)

    def _show_page(self) -> None:
        page = self.page
        shown = page.rows[:_SHOWN]
        self.grid.clear()
        self.grid.setRowCount(len(shown) + 1)
        self.grid.setColumnCount(page.width)
        self.grid.setVerticalHeaderLabels(["", *(str(number + 1) for number in range(len(shown)))])
        self.choices = [self._choice(number) for number in range(page.width)]
        for number, row in enumerate(shown, 1):
            for column, text in texts_of(row):
                self.grid.setItem(number, column, QTableWidgetItem(text))
        self.titles.blockSignals(True)
        self.titles.setRange(0, len(page.rows))
        self.titles.setValue(_likely_titles(page) + 1)
        self.titles.blockSignals(False)
        self._show_titles()

    def _choice(self, column: int) -> QComboBox:
        choice = QComboBox(self.grid)
        choice.addItem(_("(leave out)"), "")
        for held in COLUMNS:
            choice.addItem(column_text(held), held.value)
        choice.currentIndexChanged.connect(lambda _at: self._choose(column))
        self.grid.setCellWidget(_CHOICES, column, choice)
        return choice

    def _show_titles(self) -> None:
        """Marks the row of titles, and chooses what they say as far as they are known."""
        taken: set[str] = set()
        for column, choice in enumerate(self.choices):
            title = self.page.cell(self.row, column)
            choice.setAccessibleName(_("What column {number} holds: {title}").format(number=column + 1, title=title))
            held = self._words.meaning(title) if title else None
            choice.blockSignals(True)
            choice.setCurrentIndex(max(0, choice.findData("" if held is None or held in taken else held.value)))
            choice.blockSignals(False)
            taken.add(choice.currentData())
        for item in _items(self.grid):
            font = QFont(self.grid.font())
            font.setBold(item.row() - 1 == self.row)
            item.setFont(font)
        self.grid.resizeColumnsToContents()
        for column in range(self.grid.columnCount()):
            width = max(self.grid.columnWidth(column), self.choices[column].sizeHint().width())
            self.grid.setColumnWidth(column, min(width, 240))
        self._show_lines()

    def _choose(self, column: int) -> None:
        """A column was decided; another one that held the same holds nothing now."""
        held = self.choices[column].currentData()
        for number, choice in enumerate(self.choices):
            if number != column and held and held != ColumnKind.EACH and choice.currentData() == held:
                choice.blockSignals(True)
                choice.setCurrentIndex(0)
                choice.blockSignals(False)
        self._show_lines()

    def _show_lines(self) -> None:
        self.preview.show_lines(self.table().lines)
        self.changed.emit()


def _items(grid: QTableWidget) -> Iterator[QTableWidgetItem]:
    for row in range(1, grid.rowCount()):
        for column in range(grid.columnCount()):
            if (item := grid.item(row, column)) is not None:
                yield item


def _likely_titles(page: Page) -> int:
    """The first row that has as many texts as any of the first ones."""
    counts = [len(list(texts_of(row))) for row in page.rows[:_SHOWN]]
    return counts.index(max(counts)) if counts else -1
