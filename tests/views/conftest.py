"""What the tests of screens share: a desk over a real store, closed when the test ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.session import Session
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.widgets import style
from tests.views.pages import make_desk


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """The application as a person sees it: its palette and a Chinese font."""
    style.dress(qapp, "light")
    return qapp


@pytest.fixture
def make(qtbot: Any) -> Iterator[Callable[..., Session]]:
    """Makes desks and closes them."""
    made: list[Session] = []

    def new(**given: Any) -> Session:
        made.append(make_desk(**given))
        return made[-1]

    yield new
    for session in made:
        session.tasks.close()


@pytest.fixture
def session(make: Callable[..., Session]) -> Session:
    return make()


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    """An empty window on the screen, to own a page or a dialog."""
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def place(qtbot: Any, session: Session) -> MainWindowController:
    """The main window in front, with what it does for the desk."""
    window = MainWindow(session.tasks)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return MainWindowController(window, session)


@pytest.fixture
def open_page(qtbot: Any, session: Session) -> Iterator[Callable[[Document], FormPage]]:
    """Opens a document in an active window and gives its page."""
    windows = []

    def opened(document: Document) -> FormPage:
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        page = FormPage(session, document, window)
        for widget in (window, page):
            widget.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return page

    yield opened
    windows.clear()
