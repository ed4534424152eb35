"""Nothing typed is lost: whatever is left, closed, locked or drawn anew right after a key, and while keys come."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from coo_desktop.domain.errors import StoreFull
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.views.autosave import PROMISE_S, Autosave
from coo_desktop.views.shell.application import Application
from coo_desktop.views.shell.opening import Outside
from coo_desktop.views.target import Choice, Command
from tests.fakes.asker import FakeAsker
from tests.flows.keyboard import CONTROL, Key, Keyboard
from tests.flows.typing.typed import KINDS, Encrypted, begin

TEXT = "MADE IN NINGBO"


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


@pytest.fixture
def opened(tmp_path) -> Encrypted:
    return Encrypted(tmp_path)


@pytest.fixture
def program(qtbot, qapp, tmp_path, opened) -> Iterator[Application]:
    write_settings(tmp_path, Settings())
    program = Application(qapp, Outside(tmp_path, lambda _settings, _password: opened, FakeAsker))
    with qtbot.waitSignal(program.ready), qtbot.waitActive(program.window):
        program.window.show()
        program.window.activateWindow()
    yield program
    end(program, opened)
    program.window.deleteLater()
    program.deleteLater()


def end(program: Application, opened: Encrypted) -> None:
    """The workers end; nothing is asked of the pages any more."""
    if not opened.is_closed:
        program.close()


def sign_in_elsewhere(qtbot, program, keys) -> None:
    program.window.wanted.emit(Command.SIGN_IN)
    gate = program.window.gate
    gate.account.setText("demo")
    gate.address.setText("https://other.example")
    gate.password.setText("secret")
    old = program.window
    gate.accept()
    qtbot.waitUntil(lambda: program.window is not old)


def redraw(choice: Choice) -> Callable[..., None]:
    def act(qtbot, program, keys) -> None:
        old = program.window
        program.window.wanted.emit(choice)
        qtbot.waitUntil(lambda: program.window is not old)

    return act


WAYS: dict[str, Callable[..., object]] = {
    "closing the tab": lambda _qtbot, _program, keys: keys.press(Key.Key_W, CONTROL),
    "closing the window": lambda _qtbot, program, _keys: program.window.close(),
    "locking the screen": lambda _qtbot, _program, keys: keys.press(Key.Key_L, CONTROL),
    "signing out": lambda _qtbot, program, _keys: program.window.wanted.emit(Command.SIGN_OUT),
    "signing in": lambda _qtbot, program, _keys: program.window.wanted.emit(Command.SIGN_IN),
    "another language": redraw(Choice("language", "en")),
    "another look": redraw(Choice("theme", "dark")),
    "another backend": sign_in_elsewhere,
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_just_before_is_on_the_disk(qtbot, keys, program, opened, kind, way):
    begin(qtbot, program, opened, kind)
    keys.type(TEXT)
    assert opened.kept(kind) != TEXT
    WAYS[way](qtbot, program, keys)
    end(program, opened)
    assert opened.kept_on_disk(kind) == TEXT


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_just_before_stands_in_the_window_drawn_anew(qtbot, keys, program, opened, kind):
    begin(qtbot, program, opened, kind)
    keys.type(TEXT)
    redraw(Choice("language", "en"))(qtbot, program, keys)
    qtbot.waitUntil(lambda: program.tasks.is_idle)
    page = program.window.tabs.current_page()
    assert (
        TEXT
        in {
            "form": lambda: page.values().values(),
            "cell": lambda: [page.values()["invoices"][0]["number"]],
            "case": lambda: [page.panel.text.toPlainText()],
            "survey": lambda: page.fields.values().values(),
            "move": lambda: [page.reason.toPlainText()],
            "check": lambda: [page.number.text()],
        }[kind]()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_twenty_seconds_of_steady_keys_are_never_more_than_a_second_unstored(qtbot, keys, program, opened, kind):
    """README.md: every keystroke is in an encrypted local store within a second."""
    page, clock, typed_at = begin(qtbot, program, opened, kind), opened.clock, []
    for step in range(400):
        if step % 6 == 0:
            keys.type("A")
            typed_at.append(clock.monotonic_s())
        let_pass(qtbot, program, page, 0.05)
        unstored = typed_at[len(opened.kept(kind)) :]
        assert not unstored or clock.monotonic_s() - unstored[0] <= PROMISE_S, len(unstored)
    assert len(typed_at) == 67
    assert QApplication.focusWidget() is not None


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_disk_refuses_stays_on_the_screen_and_is_stored_later(qtbot, keys, program, opened, kind, monkeypatch):
    page = begin(qtbot, program, opened, kind)
    keys.type(TEXT)
    monkeypatch.setattr(opened.store, "unit", full)
    keys.press(Key.Key_W, CONTROL)
    program.window.close()
    qtbot.waitUntil(lambda: program.tasks.is_idle)
    assert program.window.isVisible()
    assert program.window.tabs.current_page() is page
    assert program.window.notices.texts()
    monkeypatch.undo()
    keys.press(Key.Key_W, CONTROL)
    qtbot.waitUntil(lambda: not isValid(page))
    assert opened.kept(kind) == TEXT


def test_a_cell_left_by_escape_is_as_it_was_in_the_store_too(qtbot, keys, program, opened):
    begin(qtbot, program, opened, "cell")
    keys.type(TEXT)
    qtbot.waitUntil(lambda: opened.kept("cell") == TEXT)
    keys.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: opened.kept("cell") == "")


def full():
    raise StoreFull()


def let_pass(qtbot, program, page, seconds) -> None:
    """Time goes by on the fake clock, and every save that is due by then begins and ends."""
    program.opened.clock.pass_s(seconds)
    for autosave in page.findChildren(Autosave):
        if autosave.due_s is not None and program.opened.clock.monotonic_s() >= autosave.due_s:
            autosave.save()
    qtbot.waitUntil(lambda: program.tasks.is_idle)
