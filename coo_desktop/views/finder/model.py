"""Found lines beneath the headings of their groups, and the table that shows them."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.finder.lines import TITLES, FinderLine, Group
from coo_desktop.views.widgets.style import colour, icon
from coo_desktop.views.widgets.tables import show_whole_rows

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
TEXT, DETAIL, ASIDE = range(3)
Role = Qt.ItemDataRole


class FinderModel(QAbstractTableModel):
    """Rows are headings and lines; only lines can be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[FinderLine | Group, ...] = ()

    def show_lines(self, lines: Sequence[FinderLine]) -> None:
        """Draws other lines, each group beneath its heading."""
        rows: list[FinderLine | Group] = []
        for before, line in zip((None, *lines), lines, strict=False):
            if before is None or before.group is not line.group:
                rows.append(line.group)
            rows.append(line)
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def line(self, row: int) -> FinderLine | None:
        """The line in a row; None for a heading and for no row."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, FinderLine) else None

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_line = self.line(index.row()) is not None
        return Qt.ItemFlag.ItemIsEnabled | (Qt.ItemFlag.ItemIsSelectable if is_line else Qt.ItemFlag(0))

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.line(index.row())
        return self._heading(index, role) if line is None else self._part(line, index.column(), role)

    def _heading(self, index: Index, role: int) -> object:
        group = self.rows[index.row()]
        if role in (Role.DisplayRole, Role.AccessibleTextRole) and index.column() == TEXT and isinstance(group, Group):
            return _(TITLES[group])
        if role == Role.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return colour("quiet") if role == Role.ForegroundRole else None

    def _part(self, line: FinderLine, column: int, role: int) -> object:
        if role == Role.DisplayRole:
            return (line.text, line.detail, line.aside)[column]
        if role == Role.DecorationRole and column == TEXT:
            return icon(*line.sign)
        if role == Role.ForegroundRole and column != TEXT:
            return colour("quiet")
        if role == Role.TextAlignmentRole and column == ASIDE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.ToolTipRole:
            return plain_tip("\n".join(filter(None, (line.text, line.detail, line.aside))))
        return line.spoken if role == Role.AccessibleTextRole else None


class FinderView(QTableView):
    """The rows, one line chosen at a time; the field above keeps the focus and steps through them."""

    def __init__(self, model: FinderModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        show_whole_rows(self)
        header = self.horizontalHeader()
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(ASIDE, QHeaderView.ResizeMode.ResizeToContents)
        model.modelReset.connect(self._span)

    def step(self, by: int) -> None:
        """Goes so many lines down or up, stopping at both ends."""
        lines = [row for row in range(len(self._model.rows)) if self._model.line(row) is not None]
        if lines:
            here = lines.index(self.currentIndex().row()) if self.currentIndex().row() in lines else -1
            row = lines[max(0, min(len(lines) - 1, here + by))]
            self.selectRow(row)
            self.scrollTo(self._model.index(max(0, row - 1) if row == lines[0] else row, TEXT))

    def current(self) -> FinderLine | None:
        """The chosen line."""
        return self._model.line(self.currentIndex().row())

    def wanted_height(self) -> int:
        """As high as all rows are."""
        return len(self._model.rows) * self.verticalHeader().defaultSectionSize()

    def _span(self) -> None:
        """A heading stands across the columns."""
        self.clearSpans()
        for row in range(len(self._model.rows)):
            if self._model.line(row) is None:
                self.setSpan(row, TEXT, 1, 3)
