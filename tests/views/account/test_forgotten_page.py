"""A forgotten password by keys: what is wrong stands at its field, and the wait outlives the page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from coo_desktop.domain.errors import Busy, Offline, Refused, Unanswered
from coo_desktop.domain.office.people import CodeSent, Contact
from coo_desktop.domain.refusals import Rule
from coo_desktop.views.account.forgotten_page import CodeAsked
from coo_desktop.views.shell.sign_in_flow import SignInFlow
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.tasks import Tasks
from tests.fakes.clock import FakeClock
from tests.fakes.office import FakeOffice

WEAK = {"problem": {"problems": [{"field": "password", "messageZh": "这个密码太容易猜到。", "messageEn": "Too easy."}]}}


class Counter:
    """A gate with the page on it, an office behind it, and a clock that a test moves."""

    def __init__(self, qtbot):
        self.qtbot, self.tasks, self.clock, self.office = qtbot, Tasks(), FakeClock(), FakeOffice()
        self.window, self.asked, self.left = MainWindow(self.tasks), CodeAsked(), []
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def page(self, account="demo"):
        gate = SignInFlow(self.window, self.tasks)
        people = lambda: self.office.people  # noqa: E731
        return gate.show_forgotten(
            account, self.asked, self.clock.monotonic_s, people, lambda *to: self.left.append(to)
        )

    def sent(self, page):
        self.qtbot.mouseClick(page.sending, Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: bool(self.asked.request))
        return page

    def write(self, page, code, password, again=""):
        for field, text in ((page.code, code), (page.password, password), (page.again, again or password)):
            field.setFocus()
            field.selectAll()
            self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(page.again, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.tasks.is_idle)


@pytest.fixture
def counter(qtbot):
    made = Counter(qtbot)
    yield made
    made.tasks.close()


def note(page, field):
    return page._notes[field].text()


def test_account_code_and_a_new_password_by_keys_lead_back_to_the_sign_in(qtbot, counter):
    page = counter.page("")
    assert QApplication.focusWidget() is page.account
    qtbot.keyClicks(page.account, "demo")
    qtbot.keyClick(page.account, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.sending
    qtbot.keyClick(page.sending, Qt.Key.Key_Space)
    qtbot.waitUntil(page.message.isVisible)
    assert page.code.hasFocus()
    counter.write(page, "123456", "lantern-ridge-77")
    assert counter.office.passwords == {"r1": "lantern-ridge-77"}
    ((account, said),) = counter.left
    assert account == "demo"
    assert "新密码" in said


def test_the_words_are_the_same_for_whoever_is_asked_about(counter):
    known = counter.sent(counter.page("demo")).message.text()
    counter.asked.request = ""
    assert counter.sent(counter.page("nobody-at-all")).message.text() == known


def test_a_code_typed_before_the_answer_comes_stays(qtbot, counter):
    """A message may be quicker than the answer to asking for it."""
    page = counter.page()
    page.code.setText("111111")
    qtbot.mouseClick(page.sending, Qt.MouseButton.LeftButton)
    page.code.selectAll()
    qtbot.keyClicks(page.code, "123456")
    page.password.setFocus()
    qtbot.waitUntil(lambda: bool(counter.asked.request))
    assert page.code.text() == "123456"
    assert page.password.hasFocus()


def test_the_code_before_makes_room_for_the_new_one(counter):
    page = counter.page()
    page.code.setText("111111")
    counter.sent(page)
    assert page.code.text() == ""
    assert page.code.hasFocus()


def test_another_code_has_to_wait_and_leaving_the_page_does_not_help(counter):
    page = counter.sent(counter.page())
    assert not page.sending.isEnabled()
    page.left.emit("demo")
    counter.clock.pass_s(20)
    page = counter.page()
    assert "40" in page.sending.text()
    assert page.code.hasFocus()
    counter.write(page, "123456", "long enough 77")
    assert len(counter.left) == 2


def test_another_account_need_not_wait_and_has_no_code_yet(qtbot, counter):
    page = counter.sent(counter.page())
    page.account.setText("admin")
    assert page.sending.isEnabled()
    counter.write(page, "123456", "long enough 77")
    assert "admin" not in counter.office.passwords
    assert "验证码" in note(page, page.account)


def test_the_wait_that_the_backend_names_is_counted_down(counter):
    counter.office.trouble = Busy(after_s=45.0)
    page = counter.page()
    page.sending.click()
    counter.qtbot.waitUntil(lambda: "45" in page.sending.text())
    assert page.message.isVisible()
    counter.clock.pass_s(45)
    counter.qtbot.waitUntil(page.sending.isEnabled)


def test_a_wrong_code_is_said_at_its_field_and_the_rest_stays(counter):
    page = counter.sent(counter.page())
    counter.write(page, "000000", "long enough 77")
    assert note(page, page.code)
    assert page.code.hasFocus()
    assert page.password.text() == "long enough 77"
    assert not counter.left


def test_an_expired_code_is_told_without_asking(counter):
    page = counter.sent(counter.page())
    counter.clock.pass_s(300)
    counter.write(page, "123456", "long enough 77")
    assert "过期" in note(page, page.code)
    assert counter.office.passwords == {}


def test_what_is_weak_is_told_at_the_password(counter):
    page = counter.sent(counter.page())
    counter.office.trouble = Refused(why="validation", **WEAK)
    counter.write(page, "123456", "password")
    assert note(page, page.password) == "这个密码太容易猜到。"
    assert page.password.hasFocus()


def test_two_different_passwords_are_not_sent(counter):
    page = counter.sent(counter.page())
    counter.write(page, "123456", "long enough 77", "long enough 78")
    assert note(page, page.again)
    assert counter.office.passwords == {}


@pytest.mark.parametrize("trouble", [Offline(cause="dns"), Unanswered(), Busy(), Refused(why=Rule.ADDRESS)])
def test_trouble_is_said_on_the_page_and_keeps_what_was_typed(counter, trouble):
    page = counter.sent(counter.page())
    counter.office.trouble = trouble
    counter.write(page, "123456", "long enough 77")
    assert page.message.isVisible()
    assert (page.code.text(), page.password.text()) == ("123456", "long enough 77")
    assert page.main.isEnabled()


def test_both_passwords_can_be_looked_at(qtbot, counter):
    page = counter.page()
    page.again.setFocus()
    qtbot.keyClick(page.again, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.password.echoMode() == page.again.echoMode() == QLineEdit.EchoMode.Normal


@pytest.mark.parametrize(
    ("contact", "said"),
    [(Contact("010-6000 0000", "9:00-17:00"), "9:00-17:00"), (Contact("010-6000 0000"), "010"), (Contact(), "贸促会")],
)
def test_a_forgotten_account_is_told_whom_to_call(counter, contact, said):
    counter.office.contact = lambda: contact
    page = counter.page("")
    page.contact_wanted.emit()
    counter.qtbot.waitUntil(lambda: said in page.message.text())


def test_the_wait_begins_anew_only_for_the_account_it_is_about():
    asked = CodeAsked()
    asked.take("demo", CodeSent("r1", 300, 60), 100.0)
    assert (asked.left_s("demo", 130.0), asked.left_s("admin", 130.0), asked.left_s("demo", 161.0)) == (30, 0, 0)
    asked.wait("demo", 10.0, 200.0)
    assert (asked.request, asked.left_s("demo", 200.0)) == ("r1", 10)
    asked.wait("admin", 10.0, 200.0)
    assert asked.request == ""
