"""Counts what a job costs a clerk: keys (modifiers too), clicks and modal dialogs, as events reach the program."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog

KEY_S, CLICK_S, MODAL_S = 0.28, 1.3, 1.35


class Effort(QObject):
    """Listens while it stands in a `with`. A key, Ctrl and Shift too, is counted where it enters a window; one that a
    shortcut takes never does, and is counted as the shortcut."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = self.clicks = self.modals = 0

    @property
    def seconds(self) -> float:
        """The time of the keystroke-level model for it."""
        return KEY_S * self.keys + CLICK_S * self.clicks + MODAL_S * self.modals

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
        if kind == QEvent.Type.Shortcut or (kind == QEvent.Type.KeyPress and watched.isWindowType()):
            self.keys += 1
        elif kind == QEvent.Type.MouseButtonPress and watched.isWindowType():
            self.clicks += 1
        elif kind == QEvent.Type.Show and isinstance(watched, QDialog) and watched.isModal():
            self.modals += 1
        return False
