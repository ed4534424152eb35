"""How a page is laid out: its title, what it says of itself, rows of buttons, and a message of what came of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from coo_desktop.views.widgets.style import Label, colour, heading

#: A widget or a layout, with a number what it stretches by; None is a gap that takes what is left, (None, 0) one that
#: takes it only where nothing else does.
Part = QWidget | QLayout | None | tuple[QWidget | QLayout | None, int]


def beside(*parts: Part) -> QHBoxLayout:
    """Parts in a row."""
    row = QHBoxLayout()
    _fill(row, parts)
    return row


def beneath(owner: QWidget, *parts: Part, margins: bool = True) -> QVBoxLayout:
    """Parts in a column that becomes the layout of a widget; without margins it stands flush inside another one."""
    column = QVBoxLayout(owner)
    if not margins:
        column.setContentsMargins(0, 0, 0, 0)
    _fill(column, parts)
    return column


def scaffold(page: QWidget, title: str, *parts: Part, lead: str = "", tools: Sequence[QWidget] = ()) -> QVBoxLayout:
    """A page's column: a title with tools at its right, a sentence about the page, and the page's own parts."""
    top = heading(title, page)
    column = beneath(page, beside(top, None, *tools) if tools else top)
    if lead:
        column.addWidget(Label(lead, page, wraps=True))
    _fill(column, parts)
    return column


class Message(Label):
    """A sentence that comes and goes, in the colour of what it means."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent, wraps=True)
        self.say("")

    def say(self, text: str, meaning: str = "bad") -> None:
        """Shows a text with one of the style's meanings; an empty text takes it away."""
        self.setText(text)
        self.setStyleSheet(f"color: {colour(meaning).name()}")
        self.setVisible(bool(text))


def _fill(box: QBoxLayout, parts: Sequence[Part]) -> None:
    for part in parts:
        one, stretch = part if isinstance(part, tuple) else (part, 1 if part is None else 0)
        if one is None:
            box.addStretch(stretch)
        elif isinstance(one, QLayout):
            box.addLayout(one, stretch)
        else:
            box.addWidget(one, stretch)
