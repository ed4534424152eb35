"""No key does two things: shortcuts and mnemonics of every page are walked with the menu bar, in both languages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGroupBox,
    QLabel,
    QMenu,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD
from coo_desktop.environment import words
from coo_desktop.views.account.forgotten_page import CodeAsked, ForgottenPage
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from coo_desktop.views.check.page import CheckGate
from coo_desktop.views.mail.notices_page import NoticesPage
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.menus import AT_THE_DESK
from coo_desktop.views.shell.pages import BESIDE, PAGES
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.target import Target
from tests.flows.keyboard import CONTROL, SHIFT
from tests.views.pages import make_desk, stored

#: Of each family, one document in every stage that changes what can be done with it.
DOCUMENTS = (("pre_review", "draft"), ("rcep_2022", "draft"), ("rcep_2022", "approved"), ("co_general", "returned"))


@pytest.fixture(params=["en", "zh_CN"])
def session(qtbot, request) -> Iterator[Session]:
    before = words.language()
    words.use(request.param)
    made = make_desk()
    yield made
    made.tasks.close()
    words.use(before)


@pytest.fixture
def place(qtbot, session) -> Iterator[MainWindowController]:
    window = MainWindow(session.tasks)
    window.show()
    yield MainWindowController(window, session)
    window.close()
    window.deleteLater()


@dataclass(frozen=True)
class Use:
    """One meaning of a key: the widget that has to hold the focus, or to be seen; `by` is what the key stands at."""

    key: str
    widget: QWidget
    by: QObject
    text: str


def mnemonic(text: str) -> str:
    return QKeySequence.mnemonic(text).toString()


def mnemonics(page: QWidget) -> Iterator[Use]:
    """The mnemonics of a page's own widgets, hidden ones, too: their turn to be shown comes."""
    for widget in (page, *page.findChildren(QWidget)):
        if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None):
            yield Use(mnemonic(widget.text()), widget, widget, widget.text())
        elif isinstance(widget, QGroupBox):
            yield Use(mnemonic(widget.title()), widget, widget, widget.title())
        elif isinstance(widget, QTabBar):
            for number in range(widget.count()):
                yield Use(mnemonic(widget.tabText(number)), widget, QObject(), widget.tabText(number))


def shortcuts(page: QWidget) -> Iterator[Use]:
    """The keys of a page's actions and of its shortcuts."""
    for widget in (page, *page.findChildren(QWidget)):
        for action in () if isinstance(widget, QMenu) else widget.actions():
            yield from (Use(key.toString(), widget, action, action.text()) for key in action.shortcuts())
    for shortcut in page.findChildren(QShortcut):
        owner = shortcut.parent()
        assert isinstance(owner, QWidget)
        yield Use(shortcut.key().toString(), owner, shortcut, "a shortcut")


def of_the_window(window: MainWindow) -> Iterator[Use]:
    """The keys of the menus and of the window itself, wherever the focus is."""
    for bar in window.menuBar().actions():
        yield Use(mnemonic(bar.text()), window, bar, bar.text())
    for action in window.findChildren(QAction):
        if action.property(AT_THE_DESK) is not None:
            yield Use(action.shortcut().toString(), window, action, action.text())
    for shortcut in window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
        yield Use(shortcut.key().toString(), window, shortcut, "a key of the window")


def clashes(window: MainWindow, page: QWidget) -> list[str]:
    """The keys that mean two things while a page is at the front.

    Mnemonics of one page clash unless they are never seen together; keys that need the focus clash where one's widget
    lies in the other's.
    """
    seen, focused = [*of_the_window(window), *mnemonics(page)], list(shortcuts(page))
    pairs = [(one, two) for at, one in enumerate(seen) for two in seen[at + 1 :] if not apart(one.widget, two.widget)]
    both = [*seen, *focused]
    pairs += [(one, two) for one in both for two in focused if one is not two and within(one.widget, two.widget)]
    found = {f"{one.key}: {one.text} / {two.text}" for one, two in pairs if one.key == two.key and one.by is not two.by}
    return sorted(line for line in (*found, *in_menus(page)) if not line.startswith(":"))


def within(one: QWidget, two: QWidget) -> bool:
    return one is two or one.isAncestorOf(two) or two.isAncestorOf(one)


def apart(one: QWidget, two: QWidget) -> bool:
    """Whether they stand on two pages of one stack, of which one is seen at a time."""
    return any(
        stack in pages_above(two) and pages_above(two)[stack] is not page for stack, page in pages_above(one).items()
    )


def pages_above(widget: QWidget) -> dict[QStackedWidget, QWidget]:
    found, below = {}, widget
    while (above := below.parentWidget()) is not None:
        if isinstance(above, QStackedWidget):
            found[above] = below
        below = above
    return found


def in_menus(window: QWidget) -> Iterator[str]:
    for menu in window.findChildren(QMenu):
        keys = [mnemonic(action.text()) for action in menu.actions() if mnemonic(action.text())]
        yield from (f"{menu.title()}: {key}" for key in set(keys) if keys.count(key) > 1)


def test_no_menu_has_a_letter_twice(place):
    assert list(in_menus(place.window)) == []


@pytest.mark.parametrize("key", [*PAGES, PRE_REVIEW, CERTIFICATE, RECORD])
def test_no_key_of_a_page_means_two_things(place, key):
    place.go(Target(key))
    page = place.window.tabs.current_page()
    assert page is not None
    assert clashes(place.window, page) == []


@pytest.mark.parametrize(("form", "stage"), DOCUMENTS)
def test_no_key_of_a_document_means_two_things(place, session, form, stage):
    page = place.open(stored(session, form, {}, stage=stage).id)
    assert page is not None
    page.act("preview")
    assert clashes(place.window, page) == []
    for kind in BESIDE:
        assert clashes(place.window, place.show_beside(kind, page.document.id)) == []


def test_ctrl_shift_m_leads_from_a_document_to_the_notices(qtbot, place, session):
    with qtbot.waitActive(place.window):
        place.window.activateWindow()
    page = place.open(stored(session, "rcep_2022", {}).id)
    page.setFocus()
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_M, CONTROL | SHIFT)
    assert isinstance(place.window.tabs.current_page(), NoticesPage)


GATES: dict[str, Callable[[MainWindow, Session], Page]] = {
    "sign_in": lambda window, _session: SignInPage("demo", "http://127.0.0.1:1", False, window),
    "offline": lambda window, _session: SignInPage("demo", "http://127.0.0.1:1", True, window),
    "unlock": lambda window, _session: UnlockPage("demo", window),
    "forgotten": lambda window, session: ForgottenPage("demo", CodeAsked(), session.ports.clock.monotonic_s, window),
    "check": lambda window, session: CheckGate(session.ports, session.tasks, session.asker, window),
}


@pytest.mark.parametrize("gate", GATES)
def test_no_key_of_a_gate_means_two_things(place, session, gate):
    page = GATES[gate](place.window, session)
    place.window.show_gate(page)
    assert clashes(place.window, page) == []
