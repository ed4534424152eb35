"""The screen lock: nobody there, Ctrl+L, a sleep, a restart; nothing typed is lost and nothing is shown."""

import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from coo_desktop.domain.errors import StoreLocked
from coo_desktop.environment.settings import Settings
from coo_desktop.views.account.sign_in import UnlockPage
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.shell import open_tabs
from coo_desktop.views.shell.lock import KEPT, LONGEST_S
from coo_desktop.views.shell.open_session import OpenSession
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.target import Target
from tests.fakes.asker import FakeAsker
from tests.views.pages import make_desk, stored


class Account:
    """Implements the Account port; `trouble` is what an unlock raises."""

    trouble = None

    def unlock(self, password):
        if self.trouble is not None:
            raise self.trouble
        return password == "right"


class Quiet:
    """Implements the Sync port: there is never anything to do."""


class Office:
    """A room with its window, and hands on its keyboard."""

    def __init__(self, qtbot, minutes=15):
        self.qtbot, self.account = qtbot, Account()
        self.settings = Settings(lock_after_min=minutes)
        old = make_desk()
        ports = dataclasses.replace(old.ports, account=self.account, settings=lambda: self.settings)
        self.clock, self.tasks = ports.clock, old.tasks
        self.window = MainWindow(self.tasks)
        qtbot.addWidget(self.window)
        self.open_session = OpenSession(ports, FakeAsker(), self.tasks, 36_000, self.window)
        self.open_session.furnish(self.window)
        self.session, self.lock = self.open_session.session, self.open_session.lock
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.windowHandle(), key, modifier)

    def unlock(self, password="right"):
        self.qtbot.keyClicks(self.window.gate.password, password)
        self.qtbot.keyClick(self.window.gate.password, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.tasks.is_idle)

    def kept(self):
        self.qtbot.waitUntil(lambda: self.tasks.is_idle)
        return self.session.read.setting(KEPT, {})


@pytest.fixture
def make_office(qtbot):
    made = []

    def new(**given):
        made.append(Office(qtbot, **given))
        return made[-1]

    yield new
    for office in made:
        office.tasks.close()


@pytest.fixture
def office(make_office):
    return make_office()


def test_nobody_for_the_chosen_time_locks(office):
    office.clock.pass_s(15 * 60 - 1)
    office.lock.look()
    assert office.window.gate is None
    office.clock.pass_s(1)
    office.lock.look()
    assert isinstance(office.window.gate, UnlockPage)
    assert office.window.gate.password.hasFocus()


def test_a_key_is_a_sign_of_a_person(office):
    office.clock.pass_s(14 * 60)
    office.press(Qt.Key.Key_Shift)
    office.clock.pass_s(14 * 60)
    office.lock.look()
    assert not office.lock.is_locked


def test_the_key_that_wakes_a_sleeping_computer_locks_and_does_nothing_else(office):
    office.clock.pass_s(16 * 60)
    office.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert office.lock.is_locked
    assert not office.window.tabs.open_pages()


@pytest.mark.parametrize(("minutes", "after_s"), [(0, LONGEST_S), (100_000, LONGEST_S)])
def test_half_a_day_locks_whatever_the_settings_say(make_office, minutes, after_s):
    office = make_office(minutes=minutes)
    office.clock.pass_s(after_s - 1)
    office.lock.look()
    assert not office.lock.is_locked
    office.clock.pass_s(1)
    office.lock.look()
    assert office.lock.is_locked


def test_what_is_typed_is_saved_and_everything_is_as_it_was_after_the_password(qtbot, office):
    document = stored(office.session, "importer", {"name": "SAKURA"})
    page = office.open_session.workplace.open(document.id)
    editor = page.fields.editor("name").findChild(QLineEdit)
    editor.setFocus()
    editor.end(False)
    qtbot.keyClicks(editor, " TRADING")
    office.lock.lock()
    assert not page.isVisible()
    qtbot.waitUntil(lambda: office.session.read.document(document.id).values["name"] == "SAKURA TRADING")
    office.unlock()
    assert office.window.gate is None
    assert isinstance(office.window.tabs.currentWidget(), FormPage)
    assert page.isVisible()
    assert QApplication.focusWidget() is editor


