"""What the tests of dialogs share: desks and windows as the pages have them, and how a dialog is opened."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from tests.fakes.viewer import FakeViewer, viewing
from tests.views.conftest import make, session, window

__all__ = ["answered", "make", "owner", "resting", "session", "window"]


@pytest.fixture
def viewer(qapp: Any) -> Iterator[FakeViewer]:
    """What opens files for the program."""
    with viewing() as opened:
        yield opened


@pytest.fixture
def owner(window: QWidget) -> QWidget:
    """The window that asks."""
    return window


@pytest.fixture
def resting(qtbot: Any) -> QWidget:
    """A window that is not on the screen before its dialog is."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def answered(qtbot: Any) -> Callable[[QDialog], list[Any]]:
    """Opens a dialog in an active window, and gives the list that its answers go to."""

    def opened(dialog: QDialog) -> list[Any]:
        dialog.parentWidget().show()
        answers: list[Any] = []
        dialog.answered.connect(answers.append)
        with qtbot.waitActive(dialog):
            dialog.open()
            dialog.activateWindow()
        return answers

    return opened
