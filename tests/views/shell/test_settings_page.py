"""The settings: each choice is told by name, and stands where it was chosen."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from coo_desktop.environment.settings import Settings
from coo_desktop.views.shell.settings_page import SettingsPage
from coo_desktop.views.target import Choice, Command


@pytest.fixture
def page(qtbot, session):
    session.ports = dataclasses.replace(session.ports, settings=lambda: Settings(theme="dark", lock_after_min=7))
    made = SettingsPage(session)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_holds_now_is_shown(page):
    assert {name: field.currentData() for name, field in page.fields.items()} == {
        "language": "zh_CN",
        "theme": "dark",
        "lock_after_min": 7,
    }


@pytest.mark.parametrize(("name", "chosen"), [("language", "en"), ("theme", "light"), ("lock_after_min", 15)])
def test_a_choice_by_keys_is_told(qtbot, page, name, chosen):
    field = page.fields[name]
    step = Qt.Key.Key_Up if name == "theme" else Qt.Key.Key_Down
    with qtbot.waitSignal(page.wanted) as heard:
        qtbot.keyClick(field, step)
    assert heard.args == [Choice(name, chosen)]


def test_another_backend_is_signed_in_to(qtbot, page):
    with qtbot.waitSignal(page.wanted) as heard:
        qtbot.mouseClick(page.signing_in, Qt.MouseButton.LeftButton)
    assert heard.args == [Command.SIGN_IN]
