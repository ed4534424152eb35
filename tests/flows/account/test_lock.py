"""The screen lock in the whole program: typing survives it, sending goes on behind it, the password opens it."""

import pytest
from PySide6.QtWidgets import QLineEdit

from coo_backend.seed import PASSWORD
from coo_desktop.domain.operations import drafts
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from tests.flows.keyboard import CONTROL, Key, Keyboard, sign_in
from tests.flows.screen import NETWORK_MS


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


def test_typing_and_sending_survive_the_lock(qtbot, keys, programs, backend_process):
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD, "demo")
    qtbot.waitUntil(lambda: program.window.light.light == "synced", timeout=NETWORK_MS)
    store, desk = program.opened.store, program.open_session.session
    with store.unit() as unit:
        written = drafts.start(unit, "importer", {"name": "SAKURA"}).document
    page = program.open_session.workplace.open(written.id)
    editor = page.fields.editor("name").findChild(QLineEdit)
    editor.setFocus()
    editor.end(False)
    keys.type(" TRADING")
    keys.press(Key.Key_L, CONTROL)
    assert isinstance(program.window.gate, UnlockPage)
    assert not page.isVisible()

    desk.sync_now()
    there = backend_process.client("demo")
    qtbot.waitUntil(lambda: there.get(f"/v1/docs/{written.id}").ok, timeout=NETWORK_MS)
    qtbot.waitUntil(lambda: there.get(f"/v1/docs/{written.id}").json()["values"]["name"] == "SAKURA TRADING")
    assert isinstance(program.window.gate, UnlockPage)

    sign_in(qtbot, keys, program, "not this one")
    assert "不是" in program.window.gate.message.text()
    sign_in(qtbot, keys, program, PASSWORD)
    assert program.window.gate is None
    assert page.isVisible()
    keys.type(" CO.")
    qtbot.waitUntil(lambda: store.reader.document(written.id).values["name"] == "SAKURA TRADING CO.")


def test_a_locked_program_that_ends_is_opened_by_the_password_alone(qtbot, keys, programs):
    program = programs.start("clerk2")
    sign_in(qtbot, keys, program, PASSWORD, "clerk2")
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    keys.press(Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: program.tasks.is_idle, timeout=NETWORK_MS)
    programs.end(program)
    again = programs.start("clerk2")
    assert isinstance(again.window.gate, UnlockPage)
    sign_in(qtbot, keys, again, PASSWORD)
    qtbot.waitUntil(lambda: again.window.gate is None, timeout=NETWORK_MS)  # without a vault it is asked for once


def test_a_locked_desk_opens_with_a_new_sign_in_too(qtbot, keys, programs):
    program = programs.start("admin")
    sign_in(qtbot, keys, program, PASSWORD, "admin")
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    keys.press(Key.Key_L, CONTROL)
    program.open_session.lock.sign_in_wanted.emit()
    assert isinstance(program.window.gate, SignInPage)
    sign_in(qtbot, keys, program, PASSWORD)
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
