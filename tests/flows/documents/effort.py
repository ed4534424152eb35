"""Counts what a job costs a clerk, as events reach the program, and the time the Keystroke-Level Model gives it.

Card, Moran and Newell's operators with the values of `design/screens.md`: a key 0.28 s (Ctrl and Shift are keys too), a
pointing 1.1, a click 0.2, a hand that moves between keys and mouse 0.4, a thought 1.35. A thought stands before every
command (a shortcut, a function key), every click, every dialog that appears, and the first letter of every text.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog

KEY_S, POINT_S, CLICK_S, HAND_S, THINK_S = 0.28, 1.1, 0.2, 0.4, 1.35
_MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class Effort(QObject):
    """Listens while it stands in a `with`. A key, Ctrl and Shift too, is counted where it enters a window; one that a
    shortcut takes never does, and is counted as the shortcut. A drop is a click that points twice."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = self.clicks = self.dialogs = self.points = self.hands = self.thoughts = 0
        self._is_at_mouse = self._is_in_text = False

    @property
    def seconds(self) -> float:
        """The time of the model for it."""
        moves = POINT_S * self.points + CLICK_S * self.clicks + HAND_S * self.hands
        return KEY_S * self.keys + moves + THINK_S * self.thoughts

    def __str__(self) -> str:
        counted = f"{self.keys} keys, {self.clicks} clicks, {self.dialogs} dialogs, {self.thoughts} thoughts"
        return f"{counted}, {self.seconds:.1f} s"

    def __enter__(self) -> "Effort":
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Shortcut:
            self._press()
            self._think()
        elif kind == QEvent.Type.KeyPress and watched.isWindowType() and isinstance(event, QKeyEvent):
            self._press()
            self._hear_key(event)
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.Drop) and watched.isWindowType():
            self._click(2 if kind == QEvent.Type.Drop else 1)
        elif kind == QEvent.Type.Show and isinstance(watched, QDialog) and watched.isModal():
            self.dialogs += 1
            self._think()
        return False

    def _hear_key(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        is_function = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
        if is_function or event.modifiers() & _COMMANDING:
            self._think()
        elif not (event.text().isprintable() and event.text()):
            self._is_in_text = False
        elif not self._is_in_text:
            self._think()
            self._is_in_text = True

    def _press(self) -> None:
        self.keys += 1
        self._take(False)

    def _click(self, points: int) -> None:
        self.clicks += 1
        self.points += points
        self._take(True)
        self._think()

    def _take(self, at_mouse: bool) -> None:
        self.hands += at_mouse is not self._is_at_mouse
        self._is_at_mouse = at_mouse

    def _think(self) -> None:
        self.thoughts += 1
        self._is_in_text = False
