"""What stands where nothing is yet: one sentence, and the buttons for what can be done about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label


class EmptyState(QWidget):
    """A sentence above the middle, its buttons beneath it."""

    def __init__(self, text: str, parent: QWidget, *buttons: QPushButton) -> None:
        super().__init__(parent)
        self.said = Label(text, self, wraps=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        beneath(self, None, self.said, beside(None, *buttons, None), (None, 2))


class FullOrEmpty(QStackedWidget):
    """Shows what there is, or why there is nothing; the full side stands until `show_empty` says otherwise."""

    def __init__(self, full: QWidget, empty: EmptyState, parent: QWidget) -> None:
        super().__init__(parent)
        self._full, self._empty = full, empty
        for side in (full, empty):
            self.addWidget(side)

    @property
    def is_empty(self) -> bool:
        return self.currentWidget() is self._empty

    def show_empty(self, empty: bool) -> None:
        """Brings one side to the front."""
        self.setCurrentWidget(self._empty if empty else self._full)
