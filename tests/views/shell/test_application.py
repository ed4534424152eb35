"""One run on the screen: the gate, the desk behind it, another language, an unreadable store, leaving."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import StoreClosed, StoreLocked, StoreNewer
from coo_desktop.environment import words
from coo_desktop.environment.settings import Settings, read_settings, write_settings
from coo_desktop.views.account.forgotten_page import ForgottenPage
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from coo_desktop.views.check.page import CheckGate
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.shell.application import Application
from coo_desktop.views.shell.lock import KEPT
from coo_desktop.views.shell.opening import Outside
from coo_desktop.views.shell.settings_page import SettingsPage
from coo_desktop.views.start.page import StartPage
from coo_desktop.views.target import Choice
from tests.fakes.asker import FakeAsker
from tests.fakes.backups import FakeBackups
from tests.fakes.clock import FakeClock
from tests.fakes.office import FakeOffice as FakePeople
from tests.fakes.outside import NoRecordTools, NoShipmentFiles, SoundHealth
from tests.fakes.packs import NoPacks
from tests.fakes.sync import QuietSync
from tests.rulebooks import shipped
from tests.stores import fresh_store
from tests.views.check.test_page import FakeOffice
from tests.views.pages import stored


class Opened:
    """What a worker opens, over a real store; a sign-in stores the person as the real account does."""

    def __init__(self):
        self.clock = FakeClock()
        self.rules = shipped()
        self.store = fresh_store(self.rules, self.clock)
        self.library = NoPacks()
        self.records = NoRecordTools()
        self.backups = FakeBackups()
        self.shipments = NoShipmentFiles()
        self.health = SoundHealth()
        account = SimpleNamespace(sign_out=lambda: None, unlock=lambda password: password == "right")
        self.line = SimpleNamespace(engine=QuietSync(), account=account, office=FakePeople())
        self.is_closed = False
        self.address = Settings().backend

    def reconnect(self, address):
        self.address = address

    def people(self, address):
        self.reconnect(address)
        return self.line.office.people

    def sign_in(self, account, _password, address):
        if address != "http://127.0.0.1:8620":
            self.line = SimpleNamespace(engine=QuietSync(), account=self.line.account, office=FakePeople())
        with self.store.unit() as unit:
            unit.put_person(Person(account=account))
        return self.store.reader.person()

    def fill(self, _document):
        return ()

    def unprintable(self, _text):
        return ""

    def paper(self, _document):
        return b""

    def close(self):
        self.is_closed = True


@pytest.fixture
def start(qtbot, qapp, tmp_path):
    """Starts programs over what `open` gives, and ends them."""
    started = []

    def new(open_it, **settings):
        write_settings(tmp_path, Settings(**settings))
        program = Application(qapp, Outside(tmp_path, open_it, FakeAsker))
        started.append(program)
        with qtbot.waitSignal(program.ready), qtbot.waitActive(program.window):
            program.window.show()
            program.window.activateWindow()
        return program

    yield new
    for program in started:
        program.close()
        program.window.deleteLater()
        program.deleteLater()


def signed_in():
    opened = Opened()
    opened.sign_in("demo", "", "http://127.0.0.1:8620")
    return opened


def test_a_new_profile_asks_to_sign_in_and_then_shows_the_desk(qtbot, start, tmp_path):
    opened = Opened()
    program = start(lambda _settings, _password: opened)
    gate = program.window.gate
    assert isinstance(gate, SignInPage)
    qtbot.keyClicks(gate.account, "demo")
    qtbot.keyClicks(gate.password, "secret")
    qtbot.keyClick(gate.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.gate is None)
    assert isinstance(program.window.tabs.current_page(), StartPage)
    assert read_settings(tmp_path).account == "demo"
    qtbot.waitUntil(lambda: program.window.light.light == "synced")


def test_a_known_person_comes_to_the_desk_at_once(start):
    program = start(lambda _settings, _password: signed_in())
    assert program.window.gate is None


def test_a_locked_store_asks_for_the_password_of_the_last_sign_in(qtbot, start):
    def open_it(_settings, password):
        if not password:
            raise StoreLocked(cause="no_vault")
        return signed_in() if password == "right" else None

    program = start(open_it, account="demo")
    gate = program.window.gate
    assert isinstance(gate, UnlockPage)
    qtbot.keyClicks(gate.password, "right")
    qtbot.keyClick(gate.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.gate is None)


def test_a_store_that_cannot_be_opened_is_said_in_the_window(start):
    def open_it(_settings, _password):
        raise StoreNewer(schema=9, known=1)

    program = start(open_it)
    assert "更新版本" in program.window.notices.texts()[0]


def test_another_language_keeps_the_open_documents(qtbot, start, tmp_path):
    program = start(lambda _settings, _password: signed_in())
    document = stored(program.open_session.session, "importer", {"name": "SAKURA"})
    program.open_session.workplace.open(document.id)
    program.window.wanted.emit(Choice("language", "en"))
    qtbot.waitUntil(lambda: program.window.tabs.count() == 5)
    assert words.language() == "en"
    assert program.window.tabs.tabText(0) == "Product pre-review"
    assert isinstance(program.window.tabs.currentWidget(), FormPage)
    assert read_settings(tmp_path).language == "en"


def test_closing_the_window_saves_what_is_typed_first(qtbot, start):
    program = start(lambda _settings, _password: signed_in())
    session = program.open_session.session
    document = stored(session, "importer", {"name": "SAKURA"})
    page = program.open_session.workplace.open(document.id)
    editor = page.fields.editor("name").findChild(QLineEdit)
    editor.end(False)
    qtbot.keyClicks(editor, " TRADING")
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert session.read.document(document.id).values["name"] == "SAKURA TRADING"


def test_the_end_closes_the_store(start):
    opened = signed_in()
    program = start(lambda _settings, _password: opened)
    program.close()
    assert opened.is_closed


def test_a_fault_in_a_slot_is_told_and_the_program_lives(qtbot, start, caplog):
    program = start(lambda _settings, _password: signed_in())
    with qtbot.captureExceptions():
        program._crashes._hear(ZeroDivisionError, ZeroDivisionError("oops"), None)
    qtbot.waitUntil(lambda: any("程序内部出错" in text for text in program.window.notices.texts()))
    assert "oops" in caplog.text
    assert QApplication.activeModalWidget() is None


def test_a_page_that_asks_after_the_end_of_the_store_alarms_nobody(qtbot, start, caplog):
    caplog.set_level("INFO")
    program = start(lambda _settings, _password: signed_in())
    with qtbot.captureExceptions():
        program._crashes._hear(StoreClosed, StoreClosed(), None)
        program._crashes._hear(ZeroDivisionError, ZeroDivisionError("oops"), None)
    qtbot.waitUntil(lambda: bool(program.window.notices.texts()))
    assert ["程序内部出错" in text for text in program.window.notices.texts()] == [True]
    assert "asked after the end of the store" in caplog.text


def test_anybody_checks_a_certificate_before_the_sign_in_and_comes_back_to_it(qtbot, start):
    opened = Opened()
    opened.line.office = FakeOffice()
    program = start(lambda _settings, _password: opened)
    page = program.window.gate
    assert isinstance(page, SignInPage)
    page.checking.click()
    gate = program.window.gate
    assert isinstance(gate, CheckGate)
    gate.page.number.setText("26C3302/00001")
    gate.page.print_number.setText("CCPIT1")
    gate.page.asking.click()
    qtbot.waitUntil(gate.page.answer.isVisible)
    gate.going_back.click()
    assert isinstance(program.window.gate, SignInPage)


def test_a_forgotten_password_is_set_from_the_sign_in_and_leads_back_to_it(qtbot, start):
    opened = Opened()
    opened.line.office = FakePeople()
    program = start(lambda _settings, _password: opened)
    gate = program.window.gate
    qtbot.keyClicks(gate.account, "demo")
    gate.address.setText("https://other.example")
    gate.forgetting.click()
    page = program.window.gate
    assert isinstance(page, ForgottenPage)
    page.sending.click()
    qtbot.waitUntil(page.message.isVisible)
    for field, text in ((page.code, "123456"), (page.password, "lantern 77"), (page.again, "lantern 77")):
        qtbot.keyClicks(field, text)
    qtbot.keyClick(page.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.gate, SignInPage))
    gate = program.window.gate
    assert opened.line.office.passwords == {"r1": "lantern 77"}
    assert (gate.account.text(), gate.address.text(), opened.address) == ("demo", *["https://other.example"] * 2)
    assert "新密码" in gate.message.text()
    assert gate.password.hasFocus()


def press(program, key, modifier=Qt.KeyboardModifier.ControlModifier):
    QTest.keyClick(program.window.windowHandle(), key, modifier)


def unlock(qtbot, program, password="right"):
    qtbot.keyClicks(program.window.gate.password, password)
    qtbot.keyClick(program.window.gate.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.gate is None)


def test_ctrl_l_locks_and_the_password_opens(qtbot, start):
    program = start(lambda _settings, _password: signed_in())
    press(program, Qt.Key.Key_L)
    assert isinstance(program.window.gate, UnlockPage)
    unlock(qtbot, program)


def test_a_desk_left_locked_asks_at_the_next_start_although_the_vault_has_the_key(qtbot, start):
    opened = signed_in()
    with opened.store.unit() as unit:
        unit.put_setting(KEPT, {"locked": True, "seen_at": "2026-11-23T01:00:00+00:00"})
    program = start(lambda _settings, _password: opened)
    assert isinstance(program.window.gate, UnlockPage)
    unlock(qtbot, program)


def test_a_password_that_opened_the_store_is_not_asked_for_twice(qtbot, start):
    opened = signed_in()
    with opened.store.unit() as unit:
        unit.put_setting(KEPT, {"locked": True})

    def open_it(_settings, password):
        if not password:
            raise StoreLocked(cause="no_vault")
        return opened

    program = start(open_it, account="demo")
    unlock(qtbot, program)
    qtbot.waitUntil(lambda: opened.store.reader.setting(KEPT)["locked"] is False)


def test_another_language_does_not_unlock(qtbot, start):
    program = start(lambda _settings, _password: signed_in())
    press(program, Qt.Key.Key_L)
    program.window.wanted.emit(Choice("language", "en"))
    qtbot.waitUntil(lambda: words.language() == "en")
    assert isinstance(program.window.gate, UnlockPage)
    unlock(qtbot, program)


def test_a_sign_in_unlocks_and_giving_it_up_does_not(qtbot, start):
    program = start(lambda _settings, _password: signed_in())
    press(program, Qt.Key.Key_L)
    program.open_session.lock.sign_in_wanted.emit()
    program.window.gate.offline_wanted.emit()
    assert isinstance(program.window.gate, UnlockPage)
    program.open_session.lock.sign_in_wanted.emit()
    gate = program.window.gate
    qtbot.keyClicks(gate.password, "new")
    qtbot.keyClick(gate.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.gate is None)
    assert not program.open_session.lock.is_locked


def test_the_settings_change_the_look_and_stay_open(qtbot, start, tmp_path):
    program = start(lambda _settings, _password: signed_in())
    press(program, Qt.Key.Key_Comma)
    page = program.window.tabs.current_page()
    qtbot.keyClick(page.fields["theme"], Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: program.window.tabs.current_page() is not page)
    assert isinstance(program.window.tabs.current_page(), SettingsPage)
    assert program.window.notices.texts() == []
    assert read_settings(tmp_path).theme == "light"
    qtbot.keyClick(program.window.tabs.current_page().fields["lock_after_min"], Qt.Key.Key_Down)
    assert read_settings(tmp_path).lock_after_min == program.open_session.ports.settings().lock_after_min == 30
