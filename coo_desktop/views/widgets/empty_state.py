"""What stands where nothing is yet: one sentence, and the buttons for what can be done about it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton, QStackedWidget, QWidget

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
        self.full, self.empty = full, empty
        for side in (full, empty):
            self.addWidget(side)

    @property
    def is_empty(self) -> bool:
        return self.currentWidget() is self.empty

    def show_empty(self, empty: bool) -> None:
        """Brings one side to the front."""
        self.setCurrentWidget(self.empty if empty else self.full)


class ChoiceOrEmpty(FullOrEmpty):
    """A list to choose from with the chosen one beside it, or why there is nothing to choose."""

    def __init__(self, name: str, width_em: int, nothing: str, parent: QWidget) -> None:
        super().__init__(QWidget(parent), EmptyState(nothing, parent), parent)
        self.list = QListWidget(self.full)
        self.list.setAccessibleName(name)
        self.list.setSpacing(3)
        self.list.setFixedWidth(self.fontMetrics().horizontalAdvance("国") * width_em)

    def put_beside(self, detail: QWidget) -> None:
        """What shows the chosen one; made after the list, so that Tab comes to it after the list."""
        beneath(self.full, beside(self.list, (detail, 1)), margins=False)

    def show_lines(self, lines: Mapping[str, str], chosen: str) -> None:
        """Draws a line an id; the chosen id stays chosen, where it is gone the first."""
        self.list.clear()
        self.list.addItems(list(lines.values()))
        self.list.setCurrentRow(list(lines).index(chosen) if chosen in lines else 0)
        self.show_empty(not lines)
