"""What can be done with rows: words, keys, and where each is offered: on a button, in the menu of the grid, by key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.widgets.style import show_more

Rows = TypeVar("Rows", bound=QWidget)


class Place(Enum):
    """Where an act is offered besides its key; what has a button stands in the menu as well."""

    BUTTON = "button"
    BUTTON_AT_END = "button_at_end"
    MENU = "menu"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Act(Generic[Rows]):
    """One thing to do with rows: its word, its key, whether it changes them, and how many they are."""

    word: str
    key: str
    act: Callable[[Rows], object]
    changes: bool = True
    counts: bool = False
    place: Place = Place.BUTTON


def offer(acts: Iterable[Act[Rows]], rows: Rows, grid: QWidget) -> QToolBar:
    """Gives the editor of rows its keys, the grid its menu; the answer is the bar of buttons.

    Buttons that find no room stand in the menu at its end, so that a grid is never as wide as its buttons.
    """
    bar = QToolBar(rows)
    show_more(bar)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    if (line := bar.layout()) is not None:
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
    offered = [(act, add_act(act, rows, grid)) for act in acts]
    for act, action in offered:
        if act.place is Place.BUTTON:
            _add_button(bar, action)
    between = QWidget(bar)
    between.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(between)
    for act, action in offered:
        if act.place is Place.BUTTON_AT_END:
            _add_button(bar, action)
    return bar


def add_act(act: Act[Rows], rows: Rows, grid: QWidget) -> QAction:
    """Gives the editor of rows the key of an act, and the menu of the grid its word."""
    action = QAction(_(act.word) if act.word else "", rows)
    action.setShortcut(QKeySequence(act.key))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.setProperty("changes", act.changes)
    action.setProperty("counts", act.counts)
    action.triggered.connect(lambda _on=False: act.act(rows))
    rows.addAction(action)
    if act.place is not Place.KEY:
        grid.addAction(action)
    return action


def _add_button(bar: QToolBar, action: QAction) -> None:
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{action.text()} ({key})")
    bar.addAction(action)
    button = bar.widgetForAction(action)
    if isinstance(button, QToolButton):
        button.setAutoRaise(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(action.text())
