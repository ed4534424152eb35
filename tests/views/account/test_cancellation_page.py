"""Cancelling the account on its page: read first, then the password, then the order is noted and the program ends."""

import pytest

from coo_desktop.domain.errors import Offline, Refused
from coo_desktop.views.account.cancellation_page import CancellingPage
from coo_desktop.views.questions import PasswordQuestion
from coo_desktop.views.target import Command
from tests.fakes.office import PASSWORD
from tests.views.counters import counter_desk, settled, shown
from tests.views.pages import stored


class NotingAccount:
    """An account that believes one order."""

    def __init__(self):
        self.noted = []

    def obey(self, told):
        if told == {"forged": True}:
            return False
        self.noted.append(told)
        return True


@pytest.fixture
def world(qtbot, make):
    account = NotingAccount()
    session, office = counter_desk(lambda **given: make(account=account, **given), "clerk")
    return session, office, shown(qtbot, CancellingPage(session)), account


def read_all(page):
    for box in page.reminders:
        box.setChecked(True)


def asked(session, page, password):
    session.asker.answer(PasswordQuestion, password)
    read_all(page)
    page.cancelling.click()


def test_every_reminder_that_is_shown_has_to_be_ticked(world):
    page = world[2]
    boxes = [box for box in page.reminders if box.isVisible()]
    assert len(boxes) == 4
    for box in boxes:
        assert not page.cancelling.isEnabled()
        box.setChecked(True)
    assert page.cancelling.isEnabled()


def test_what_waits_in_the_outbox_is_counted(qtbot, world):
    session, _office, page, _account = world
    stored(session, "importer", {"name": "SAKURA"})
    page.load()
    lost = page.reminders[3]
    assert lost.isVisible()
    assert "1" in lost.accessibleName()


def test_the_password_ends_the_account_and_the_program(qtbot, world):
    session, office, page, account = world
    with qtbot.waitSignal(page.wanted) as heard:
        asked(session, page, PASSWORD)
    assert heard.args == [Command.END]
    assert account.noted == [{"account": "demo"}]
    assert "demo" not in office.signed


def test_a_wrong_password_ends_nothing(qtbot, world):
    session, office, page, account = world
    asked(session, page, "wrong")
    settled(qtbot, page)
    assert "密码" in page.message.text()
    assert (account.noted, "demo" in office.signed) == ([], True)


@pytest.mark.parametrize(("trouble", "said"), [(Refused(why="last-admin"), "管理员"), (Offline(cause="dns"), "联网")])
def test_what_keeps_the_account_is_told_with_what_to_do(qtbot, world, trouble, said):
    session, office, page, account = world
    office.trouble = trouble
    asked(session, page, PASSWORD)
    settled(qtbot, page)
    assert said in page.message.text()
    assert account.noted == []


def test_an_order_that_is_not_genuine_deletes_nothing(qtbot, world):
    session, office, page, account = world
    office.order = {"forged": True}
    asked(session, page, PASSWORD)
    settled(qtbot, page)
    assert page.message.isVisible()
    assert account.noted == []
