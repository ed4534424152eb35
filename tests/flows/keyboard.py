"""A clerk who has no mouse: every key goes to the window that has the focus, and lands where Qt lets it land."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QInputMethodEvent, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from coo_desktop.views.fields.editor import Editor
from tests.looking import looking

CONTROL, SHIFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier(0)
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key
#: More Tabs than the longest page has stops: whoever has not arrived by then cannot get there.
MOST_TABS = 250


class Keyboard:
    """Types, moves by Tab and tells where the cursor is; a field is named by its declared id."""

    def __init__(self, qtbot: Any) -> None:
        self._qtbot = qtbot

    @property
    def focus(self) -> QWidget:
        """The widget that a key would reach."""
        widget = QApplication.focusWidget()
        if widget is None:  # Tab takes the first stop of the window then, as it does for a person
            self.press(Key.Key_Tab)
            widget = QApplication.focusWidget()
        assert widget is not None, f"nothing has the focus in {QApplication.activeWindow()}"
        return widget

    @property
    def field(self) -> str:
        """The declared id of the field that has the focus, "" outside of fields."""
        widget: QWidget | None = self.focus
        while widget is not None and not isinstance(widget, Editor):
            widget = widget.parentWidget()
        return widget.spec.id if isinstance(widget, Editor) else ""

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Presses one key, perhaps several times."""
        for _ in range(times):
            QTest.keyClick(self._window(), key, modifier)

    def shortcut(self, keys: str | QKeySequence) -> None:
        """Presses a shortcut as a menu writes it: "Ctrl+Shift+O"."""
        QTest.keySequence(self._window(), QKeySequence(keys))

    def type(self, text: str) -> None:
        """Types a text: ASCII by its keys, everything else as an input method commits it."""
        for char in text:
            if char == "\n":
                self.press(Key.Key_Return)
            elif char.isascii():
                QTest.keyClick(self._window(), char)
            else:
                self._compose(char)

    def go_to(self, name: str) -> None:
        """Walks by Tab until the cursor is in the field."""
        seen = []
        for _ in range(MOST_TABS):
            if self.field == name:
                return
            seen.append(self.field or type(self.focus).__name__)
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never came to {name}; it went through {list(dict.fromkeys(seen))}")

    def fill(self, name: str, text: str) -> None:
        """Goes to a field and types a text in place of what stands there."""
        self.go_to(name)
        if isinstance(self.focus, QPlainTextEdit):  # a line comes selected by Tab, a box does not
            self.press(Key.Key_A, CONTROL)
        self.type(text)

    def tick(self, name: str) -> None:
        """Goes to a flag and turns it over."""
        self.go_to(name)
        self.press(Key.Key_Space)

    def add_row(self, name: str) -> None:
        """Opens the dialog of a new row of an items field."""
        self.go_to(name)
        self.asked(lambda: self.press(Key.Key_Insert, CONTROL))

    def edit_row(self, name: str) -> None:
        """Opens the dialog of the current row of an items field."""
        self.go_to(name)
        self.asked(lambda: self.press(Key.Key_E, CONTROL))

    def press_button(self, name: str) -> None:
        """Walks by Tab to the button that a screen reader names so, and presses it."""
        for _ in range(MOST_TABS):
            if isinstance(self.focus, QAbstractButton) and self.focus.accessibleName() == name:
                self.press(Key.Key_Space)
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab never came to the button {name}")

    def to(self, widget: QWidget) -> None:
        """Walks by Tab until the cursor is in this widget or in a part of it."""
        seen = []
        for _ in range(MOST_TABS):
            if self.focus is widget or widget.isAncestorOf(self.focus):
                return
            seen.append(f"{type(self.focus).__name__} {self.focus.accessibleName()}".strip())
            self.press(Key.Key_Tab)
        name = f"{type(widget).__name__} {widget.accessibleName()}".strip()
        raise AssertionError(f"Tab never came to {name}; it went through {list(dict.fromkeys(seen))}")

    def write(self, widget: QWidget, text: str) -> None:
        """Goes to a line or a box and types a text in place of what stands there."""
        self.to(widget)
        self.press(Key.Key_A, CONTROL)
        self.type(text)

    def push(self, button: QWidget) -> None:
        """Goes to a button or a tick and presses Space."""
        self.to(button)
        self.press(Key.Key_Space)

    def to_row(self, table: QAbstractItemView, row: int) -> None:
        """Goes to a table or a list and down to a row, counted from 0, which is chosen then."""
        self.to(table)
        for _ in range(3):  # rows may still arrive above: who stands on one stays on it, and goes up again
            self.press(Key.Key_Home, CONTROL if isinstance(table, QTableView) else NONE)
            self.press(Key.Key_Down, times=row)
            if table.currentIndex().row() == row:
                break
        assert table.currentIndex().row() == row, f"the keys stop at row {table.currentIndex().row()}, not at {row}"
        if {index.row() for index in table.selectionModel().selectedIndexes()} != {
            row
        }:  # it is current, and not chosen
            away, back = (Key.Key_Up, Key.Key_Down) if row else (Key.Key_Down, Key.Key_Up)
            self.press(away)
            self.press(back if table.currentIndex().row() != row else Key.Key_Space)

    def ask_for_menu(self) -> None:
        """The key that opens a context menu: a platform makes this event of it, and the offscreen one has none."""
        place = self.focus.rect().center()
        reason = QContextMenuEvent.Reason.Keyboard
        QApplication.sendEvent(self.focus, QContextMenuEvent(reason, place, self.focus.mapToGlobal(place)))

    def asked(self, press: Any) -> QWidget:
        """Presses and waits until the dialog that this opens has the keyboard."""
        before = QApplication.activeModalWidget()
        press()
        self._qtbot.waitUntil(lambda: _is_ready(QApplication.activeModalWidget(), before))
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        return dialog

    def choose(self, press: Any, *entries: str) -> None:
        """Presses, goes down in the menu that this opens to an entry, and takes it; so in each menu that follows.

        A menu runs a loop of its own, so its keys come from a timer that looks until the menu has the keyboard.
        """
        left, seen = list(entries), list[QMenu]()

        def look() -> None:
            menu = QApplication.activePopupWidget()
            if not isinstance(menu, QMenu) or menu in seen or QGuiApplication.focusWindow() is not menu.windowHandle():
                return
            seen.append(menu)
            found = [action for action in menu.actions() if action.text() == left[0] and action.isEnabled()]
            if len(left) == 1 or not found:
                timer.stop()
            for _ in menu.actions() if found else ():
                self.press(Key.Key_Down)
                if menu.activeAction() is found[0]:
                    left.pop(0)
                    break
            self.press(Key.Key_Return if found else Key.Key_Escape)

        with looking(look) as timer:
            press()
            self._qtbot.waitUntil(lambda: not timer.isActive() and QApplication.activePopupWidget() is None)
        assert not left, f"the menu has no {left[0]}"

    def accept(self) -> None:
        """Answers the open dialog with Ctrl+Enter; the keyboard is then back where it was asked from."""
        self._leave(lambda: self.press(Key.Key_Return, CONTROL))

    def enter(self) -> None:
        """Answers the open dialog with Enter, as a list or a short question takes it."""
        self._leave(lambda: self.press(Key.Key_Return))

    def _leave(self, press: Any) -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None, "no dialog is open"
        owner = dialog.parentWidget()
        press()
        self._qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not dialog)
        owner.activateWindow()  # a window manager does this; the offscreen platform has none
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is owner)

    def _window(self) -> QWindow:
        focus, window = QApplication.focusWidget(), QGuiApplication.focusWindow()
        if (
            focus is not None
            and QApplication.activePopupWidget() is None
            and window is not focus.window().windowHandle()
        ):
            focus.activateWindow()  # a list has closed: a window manager gives the keyboard back
            self._qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is focus.window().windowHandle())
            window = QGuiApplication.focusWindow()
        assert window is not None, "no window has the keyboard"
        return window

    def _compose(self, text: str) -> None:
        commit = QInputMethodEvent()
        commit.setCommitString(text)
        QApplication.sendEvent(self.focus, commit)


def _is_ready(dialog: QWidget | None, before: QWidget | None) -> bool:
    return dialog is not None and dialog is not before and dialog.isActiveWindow() and dialog.focusWidget() is not None


def sign_in(qtbot: Any, keys: Keyboard, program: Any, password: str, account: str = "") -> None:
    """Types into the gate at the front, and waits for what comes of it."""
    if account:
        keys.type(account)
        keys.press(Key.Key_Tab)
    keys.type(password)
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: program.tasks.is_idle, timeout=20_000)
