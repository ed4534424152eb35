"""The table of an items field: cells typed with the editors of their kinds, Enter goes down, Tab to the right."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.views.fields.editor import Editor, MakeEditor
from coo_desktop.views.fields.items_changes import set_same
from coo_desktop.views.fields.items_model import ItemsModel, Row
from coo_desktop.views.widgets.frozen_columns import FrozenColumns

Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key
SCROLL_LEAST = QAbstractItemView.ScrollHint.EnsureVisible
_CORNERS: dict[int, bool] = {Key.Key_End: True, Key.Key_Home: False}
_TO_CORNER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_LINES = {
    Qt.KeyboardModifier.ControlModifier: QItemSelectionModel.SelectionFlag.Columns,
    Qt.KeyboardModifier.ShiftModifier: QItemSelectionModel.SelectionFlag.Rows,
}


class CellDelegate(QStyledItemDelegate):
    """Types a cell with the editor of its kind; Enter goes down, Tab to the right.

    `typed` comes for every key in an open cell, and when a cell is closed: the rows know what is in it only then.
    """

    typed = Signal()
    closed = Signal()

    def __init__(self, view: "ItemsView", make: MakeEditor) -> None:
        super().__init__(view)
        self._view = view
        self._make = make
        self._open: tuple[Editor, int, str] | None = None
        self._wide: tuple[int, ...] = ()

    def open_for(self, rows: Sequence[int]) -> None:
        """The cell opened next is typed for all of these rows."""
        self._wide = tuple(rows)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = self._view.items
        row = model.rows[index.row()]
        part = model.columns[index.column()]
        editor = self._make(part, model.around.of_row(lambda: row), parent)
        editor.setAutoFillBackground(True)
        editor.focus_widget().installEventFilter(self)
        editor.edited.connect(self.typed)
        editor.concluded.connect(partial(QTimer.singleShot, 0, editor, partial(self._enter, editor)))
        self._open = (editor, index.row(), part.id)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._open, self._wide = None, ()
        super().destroyEditor(editor, index)
        self.typed.emit()
        self.closed.emit()

    def with_open_cell(self, rows: list[Row]) -> list[Row]:
        """The rows with what is being typed in a cell of theirs."""
        if self._open is None or not 0 <= self._open[1] < len(rows):
            return rows
        editor, at, part = self._open
        if editor.value() == rows[at].get(part, KINDS[editor.spec.kind].empty):
            return rows
        return [*rows[:at], {**rows[at], part: editor.value()}, *rows[at + 1 :]]

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: when rows are drawn anew the view asks again, and would put the old value over what is typed."""
        if isinstance(editor, Editor) and not editor.property("begun"):
            editor.setProperty("begun", True)
            editor.show_value(index.data(Qt.ItemDataRole.EditRole))
            select_all = getattr(editor.focus_widget(), "selectAll", None)
            if select_all is not None:
                select_all()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, Editor) and self._wide and editor.property("entered"):
            set_same(self._view.items, self._wide, index.column(), editor.value())
        elif isinstance(editor, Editor) and not self._wide:
            model.setData(index, editor.value(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        editor = watched if isinstance(watched, Editor) else watched.parent()
        if not isinstance(editor, Editor):
            return super().eventFilter(watched, event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Key.Key_Return, Key.Key_Enter):
                editor.conclude()
                self._enter(editor)
                return True
            if event.key() in (Key.Key_Tab, Key.Key_Backtab):
                editor.conclude()
                self._finish(editor)
                self._view.step_aside(-1 if event.key() == Key.Key_Backtab else 1)
                return True
        if event.type() == QEvent.Type.FocusOut and watched is not editor and not _goes_on(editor, watched):
            self._finish(editor)
            return False
        return super().eventFilter(editor, event) if watched is editor or _is_escape(event) else False

    def _enter(self, editor: Editor) -> None:
        """Closes a cell and goes down; one that is typed for several rows is left where it is."""
        if editor.property("ended"):
            return
        is_wide = bool(self._wide)
        editor.setProperty("entered", True)
        self._finish(editor)
        if is_wide:
            self._view.setFocus()
        else:
            self._view.step_down()

    def _finish(self, editor: Editor) -> None:
        if editor.property("ended"):
            return  # closing takes the focus away, which would end it a second time
        editor.setProperty("ended", True)
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _goes_on(editor: QWidget, left: QObject) -> bool:
    """Whether the focus is still inside the editor, in a list it opened, or in a dialog that answers into it."""
    now = QGuiApplication.focusObject()
    inside = isinstance(now, QWidget) and editor.isAncestorOf(now)
    return inside or QApplication.activePopupWidget() is not None or bool(left.property("asks"))


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Key.Key_Escape


class ItemsView(QTableView):
    """A table left by Tab, whose Enter edits a cell, then goes down; `opened` tells a row whose dialog is wanted.

    Ctrl+Space chooses columns, Shift+Space rows, Ctrl+Shift+End and Home the rest, as in a spreadsheet. It is as high
    as its rows, up to MOST_ROWS, or as high as `fill` says.
    """

    opened = Signal(int)
    MOST_ROWS = 20

    def __init__(self, items: ItemsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.items = items
        self.setModel(items)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self._height = 0
        self.frozen = FrozenColumns(self, lambda column: items.columns[column].is_computed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Key.Key_Return, Key.Key_Enter) and at.isValid():
            if at.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(at)
            else:
                self.opened.emit(at.row())
            return
        lines = _LINES.get(event.modifiers()) if event.key() == Key.Key_Space else None
        if lines is not None:
            self.choose_lines(lines)
            return
        is_end = _CORNERS.get(event.key()) if event.modifiers() == _TO_CORNER else None
        if is_end is not None and at.isValid():
            self.choose_to(is_end)
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Opens a cell with what an input method begins to write or has written; Qt opens it with nothing."""
        at, is_written = self.currentIndex(), bool(event.commitString() or event.preeditString())
        if is_written and at.flags() & Qt.ItemFlag.ItemIsEditable and not self.items.locked:
            self.edit(at)
            opened = QApplication.focusWidget()
            if opened is not None and opened is not self and self.isAncestorOf(opened):
                QApplication.sendEvent(opened, event)
                return
        super().inputMethodEvent(event)

    def choose_to(self, is_end: bool) -> None:
        """Selects from the cursor, which stays, to the last cell or to the first."""
        at, model = self.currentIndex(), self.items
        corner = model.index(model.rowCount() - 1, model.columnCount() - 1) if is_end else model.index(0, 0)
        first, last = (at, corner) if is_end else (corner, at)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(QItemSelection(first, last), flag)

    def choose_lines(self, lines: QItemSelectionModel.SelectionFlag) -> None:
        """Widens the selection to its whole rows or whole columns; the cursor stays."""
        wider, flag = self.selectionModel().selection(), QItemSelectionModel.SelectionFlag
        self.selectionModel().select(wider, flag.Select | lines)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = SCROLL_LEAST) -> None:
        """Brings a cell into sight, from beneath the columns that stay too."""
        super().scrollTo(index, hint)
        covered = self.frozen.covered(index.column()) - self.visualRect(index).left()
        if covered > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - covered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.frozen.place()

    def choose(self, row: int, column: int) -> None:
        """Puts the cursor on a cell and selects it alone, whatever keys are held down."""
        index = self.items.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def step_down(self) -> None:
        """The cell under this one."""
        at = self.currentIndex()
        self.choose(min(at.row() + 1, self.items.rowCount() - 1), at.column())
        self.setFocus()

    def step_aside(self, step: int) -> None:
        """The cell beside this one, in the next row past the end of a row."""
        at, width = self.currentIndex(), self.items.columnCount()
        place = at.row() * width + at.column() + step
        if 0 <= place < width * self.items.rowCount():
            self.choose(place // width, place % width)
        self.setFocus()

    def fill(self, height: int) -> None:
        """Takes a height in px whatever its rows need; 0: as high as its rows again."""
        self._height = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = min(max(self.items.rowCount(), 1), self.MOST_ROWS)
        height = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        is_wider = self.horizontalHeader().length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_wider else 0
        return QSize(super().sizeHint().width(), self._height or height + bar + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())
