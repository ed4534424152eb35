"""What the tests of dialogs share: desks and windows as the pages have them, and a desk that asks its dialogs."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.views.session import Session
from tests.views.conftest import make, session, window

__all__ = ["answered", "asking_session", "make", "owner", "resting", "session", "window"]


@pytest.fixture
def asking_session(make: Callable[..., Session]) -> Callable[..., Session]:
    """Makes a desk whose questions open the program's own dialogs."""

    def new(**given: Any) -> Session:
        asker = DialogAsker()
        asker.session = make(ask=asker, **given)
        return asker.session

    return new


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
