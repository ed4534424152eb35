"""The rows of an items field as a table: cells in plain words, edits cleaned by kind, every change told once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.filling.fills import filled_row
from coo_desktop.domain.filling.following import followed, product_followed
from coo_desktop.domain.forms.form_type import FieldSpec, ItemType
from coo_desktop.domain.forms.kinds import KINDS, Align
from coo_desktop.views.fields.cells import CellMarks, CellTexts, cell_text, pasted
from coo_desktop.views.fields.editor import Surroundings

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
        self.marks = CellMarks()
        #: Every part that can be a column, in the order of columns; `columns` are those that are shown.
        self.parts = grid_parts(spec.item_type) if spec.item_type else ()
        self.columns = _named(self.parts, spec.item_type.columns if spec.item_type else ())
        self.texts = CellTexts(around)
        around.session.changed.connect(self.hear)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, part = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.texts.text(part, row)
        if role == Qt.ItemDataRole.EditRole:
            return row.get(part.id)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNED[KINDS[part.kind].align] | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self.marks.text(part, row, self.around.session.language)
        if role == Qt.ItemDataRole.DecorationRole:
            return self.marks.sign(part, row)
        return self.marks.tint(part, row) if role == Qt.ItemDataRole.BackgroundRole else None

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
        at = index.row()
        self.edit_rows(lambda rows: rows.__setitem__(at, {**rows[at], part.id: cleaned}))
        return True

    def show_columns(self, names: Collection[str]) -> None:
        """Shows these parts as columns, each at its own place."""
        self.beginResetModel()
        self.columns = _named(self.parts, names)
        self.endResetModel()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draws other rows; where none comes or goes only those that differ."""
        fresh = [dict(row) for row in rows]
        if [row.get("id") for row in fresh] != [row.get("id") for row in self.rows]:
            is_as_long = len(fresh) == len(self.rows)
            self.texts.forget_all()
            if not is_as_long:
                self.beginResetModel()
            self.rows = fresh
            if not is_as_long:
                self.endResetModel()
            self._redraw(range(len(fresh)))
            return
        differing = [at for at, (old, new) in enumerate(zip(self.rows, fresh, strict=True)) if old != new]
        before, self.rows = self.rows, fresh
        links = self._links()
        for at in differing:
            self.texts.follow(before[at], fresh[at], links)
        self._redraw(differing)

    def show_marks(self, marks: CellMarks) -> None:
        """Marks cells with what is wrong and what was noted there, and rows with how their product was found."""
        told, self.marks = self.marks.differing(marks), marks
        self._redraw([at for at, row in enumerate(self.rows) if told and str(row.get("id")) in told])

    def hear(self, change: Change) -> None:
        """Other documents changed: the rows that show one of them are drawn anew."""
        links = self._links()
        named = [at for at, row in enumerate(self.rows) if any(row.get(name) in change.ids for name in links)]
        self.texts.forget(str(self.rows[at].get("id")) for at in named)
        self._redraw(named)

    def new_row(self) -> Row:
        return filled_row(self.spec, {"id": new_id()})

    def edit_rows(self, change: Callable[[list[Row]], object]) -> None:
        """One thing a person did to the rows: draws them anew and tells once."""
        rows = list(self.rows)
        change(rows)
        if self.fixed and {row.get("id") for row in rows} != {row.get("id") for row in self.rows}:
            return
        rows = _following(self, rows)
        if rows != self.rows:
            self.show_rows(rows)
            self.changed.emit()

    def put_cells(self, cells: Sequence[tuple[int, int, Any]]) -> None:
        """Puts a value of its own into each cell, addressed by row and column, as one step."""
        self.edit_rows(lambda rows: self._put(rows, cells))

    def set_rows(self, rows: list[Row]) -> None:
        """Puts rows that were worked out elsewhere in place of all, as one step."""
        if rows != self.rows:
            self.show_rows(rows)
            self.changed.emit()

    def text(self, row: int, part: FieldSpec) -> str:
        """What a part of a row is copied as: its stored text, else its plain words."""
        value = self.rows[row].get(part.id)
        if isinstance(value, str) and not part.family:
            return value
        return cell_text(part, self.rows[row], self.around)

    def _put(self, rows: list[Row], cells: Sequence[tuple[int, int, Any]]) -> None:
        for at, column, value in cells:
            while at >= len(rows):
                rows.append(self.new_row())
            if column < len(self.columns) and self.in_cell(part := self.columns[column]):
                rows[at] = {**rows[at], part.id: KINDS[part.kind].clean(pasted(part, value, self.around), part)}

    def _links(self) -> list[str]:
        """The parts that name other documents."""
        return [part.id for part in self.parts if part.family]

    def _redraw(self, rows: Sequence[int]) -> None:
        if rows and self.columns:
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(self.columns) - 1))


def grid_parts(item: ItemType) -> tuple[FieldSpec, ...]:
    """The parts of an item type that a cell can show, in the order of its columns: those that the type names keep
    their order, the others come after the part they stand behind in the row's dialog."""
    order = list(item.columns)
    at = next((number for number, name in enumerate(order) if not item.by_id[name].is_computed), len(order))
    for name in (name for names in item.rows for name in names):
        if name not in order and not (KINDS[item.by_id[name].kind].repeats or KINDS[item.by_id[name].kind].holds_files):
            order.insert(at, name)
        at = order.index(name) + 1 if name in order else at
    return tuple(item.by_id[name] for name in order)


def _following(model: ItemsModel, rows: Sequence[Row]) -> list[Row]:
    """The rows with what follows from what was edited in them."""
    before = {row.get("id"): row for row in model.rows}
    parts = model.spec.item_type.by_id if model.spec.item_type else {}
    specs = {name: part for name, part in parts.items() if name not in model.fixed}
    edited = [row for row in rows if before.get(row.get("id")) is not row]
    values = model.around.values() if edited else {}
    follow = partial(followed, model.around.form, specs, values)
    fills: dict[int, Mapping[str, Any]] = {}
    for row in edited:
        old = before.get(row.get("id"), {})
        known = product_followed(lambda: model.around.session.context(None).product, specs, old, row)
        fills[id(row)] = {**known, **follow(old, {**row, **known})}
    return [{**row, **fills.get(id(row), {})} for row in rows]


def _named(parts: Sequence[FieldSpec], names: Collection[str]) -> tuple[FieldSpec, ...]:
    return tuple(part for part in parts if part.id in names)
