"""The rows of an items field as a table: cells in plain words, edits cleaned by kind, every change told once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.filling.assists import AssistContext, completed
from coo_desktop.domain.filling.fills import filled_row
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS, Align
from coo_desktop.views.fields.cells import cell_text, pasted
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.widgets.severity_icons import SIGNS
from coo_desktop.views.widgets.style import icon

Row = dict[str, Any]
Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

_ALIGNED = {Align.LEFT: Qt.AlignmentFlag.AlignLeft, Align.RIGHT: Qt.AlignmentFlag.AlignRight}


class ItemsModel(QAbstractTableModel):
    """Rows under the item type's columns; `changed` comes once for each thing a person did."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.around = around
        self.rows: list[Row] = []
        self.locked = False
        #: Parts that stay as they are; with them the rows do, which then neither come nor go.
        self.fixed: frozenset[str] = frozenset()
        self.problems: Mapping[tuple[str, str], Problem] = {}
        known = spec.item_type.by_id if spec.item_type else {}
        self.columns = tuple(known[name] for name in (spec.item_type.columns if spec.item_type else ()))

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, part = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell_text(part, row, self.around)
        if role == Qt.ItemDataRole.EditRole:
            return row.get(part.id)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNED[KINDS[part.kind].align] | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            problem = self.problems.get((str(row.get("id")), part.id))
            return problem.message(self.around.session.language) if problem else None
        if role == Qt.ItemDataRole.DecorationRole:
            problem = self.problems.get((str(row.get("id")), part.id))
            return icon(*SIGNS[problem.severity]) if problem else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        label = self.columns[section].label.in_(self.around.session.language)
        return f"{label} *" if self.columns[section].needed else label

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and not self.locked and self.in_cell(self.columns[index.column()]):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def in_cell(self, part: FieldSpec) -> bool:
        """Whether a part is typed in its cell; the rest opens the row's dialog."""
        return KINDS[part.kind].in_cell and not part.locked and part.id not in self.fixed

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        part = self.columns[index.column()]
        cleaned = KINDS[part.kind].clean(value, part)
        if role != Qt.ItemDataRole.EditRole or cleaned == self.rows[index.row()].get(part.id, KINDS[part.kind].empty):
            return False
        self.rows[index.row()] = {**self.rows[index.row()], part.id: cleaned}
        self._redraw()
        self.changed.emit()
        return True

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draws other rows; the ones that stay keep their place."""
        fresh = [dict(row) for row in rows]
        if len(fresh) == len(self.rows):
            self.rows = fresh
            self._redraw()
            return
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()

    def show_problems(self, problems: Mapping[tuple[str, str], Problem]) -> None:
        """Marks cells, addressed by (row id, part), with what is wrong in them."""
        if problems != self.problems:
            self.problems = dict(problems)
            self._redraw()

    def new_row(self) -> Row:
        return filled_row(self.spec, {"id": new_id()})

    def edit_rows(self, change: Callable[[list[Row]], object]) -> None:
        """One thing a person did to the rows: draws them anew and tells once."""
        rows = list(self.rows)
        change(rows)
        if self.fixed and {row.get("id") for row in rows} != {row.get("id") for row in self.rows}:
            return
        if rows != self.rows:
            self.show_rows(rows)
            self.changed.emit()

    def put_value(self, cells: Sequence[tuple[int, int]], value: str) -> None:
        """One pasted value in every one of the cells."""
        self.edit_rows(lambda rows: self._put(rows, [(row, column, value) for row, column in cells]))

    def put_rows(self, at: int, found: Sequence[Mapping[str, Any]]) -> None:
        """Puts parts into the rows from `at` on, as one step."""
        self.edit_rows(lambda rows: self._put_rows(rows, at, found))

    def fill_down(self, selected: Sequence[QModelIndex]) -> None:
        """Repeats the first selected row's values in the selected rows under it."""
        first: dict[int, int] = {}
        for index in sorted(selected, key=lambda index: index.row()):
            first.setdefault(index.column(), index.row())
        copies = [
            (index.row(), index.column(), self.rows[first[index.column()]].get(self.columns[index.column()].id))
            for index in selected
            if index.row() != first[index.column()]
        ]
        if copies:
            self.edit_rows(lambda rows: self._put(rows, copies))

    def clear(self, selected: Sequence[QModelIndex]) -> None:
        """Empties cells."""
        if selected:
            self.edit_rows(lambda rows: self._put(rows, [(index.row(), index.column(), "") for index in selected]))

    def text(self, row: int, part: FieldSpec) -> str:
        """What a part of a row is copied as: its stored text, else its plain words."""
        value = self.rows[row].get(part.id)
        return value if isinstance(value, str) else cell_text(part, self.rows[row], self.around)

    def _put(self, rows: list[Row], cells: Sequence[tuple[int, int, Any]]) -> None:
        for at, column, value in cells:
            while at >= len(rows):
                rows.append(self.new_row())
            if column < len(self.columns) and self.in_cell(part := self.columns[column]):
                rows[at] = {**rows[at], part.id: KINDS[part.kind].clean(pasted(part, value, self.around), part)}

    def _put_rows(self, rows: list[Row], at: int, found: Sequence[Mapping[str, Any]]) -> None:
        """Puts parts into rows from `at` on, and fills what they leave empty and the program can write: the packages in
        words."""
        around, specs = self.around, self.spec.item_type.by_id if self.spec.item_type else {}
        context = around.session.context(None)
        for number, values in enumerate(found, at):
            while number >= len(rows):
                rows.append(self.new_row())
            rows[number] = {**rows[number], **{name: value for name, value in values.items() if name not in self.fixed}}
            asked = AssistContext(around.session.rules, around.form, around.values(), rows[number], specs, context)
            rows[number] = {**rows[number], **completed(asked)}

    def _redraw(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
