"""Settings, store or password lost: the whole program says what is gone, and all the work is there in the end."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from coo_backend.seed import PASSWORD
from coo_desktop.domain.operations import drafts
from coo_desktop.environment import words
from coo_desktop.environment.settings import read_settings, write_settings
from coo_desktop.environment.words import _
from coo_desktop.views.account.recovery_page import RecoveryPage
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from tests.flows.keyboard import Key, Keyboard, sign_in
from tests.flows.screen import NETWORK_MS

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


@pytest.fixture
def worked(qtbot, keys, programs, tmp_path):
    """The folder of a profile in which somebody signed in, wrote a document and ended the program; and the document."""
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD, "demo")
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    with program.opened.store.unit() as unit:
        written = drafts.start(unit, "importer", {"name": "SAKURA"}).document
    program.opened.store.back_up()
    programs.end(program)
    return tmp_path / "demo", written.id


def opened(qtbot, program):
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    return program.opened.store.reader


@pytest.mark.parametrize("how", ["lost", "empty"])
def test_without_settings_the_password_opens_the_same_work(qtbot, keys, programs, worked, how):
    folder, document = worked
    address = read_settings(folder).backend
    if how == "lost":
        (folder / "settings.json").unlink()
    else:
        (folder / "settings.json").write_bytes(b"")
    programs.end(programs.start("demo"))
    program = programs.start("demo")
    assert isinstance(program.window.gate, UnlockPage)
    sign_in(qtbot, keys, program, PASSWORD)
    assert opened(qtbot, program).document(document).values["name"] == "SAKURA"
    assert not tuple(folder.glob("aside-*"))
    kept = read_settings(folder)
    assert (kept.account, kept.backend) == ("demo", address)
    assert program.opened.address == address


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_an_empty_store_is_told_and_its_backup_comes_back(qtbot, keys, programs, worked, language):
    folder, document = worked
    write_settings(folder, replace(read_settings(folder), language=language))
    (folder / "store.db").write_bytes(b"")
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD)
    page = program.window.gate
    assert isinstance(page, RecoveryPage)
    assert words.language() == language
    assert _("The data file is missing") in [label.text() for label in page.findChildren(QLabel)]
    assert (folder / "store.db").read_bytes() == b""
    keys.press(Key.Key_O, ALT)
    assert opened(qtbot, program).document(document).values["name"] == "SAKURA"


def test_a_missing_store_is_fetched_from_the_backend(qtbot, keys, programs, worked):
    folder, _document = worked
    (folder / "store.db").unlink()
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD)
    assert isinstance(program.window.gate, RecoveryPage)
    assert not (folder / "store.db").exists()
    keys.press(Key.Key_Down)
    keys.press(Key.Key_O, ALT)
    qtbot.waitUntil(lambda: isinstance(program.window.gate, SignInPage), timeout=NETWORK_MS)
    sign_in(qtbot, keys, program, PASSWORD)
    opened(qtbot, program)
    qtbot.waitUntil(lambda: program.window.light.light == "synced", timeout=NETWORK_MS)


def test_what_is_set_aside_without_its_password_is_offered_and_comes_back(qtbot, keys, programs, worked):
    _folder, document = worked
    program = programs.start("demo")
    keys.press(Key.Key_K, ALT)
    qtbot.waitUntil(lambda: isinstance(program.window.gate, RecoveryPage))
    keys.press(Key.Key_O, ALT)
    qtbot.waitUntil(lambda: isinstance(program.window.gate, SignInPage), timeout=NETWORK_MS)
    sign_in(qtbot, keys, program, PASSWORD)
    assert opened(qtbot, program).document(document) is None
    qtbot.waitUntil(lambda: any("取回" in button.text() for button in buttons(program)), timeout=NETWORK_MS)
    next(button for button in buttons(program) if button.text() == "取回").click()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert program.starts_again
    programs.end(program)
    again = programs.start("demo")
    sign_in(qtbot, keys, again, PASSWORD)
    assert opened(qtbot, again).document(document).values["name"] == "SAKURA"


def buttons(program):
    return program.window.notices.findChildren(QPushButton)
