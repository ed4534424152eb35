"""The first columns of a grid, which stay at its left while the others scroll: number and product or name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

#: Columns that are typed or chosen and stay; computed ones before them stay too.
FROZEN_TYPED = 1


class FrozenColumns(QTableView):
    """A second look at the first columns, over the grid they belong to, while that is scrolled away from them.

    It shares the grid's rows, selection and widths, takes no keys and opens no cell: the cursor comes to one of its
    columns only when the grid has scrolled back to it.
    """

    def __init__(self, grid: QTableView, is_computed: Callable[[int], bool]) -> None:
        super().__init__(grid)
        self._grid, self._is_computed = grid, is_computed
        self.setModel(grid.model())
        self.setSelectionModel(grid.selectionModel())
        self.setSelectionMode(grid.selectionMode())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setAlternatingRowColors(True)
        self.setAutoScroll(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        self.horizontalHeader().setMinimumSectionSize(1)
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(grid.verticalScrollMode())
        self.hide()
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        grid.horizontalScrollBar().valueChanged.connect(lambda _at: self.place())
        grid.horizontalHeader().sectionResized.connect(lambda *_: self.place())
        grid.model().modelReset.connect(self.place)

    @property
    def count(self) -> int:
        """How many of the grid's columns stay."""
        width = self._grid.model().columnCount()
        first = next((column for column in range(width) if not self._is_computed(column)), width)
        return first + FROZEN_TYPED if width > first + FROZEN_TYPED else 0

    def covered(self, column: int) -> int:
        """How many px at the left a cell of this column may be hidden by."""
        return sum(map(self._grid.columnWidth, range(self.count))) if column >= self.count else 0

    def place(self) -> None:
        """Stands over its columns when they are scrolled away, else nowhere."""
        count, width = self.count, self.covered(self.count)
        is_shown = 0 < width < self._grid.viewport().width() // 2 and self._grid.horizontalScrollBar().value() > 0
        if is_shown:
            for column in range(self._grid.model().columnCount()):
                self.setColumnHidden(column, column >= count)
                self.setColumnWidth(column, self._grid.columnWidth(column))
            head, frame = self._grid.horizontalHeader().height(), self._grid.frameWidth()
            self.horizontalHeader().setFixedHeight(head)
            left = self._grid.verticalHeader().width() + frame
            self.setGeometry(left, frame, width, head + self._grid.viewport().height())
            self.verticalScrollBar().setValue(self._grid.verticalScrollBar().value())
        self.setVisible(is_shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The keys stay with the grid."""
        super().mousePressEvent(event)
        self._grid.setFocus()
