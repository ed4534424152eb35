"""Moving to another office: chosen by place and office, sent with a reason, followed to its answer."""

import dataclasses

import pytest

from coo_desktop.domain.errors import Offline, Unanswered
from coo_desktop.views.company.moves_page import MovesPage
from coo_desktop.views.widgets.style import Label
from tests.views.counters import counter_desk, settled, shown


@pytest.fixture
def world(qtbot, make):
    session, office = counter_desk(make)
    return office, shown(qtbot, MovesPage(session))


def texts(page) -> str:
    return "\n".join(label.text() for label in page.findChildren(Label))


def test_the_own_office_is_shown_and_not_offered(world):
    page = world[1]
    assert page.here.text() == "浙江省宁波市 贸促会宁波"
    assert [page.place.itemText(number) for number in range(page.place.count())] == ["广东省潮州市"]
    assert page.office.currentData() == "4405"


def test_a_request_needs_a_reason_and_is_followed(qtbot, world):
    office, page = world
    assert not page.sending.isEnabled()
    qtbot.keyClicks(page.reason, "relocated")
    page.sending.click()
    settled(qtbot, page)
    assert (office.moved[0].office_to, office.moved[0].reason) == ("4405", "relocated")
    assert page.reason.toPlainText() == ""
    assert "等待机构审核" in texts(page)
    assert not page.sending.isEnabled()
    page.taking_back.click()
    settled(qtbot, page)
    assert office.moved[0].state == "taken_back"
    assert not page.taking_back.isVisible()


def test_a_reason_typed_while_the_request_is_on_its_way_stays(qtbot, world):
    page = world[1]
    qtbot.keyClicks(page.reason, "relocated")
    page.sending.click()
    qtbot.keyClicks(page.reason, " again")
    settled(qtbot, page)
    assert page.reason.toPlainText() == "relocated again"


def test_the_offices_answer_shows(qtbot, world):
    office, page = world
    office.move("4405", "relocated")
    office.moved[0] = dataclasses.replace(office.moved[0], state="refused", answer="材料不全")
    page.reloading.click()
    settled(qtbot, page)
    assert "材料不全" in texts(page)


def test_what_was_typed_stays_when_the_network_is_gone(qtbot, world):
    office, page = world
    qtbot.keyClicks(page.reason, "relocated")
    office.trouble = Offline(cause="dns")
    page.sending.click()
    settled(qtbot, page)
    assert page.reason.toPlainText() == "relocated"
    assert page.message.isVisible()


@pytest.mark.parametrize("trouble", [Offline(cause="dns"), Unanswered(cause="timeout")])
def test_a_network_that_goes_after_the_request_left_is_not_told_as_nothing_changed(qtbot, world, monkeypatch, trouble):
    office, page = world
    ask = office.move

    def move(place: str, reason: str):
        asked = ask(place, reason)
        office.trouble = trouble
        return asked

    monkeypatch.setattr(office, "move", move)
    qtbot.keyClicks(page.reason, "relocated")
    page.sending.click()
    settled(qtbot, page)
    assert len(office.moved) == 1
    assert page.message.text() == "贸促会没有答复。请点“刷新”查看当前状态。"
    office.trouble = None
    page.reloading.click()
    settled(qtbot, page)
    assert "等待机构审核" in texts(page)


def test_a_clerk_may_look_and_not_ask(qtbot, make):
    session, _office = counter_desk(make, "clerk")
    page = shown(qtbot, MovesPage(session))
    qtbot.keyClicks(page.reason, "relocated")
    assert not page.sending.isEnabled()
