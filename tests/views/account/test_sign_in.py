"""Signing in and unlocking by keys, with messages at the fields and nothing modal."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import Offline, Refused, SignInFailed
from coo_desktop.domain.refusals import Rule
from coo_desktop.views.shell.sign_in_flow import SignInFlow
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.tasks import Tasks


@pytest.fixture
def window(qtbot):
    tasks = Tasks()
    made = MainWindow(tasks)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made, SignInFlow(made, tasks)
    tasks.close()


def sign_in_page(window, sign_in, entered, account="", offline=False):
    _frame, gate = window
    return gate.show_sign_in(account, "http://127.0.0.1:1", sign_in, lambda *who: entered.append(who), offline)


def test_account_password_and_enter_sign_in(qtbot, window):
    asked, entered = [], []

    def sign_in(*given):
        asked.append(given)
        return Person(account=given[0])

    page = sign_in_page(window, sign_in, entered)
    assert QApplication.focusWidget() is page.account
    qtbot.keyClicks(page.account, "demo")
    qtbot.keyClick(page.account, Qt.Key.Key_Tab)
    qtbot.keyClicks(page.password, "secret")
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(entered))
    assert asked == [("demo", "secret", "http://127.0.0.1:1")]
    assert entered == [("demo", "http://127.0.0.1:1")]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SignInFailed(), "账号或密码不正确"),
        (SignInFailed(retry_after_s=30), "30 秒"),
        (Offline(cause="dns"), "找不到 http://127.0.0.1:1"),
        (Refused(why=Rule.OTHER_PERSON, account="li"), "li"),
    ],
)
def test_a_failure_is_said_on_the_page_and_keeps_what_was_typed(qtbot, window, error, said):
    def sign_in(*_given):
        raise error

    page = sign_in_page(window, sign_in, [], account="demo")
    qtbot.keyClicks(page.password, "wrong")
    page.accept()
    qtbot.waitUntil(lambda: said in page.message.text())
    assert page.password.text() == "wrong"
    assert page.main.isEnabled()
    assert QApplication.activeModalWidget() is None


def test_a_wrong_address_opens_the_settings(qtbot, window):
    def sign_in(*_given):
        raise Refused(why=Rule.ADDRESS)

    page = sign_in_page(window, sign_in, [], account="demo")
    assert not page.address.isVisible()
    qtbot.keyClicks(page.password, "secret")
    page.accept()
    qtbot.waitUntil(lambda: page.address.isVisible())
    assert page.address.hasFocus()


def test_an_empty_field_is_named_and_nothing_is_asked(qtbot, window):
    asked = []
    page = sign_in_page(window, lambda *given: asked.append(given), [])
    page.accept()
    assert "账号" in page.message.text()
    assert page.account.hasFocus()
    assert asked == []


def test_pressing_twice_asks_once(qtbot, window):
    asked, entered = [], []

    def sign_in(*given):
        asked.append(given)
        return Person(account="demo")

    page = sign_in_page(window, sign_in, entered, account="demo")
    page.password.setText("secret")
    page.accept()
    page.accept()
    qtbot.waitUntil(lambda: bool(entered))
    assert len(asked) == 1


def test_the_password_is_hidden_and_never_goes_through_an_input_method(window):
    page = sign_in_page(window, lambda *_given: None, [])
    assert page.password.echoMode() == QLineEdit.EchoMode.Password
    assert not page.password.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_a_known_person_may_go_on_without_signing_in(qtbot, window):
    entered = []
    page = sign_in_page(window, lambda *_given: None, entered, account="demo", offline=True)
    page.offline_wanted.emit()
    assert entered == [("", "")]


def test_a_wrong_unlock_password_is_said_and_the_right_one_opens(qtbot, window):
    _frame, gate = window
    opened = []
    page = gate.show_unlock("demo", lambda password: "store" if password == "right" else None, opened.append)
    qtbot.keyClicks(page.password, "wrong")
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "不是" in page.message.text())
    assert opened == []
    qtbot.keyClicks(page.password, "right")  # the wrong one is selected, so typing replaces it
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened == ["store"])
