"""The administrator's list of signatories: what can be done is enabled, asked about, done, and told."""

import pytest

from coo_desktop.domain.errors import Offline, Refused
from coo_desktop.views.company.signatories_page import SignatoriesPage
from coo_desktop.views.questions import ConfirmQuestion, PasswordQuestion
from tests.fakes.office import PASSWORD
from tests.views.counters import counter_desk, settled, shown


@pytest.fixture
def world(qtbot, make):
    session, office = counter_desk(make)
    return session, office, shown(qtbot, SignatoriesPage(session))


def choose(page, account: str) -> None:
    accounts = [page.table.item(row, 1).text() for row in range(page.table.rowCount())]
    page.table.selectRow(accounts.index(account))


def enabled(page) -> set[str]:
    return {event for event, button in page.buttons.items() if button.isEnabled()}


def test_the_list_shows_everybody_with_role_and_state(world):
    _session, _office, page = world
    cells = [[page.table.item(row, column).text() for column in range(5)] for row in range(2)]
    assert cells == [
        ["陈枫", "admin", "管理员", "正常", "138******01"],
        ["王晓明", "demo", "手签员", "正常", "138******02"],
    ]


def test_nothing_can_be_done_with_oneself(world):
    page = world[2]
    assert enabled(page) == set()
    choose(page, "admin")
    assert enabled(page) == set()
    choose(page, "demo")
    assert enabled(page) == {"disable", "delete", "hand_over"}


def test_disabling_asks_first_and_enabling_does_not(qtbot, world):
    session, office, page = world
    choose(page, "demo")
    page.buttons["disable"].click()
    assert isinstance(session.asker.questions[-1], ConfirmQuestion)
    assert office.signed["demo"].active
    session.asker.answer(ConfirmQuestion, True)
    page.buttons["disable"].click()
    settled(qtbot, page)
    assert not office.signed["demo"].active
    assert "王晓明" in page.message.text()
    choose(page, "demo")
    assert enabled(page) == {"enable", "delete"}
    page.buttons["enable"].click()
    settled(qtbot, page)
    assert office.signed["demo"].active


def test_handing_over_takes_the_password_and_ends_what_one_may(qtbot, world):
    session, office, page = world
    choose(page, "demo")
    session.asker.answer(PasswordQuestion, "wrong")
    page.buttons["hand_over"].click()
    settled(qtbot, page)
    assert office.signed["admin"].role == "admin"
    assert page.message.isVisible()
    session.asker.answer(PasswordQuestion, PASSWORD)
    page.buttons["hand_over"].click()
    settled(qtbot, page)
    assert office.signed["demo"].role == "admin"
    assert session.role == "clerk"
    assert page.table.rowCount() == 0


def test_a_deleted_signatory_leaves_the_list(qtbot, world):
    session, _office, page = world
    session.asker.answer(ConfirmQuestion, True)
    choose(page, "demo")
    page.buttons["delete"].click()
    settled(qtbot, page)
    assert page.table.rowCount() == 1


@pytest.mark.parametrize("trouble", [Offline(cause="dns"), Refused(why="forbidden")])
def test_trouble_is_told_on_the_page_and_nothing_changes(qtbot, world, trouble):
    _session, office, page = world
    office.trouble = trouble
    page.reloading.click()
    settled(qtbot, page)
    assert page.message.isVisible()
    assert page.table.rowCount() == 2


def test_a_clerk_is_told_who_arranges_them(qtbot, make):
    session, office = counter_desk(make, "clerk")
    office.trouble = AssertionError("nobody is to be asked")
    page = shown(qtbot, SignatoriesPage(session))
    assert "管理员" in page.message.text()
    assert enabled(page) == set()
