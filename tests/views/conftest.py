"""What the tests of screens share: a desk over a real store, closed when the test ends."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from coo_desktop.views.session import Session
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