def test_a_wrong_password_is_said_and_nothing_is_shown(office):
    office.lock.lock()
    office.unlock("wrong")
    assert office.lock.is_locked
    assert "不是" in office.window.gate.message.text()


def test_after_many_wrong_passwords_the_page_counts_down(qtbot, office):
    office.lock.lock()
    office.account.trouble = StoreLocked(cause="patience", seconds=2)
    office.unlock("wrong")
    gate = office.window.gate
    assert not gate.main.isEnabled()
    assert "2" in gate.message.text()
    office.account.trouble = None
    qtbot.waitUntil(gate.main.isEnabled)
    gate.password.selectAll()
    office.unlock()
    assert not office.lock.is_locked


def test_an_open_question_is_hidden_and_comes_back(qtbot, office):
    dialog = QDialog(office.window)
    answered = []
    dialog.finished.connect(answered.append)
    dialog.open()
    office.lock.lock()
    assert not dialog.isVisible()
    office.unlock()
    assert dialog.isVisible()
    assert dialog.isModal()
    assert answered == []
    dialog.done(0)


def test_messages_about_documents_are_hidden_with_them(office):
    office.window.notices.show_notice("some", "info", "SAKURA")
    office.lock.lock()
    assert not office.window.notices.isVisible()
    office.unlock()
    assert office.window.notices.isVisible()


def test_no_command_of_the_menus_reaches_the_desk_behind_it(office):
    office.lock.lock()
    office.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    office.press(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert not office.window.tabs.open_pages()


def test_whoever_changed_the_password_elsewhere_signs_in_instead(qtbot, office):
    office.lock.lock()
    with qtbot.waitSignal(office.lock.sign_in_wanted):
        office.press(Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)


@pytest.mark.parametrize(
    ("kept", "locks"),
    [
        ({}, False),
        ({"locked": True, "seen_at": "2026-11-23T01:59:00+00:00"}, True),
        ({"locked": False, "seen_at": "2026-11-23T01:59:00+00:00"}, False),
        ({"locked": False, "seen_at": "2026-11-22T13:59:00+00:00"}, True),
        ({"locked": False, "seen_at": "2027-01-01T00:00:00+00:00"}, False),
        ({"locked": False, "seen_at": "yesterday"}, False),
        ([], False),
    ],
)
def test_a_start_asks_for_the_password_when_it_was_left_locked_or_long_ago(office, kept, locks):
    with office.session.ports.store.unit() as unit:
        unit.put_setting(KEPT, kept)
    office.lock.lock_if_left()
    assert office.lock.is_locked is locks


def test_how_the_desk_was_left_is_kept(office):
    office.window.leaving.emit()
    assert office.kept()["locked"] is False
    office.lock.lock()
    assert office.kept()["locked"] is True
    office.unlock()
    assert office.kept()["locked"] is False
    office.clock.pass_s(700)
    office.press(Qt.Key.Key_Shift)
    office.lock.look()
    assert dt.datetime.fromisoformat(office.kept()["seen_at"]) == office.clock.now()


def test_the_lock_ends_with_its_room(qtbot, office):
    gone = SimpleNamespace(said=False)
    office.lock.destroyed.connect(lambda: setattr(gone, "said", True))
    office.open_session.close()
    qtbot.waitUntil(lambda: gone.said)
    office.press(Qt.Key.Key_Shift)


def test_the_tabs_of_the_last_start_wait_for_the_password(office):
    with office.session.ports.store.unit() as unit:
        unit.put_setting(open_tabs.KEPT, {"tabs": [{"place": "outbox", "title": "Outbox", "icon": "waiting"}]})
    office.lock.lock()
    office.open_session.resume()
    assert not office.window.tabs.closable()
    office.unlock()
    office.qtbot.waitUntil(lambda: list(office.window.tabs.closable()) == [Target("outbox")])
