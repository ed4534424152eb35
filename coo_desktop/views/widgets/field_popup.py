"""Rows beneath a field while somebody types: the field keeps the keys, the rows are gone through with the arrows."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QPlainTextEdit

_LEAST_WIDTH, _MOST_WIDTH = 420, 760
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class FieldPopup(QObject):
    """A view shown under a line or a box; `row_taken` carries the number of the row that was taken.

    The view is a window that never takes the focus, so an input method goes on composing in the field. Whoever
    inherits puts rows into the view's model and calls `open`.
    """

    row_taken = Signal(int)

    def __init__(self, field: QLineEdit | QPlainTextEdit, popup: QAbstractItemView, most_shown: int) -> None:
        super().__init__(field)
        self.field, self.popup, self._most_shown = field, popup, most_shown
        self._has_moved = False
        page = most_shown - 1
        self._steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        popup.setWindowFlags(Qt.WindowType.ToolTip)
        popup.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        popup.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        popup.setFrameShape(QFrame.Shape.Box)
        popup.hide()
        popup.clicked.connect(lambda _index: self._take())
        field.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self.popup.isVisible()

    def open(self, row_height: int) -> None:
        """Shows the rows of the model, each of a height in pixels, with none of them chosen."""
        self._has_moved = False
        self._place(row_height)
        self.popup.show()
        self.popup.setCurrentIndex(self.popup.model().index(-1, 0))
        self.field.installEventFilter(self)  # again: whoever watches since then must not get our keys first

    def close(self) -> None:
        """Takes the rows away."""
        self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self.press(Qt.Key(event.key()), event.modifiers() in _PLAIN)
        return False

    def press(self, key: Qt.Key, plain: bool) -> bool:
        """Whether a key of the field was for the rows: arrows go through them, Enter takes the chosen one, Tab only
        one that somebody went to, and moves on; Esc takes the rows away. Arrows and Enter count without Shift, Ctrl
        and Alt (`plain`) only."""
        if not self.is_open:
            return False
        if plain and key in self._steps:
            self._step(self._steps[key])
        elif plain and key in _ENTERS and self.popup.currentIndex().isValid():
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            if key == Qt.Key.Key_Tab and self._has_moved:
                self._take()
            return False
        return True

    def _is_ours(self, event: QKeyEvent) -> bool:
        return self.is_open and event.key() in (*self._steps, *_ENTERS, Qt.Key.Key_Escape)

    def _step(self, by: int) -> None:
        """Moves the choice, stopping at both ends."""
        self._has_moved = True
        model = self.popup.model()
        row = max(0, min(model.rowCount() - 1, self.popup.currentIndex().row() + by))
        self.popup.setCurrentIndex(model.index(row, 0))

    def _take(self) -> None:
        row = self.popup.currentIndex().row()
        self.close()
        if row >= 0:
            self.row_taken.emit(row)

    def _place(self, row_height: int) -> None:
        """Under the line with the cursor, or above the field where the screen ends."""
        field = self.field
        height = min(self.popup.model().rowCount(), self._most_shown) * row_height + 2 * self.popup.frameWidth()
        width = max(_LEAST_WIDTH, min(_MOST_WIDTH, field.window().width() - 40), field.width())
        room = field.screen().availableGeometry()
        below = field.cursorRect().bottom() + 4 if isinstance(field, QPlainTextEdit) else field.height()
        at = field.mapToGlobal(QPoint(0, below))
        if at.y() + height > room.bottom():
            at.setY(field.mapToGlobal(QPoint(0, 0)).y() - height)
        at.setX(max(room.left(), min(at.x(), room.right() - width)))
        self.popup.setGeometry(QRect(at.x(), at.y(), width, height))
