"""The editor of an items field: a table of rows worked by keys, with the row's dialog behind it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.filling.computed import Worked
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.sheets.paste import Pasted
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.fields import items_changes, items_clipboard
from coo_desktop.views.fields.editor import Editor, MakeEditor, Surroundings
from coo_desktop.views.fields.items_columns import GridColumns
from coo_desktop.views.fields.items_model import ItemsModel, Row
from coo_desktop.views.fields.items_sums import SumLine
from coo_desktop.views.fields.items_view import CellDelegate, ItemsView
from coo_desktop.views.questions import ItemQuestion
from coo_desktop.views.widgets.row_acts import Act, Place, offer
from coo_desktop.views.widgets.style import Label

#: Place in the editor's column of what comes and goes above the rows.
ABOVE_ROWS = 2


class ItemsEditor(Editor):
    """Rows and what is done with them; every act is one edit and one step of undo."""

    typed = False
    #: Something was typed in a cell that is still open: nothing to undo yet, but something to store.
    cell_typed = Signal()
    #: Rows that a pasted block filled, with the customer's item number of each, by their ids.
    pasted = Signal(object)
    #: The grid is to take the whole page, or to give it back.
    whole_wanted = Signal()

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget, make: MakeEditor) -> None:
        super().__init__(spec, around, parent)
        self.model = ItemsModel(spec, around, self)
        self.view = ItemsView(self.model, self)
        self.cells = CellDelegate(self.view, make)
        self.cells.typed.connect(self.cell_typed)
        self.view.setItemDelegate(self.cells)
        self.columns = GridColumns(self.model, self.view)
        self.sums = SumLine(spec, around, self)
        self.hint = Label("", self, wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(offer(ACTS, self, self.view))
        layout.addWidget(self.hint)
        layout.addWidget(self.view)
        layout.addWidget(self.sums)
        self.watch(self.view)
        self.setFocusProxy(self.view)
        self.view.opened.connect(self.open_row)
        self.view.doubleClicked.connect(lambda index: self.open_row(index.row()))
        self.pasting = items_clipboard.Pasting(self.model, partial(layout.insertWidget, ABOVE_ROWS), self)
        self.pasting.taken.connect(partial(show_pasted, self))
        self.pasting.left.connect(self.view.setFocus)
        self.cells.closed.connect(self._show_hint)
        self.model.changed.connect(self._hear)
        self._show_hint()

    def show_value(self, value: Any) -> None:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list | tuple) else []
        if rows != self.model.rows:
            at = self.view.currentIndex()
            self.model.show_rows(rows)
            self._select(min(at.row(), len(rows) - 1), at.column())
        self._show_hint()

    def value(self) -> Any:
        return [dict(row) for row in self.cells.with_open_cell(self.model.rows)]

    def show_sums(self, worked: Worked) -> None:
        """What the rows add up to; the invoices may have changed without them."""
        self.sums.show_sums(worked)

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.model.locked = locked
        for action in self.actions():
            is_barred = (locked and action.property("changes")) or (self.model.fixed and action.property("counts"))
            action.setEnabled(not is_barred)

    def set_fixed(self, parts: frozenset[str]) -> None:
        """Parts of the rows that stay as they are, and with them the number of rows."""
        self.model.fixed = parts
        self.set_locked(self.locked)

    def show_row_problems(self, problems: Mapping[tuple[str, str], Problem]) -> None:
        """Marks the cells of rows, addressed by (row id, part)."""
        self.model.show_marks(replace(self.model.marks, problems=dict(problems)))

    def go_to(self, row_id: str, part: str) -> None:
        """Puts the cursor on a cell, or opens the row when the part is not typed in a cell."""
        at = next((number for number, row in enumerate(self.model.rows) if row.get("id") == row_id), -1)
        column = next((number for number, spec in enumerate(self.model.columns) if spec.id == part), -1)
        self.view.setFocus()
        if at < 0:
            return
        self._select(at, column)
        if column < 0 or not self.model.in_cell(self.model.columns[column]):
            self.open_row(at, part)

    def add_row(self) -> None:
        """Opens the dialog of a new row; accepting it adds the row."""
        self._ask(self.model.new_row(), "", lambda row: self._replace("", row))

    def open_row(self, at: int, part: str = "") -> None:
        """Opens the dialog of a row, with the cursor in a part."""
        if 0 <= at < len(self.model.rows):
            row_id = self.model.rows[at].get("id")
            self._ask(self.model.rows[at], part, lambda row: self._replace(row_id, row))

    def duplicate(self) -> None:
        """A copy of the current row under it, as a row of its own."""
        at = self.view.currentIndex().row()
        if at >= 0:
            twin = {**self.model.rows[at], "id": new_id()}
            self._change(lambda rows: rows.insert(at + 1, twin), at + 1)

    def remove(self) -> None:
        """Takes the selected rows out; undo brings them back."""
        gone = {index.row() for index in self.view.selectedIndexes()}
        if gone:
            kept = [row for number, row in enumerate(self.model.rows) if number not in gone]
            self._change(lambda rows: rows.__setitem__(slice(None), kept), min(gone))

    def move_row(self, step: int) -> None:
        """Moves the current row up or down."""
        at = self.view.currentIndex().row()
        to = at + step
        if at >= 0 and 0 <= to < len(self.model.rows):
            self._change(lambda rows: rows.insert(to, rows.pop(at)), to)

    def paste(self) -> None:
        """Puts what was copied in Excel at the cursor and below, as one step; see Pasting."""
        at = self.view.currentIndex()
        self.pasting.paste(QGuiApplication.clipboard().text(), at, self.view.selectedIndexes())

    def _change(self, change: Callable[[list[Row]], object], at: int) -> None:
        """One act on the rows; the cursor goes to row `at`."""
        column = self.view.currentIndex().column()
        self.model.edit_rows(change)
        self._select(min(at, len(self.model.rows) - 1), column)

    def _replace(self, row_id: Any, row: Mapping[str, Any]) -> None:
        """Puts an edited row where its former self stands, or at the end when there is none (any more)."""
        at = next((number for number, old in enumerate(self.model.rows) if old.get("id") == row_id), -1)
        if at < 0:
            self._change(lambda rows: rows.append(dict(row)), len(self.model.rows))
        elif dict(row) != self.model.rows[at]:
            self._change(lambda rows: rows.__setitem__(at, dict(row)), at)

    def _ask(self, row: Row, part: str, then: Callable[[Row], None]) -> None:
        around = self.around
        question = ItemQuestion(
            self.spec,
            around.form,
            row,
            around.values(),
            document=around.document_id,
            part=part,
            locked=self.locked,
            fixed=frozenset(self.model.fixed),
        )
        around.session.ask(self, question, lambda answer: None if self.locked else then(answer))

    def _select(self, row: int, column: int) -> None:
        self.view.choose(row, max(column, 0))

    def _hear(self) -> None:
        self._show_hint()
        self.edited.emit()

    def _show_hint(self) -> None:
        if not self.model.rows:
            self.hint.setText(_("No row yet. Ctrl+Insert adds one; rows copied from Excel can be pasted."))
        self.hint.setVisible(not self.model.rows)
        self.view.updateGeometry()


def _on_selected(change: Callable[[ItemsModel, list[QModelIndex]], None]) -> Callable[[ItemsEditor], None]:
    return lambda items: change(items.model, items.view.selectedIndexes())


def set_same(items: ItemsEditor) -> None:
    """Opens the current cell; what is typed there and taken with Enter goes into that column of every selected row."""
    at = items.view.currentIndex()
    if at.isValid() and at.flags() & Qt.ItemFlag.ItemIsEditable:
        rows = sorted({index.row() for index in items.view.selectedIndexes()} | {at.row()})
        items.cells.open_for(rows)
        items.view.edit(at)
        words = ngettext("What you type goes into {count} row.", "What you type goes into {count} rows.", len(rows))
        items.hint.setText(words.format(count=len(rows)))
        items.hint.show()


def fill_in(items: ItemsEditor) -> None:
    """Fills all rows, and says what of it is not certain."""
    words = items_changes.fill_in(items.model)
    items.hint.setText(words or items.hint.text())
    items.hint.setVisible(bool(words) or not items.model.rows)


def show_pasted(items: ItemsEditor, found: Pasted, row: int) -> None:
    """Puts the cursor where a block went, and says what of it was not taken."""
    items.view.choose(row, items_clipboard.start_column(items.model, items.view.currentIndex().column()))
    items.view.setFocus()
    words = items_clipboard.pasted_words(found)
    items.hint.setText(words or items.hint.text())
    items.hint.setVisible(bool(words) or not items.model.rows)
    rows = items.model.rows[row:]
    items.pasted.emit({str(made["id"]): code for made, code in zip(rows, found.codes, strict=False)})


def copy_cells(items: ItemsEditor) -> None:
    """Puts the selected cells on the clipboard as a spreadsheet takes them."""
    QGuiApplication.clipboard().setText(items_clipboard.copied(items.model, items.view.selectedIndexes()))


ACTS: tuple[Act[ItemsEditor], ...] = (
    Act(N_("Add"), "Ctrl+Ins", ItemsEditor.add_row, counts=True),
    Act(N_("Edit"), "Ctrl+E", lambda items: items.open_row(items.view.currentIndex().row()), changes=False),
    Act(N_("Duplicate"), "Ctrl+Shift+D", ItemsEditor.duplicate, counts=True),
    Act(N_("Remove"), "Ctrl+Del", ItemsEditor.remove, counts=True),
    Act(N_("Move up"), "Ctrl+Shift+Up", lambda items: items.move_row(-1)),
    Act(N_("Move down"), "Ctrl+Shift+Down", lambda items: items.move_row(1)),
    Act(N_("Paste rows"), "Ctrl+V", ItemsEditor.paste),
    Act(N_("Fill down"), "Ctrl+D", _on_selected(items_changes.fill_down)),
    Act(N_("Set for selected rows"), "Shift+F2", set_same, place=Place.MENU),
    Act(N_("Fill in all rows"), "Ctrl+Shift+F", fill_in, place=Place.MENU),
    Act(
        N_("Columns"),
        "Ctrl+Shift+K",
        lambda items: items.columns.open_at_head(),
        changes=False,
        place=Place.BUTTON_AT_END,
    ),
    Act(
        N_("Whole page"),
        "F11",
        lambda items: items.whole_wanted.emit(),
        changes=False,
        place=Place.BUTTON_AT_END,
    ),
    Act(N_("Copy"), "Ctrl+C", copy_cells, changes=False, place=Place.MENU),
    Act("", "Del", _on_selected(items_changes.clear), place=Place.KEY),
)
