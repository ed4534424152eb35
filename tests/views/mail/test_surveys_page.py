"""Questionnaires: typed questions, a draft that survives, required answers, sent once, read afterwards."""

import datetime as dt
from threading import Event

import pytest

from coo_desktop.domain.errors import Offline
from coo_desktop.domain.forms.questionnaires import read_questionnaire
from coo_desktop.domain.office.correspondence import Survey
from coo_desktop.views.mail.surveys_page import DRAFTS, SurveysPage
from coo_desktop.views.questions import ConfirmQuestion
from tests.views.counters import counter_desk, settled, shown, slow_disk

TITLE = {"zh_CN": "出口情况调查", "en": "Export survey"}


def survey(closes_on: str = "") -> Survey:
    asked = read_questionnaire(
        {
            "title": TITLE,
            "closes_on": closes_on,
            "questions": [
                {"id": "market", "kind": "text", "label": {"zh_CN": "主要市场", "en": "Market"}, "needed": True},
                {"id": "share", "kind": "decimal", "label": {"zh_CN": "比例", "en": "Share"}, "unit": "%"},
                {"id": "rcep", "kind": "flag", "label": {"zh_CN": "使用 RCEP", "en": "Uses RCEP"}},
            ],
        }
    )
    return Survey("s1", asked, "2026-11-01T00:00:00Z")


@pytest.fixture
def world(qtbot, make):
    session, office = counter_desk(make, "clerk")
    session.asker.answer(ConfirmQuestion, True)
    office.surveyed["s1"] = survey()
    return session, office, shown(qtbot, SurveysPage(session))


def write(qtbot, page, name: str, text: str) -> None:
    qtbot.keyClicks(page.fields.editor(name).focus_widget(), text)


def kept(session) -> str:
    """What the store has of the draft."""
    return session.read.setting(DRAFTS, {}).get("s1", {}).get("market", "")


def test_required_and_typed_answers_are_asked_for_at_their_questions(qtbot, world):
    _session, office, page = world
    write(qtbot, page, "share", "a lot")
    page.sending.click()
    assert page.fields.boxes["market"].message.isVisible()
    assert page.fields.boxes["share"].message.isVisible()
    assert not page.fields.boxes["rcep"].message.isVisible()
    assert office.surveyed["s1"].values is None


def test_answers_are_sent_once_and_read_only_afterwards(qtbot, world):
    _session, office, page = world
    write(qtbot, page, "market", "JAPAN")
    write(qtbot, page, "share", "37.5")
    page.sending.click()
    settled(qtbot, page)
    assert office.surveyed["s1"].values == {"market": "JAPAN", "share": "37.5", "rcep": False}
    assert not page.sending.isVisible()
    assert page.fields.editor("market").focus_widget().isReadOnly()


def test_a_draft_is_there_again_when_the_page_is_opened_anew(qtbot, world):
    session, _office, page = world
    write(qtbot, page, "market", "JAPAN")
    qtbot.waitUntil(lambda: session.read.setting(DRAFTS, {}).get("s1", {}).get("market") == "JAPAN")
    again = shown(qtbot, SurveysPage(session))
    assert again.fields.values()["market"] == "JAPAN"


def test_what_is_typed_while_the_list_is_asked_for_again_stays(qtbot, world, monkeypatch):
    session, office, page = world
    gate, surveys = Event(), office.surveys
    monkeypatch.setattr(office, "surveys", lambda: (gate.wait(10), surveys())[1])
    page.reloading.click()
    write(qtbot, page, "market", "JAPAN")
    with slow_disk(session):
        gate.set()
        settled(qtbot, page)
        assert page.fields.values()["market"] == "JAPAN"


def test_a_draft_stays_when_the_network_is_gone(qtbot, world):
    session, office, page = world
    write(qtbot, page, "market", "JAPAN")
    office.trouble = Offline(cause="dns")
    page.sending.click()
    settled(qtbot, page)
    assert page.message.isVisible()
    qtbot.waitUntil(lambda: kept(session) == "JAPAN")


def test_a_colleague_who_was_faster_is_told_and_the_draft_kept(qtbot, world):
    session, office, page = world
    write(qtbot, page, "market", "JAPAN")
    office.fill_in("s1", {"market": "KOREA"})
    page.sending.click()
    qtbot.waitUntil(lambda: not page.is_waiting and page.fields.values()["market"] == "KOREA")
    qtbot.waitUntil(lambda: kept(session) == "JAPAN")


def test_after_its_last_day_it_can_only_be_read(qtbot, make):
    session, office = counter_desk(make, "clerk")
    office.surveyed["s1"] = survey((session.today() - dt.timedelta(days=1)).isoformat())
    page = shown(qtbot, SurveysPage(session))
    assert not page.sending.isEnabled()
    assert page.fields.editor("market").focus_widget().isReadOnly()


def test_an_empty_list_says_so(qtbot, make):
    session, _office = counter_desk(make, "clerk")
    page = shown(qtbot, SurveysPage(session))
    assert page.choice.empty.isVisible()
    assert "问卷" in page.choice.empty.said.text()
    assert not page.list.isVisible()


def test_trouble_does_not_hide_that_the_list_is_empty(qtbot, make):
    session, office = counter_desk(make, "clerk")
    page = shown(qtbot, SurveysPage(session))
    office.trouble = Offline(cause="dns")
    page.reloading.click()
    qtbot.waitUntil(lambda: not page.is_waiting)
    assert page.message.isVisible()
    assert page.choice.empty.isVisible()


def test_final_answers_are_asked_about_once_with_what_goes(qtbot, world):
    session, office, page = world
    write(qtbot, page, "market", "JAPAN")
    session.asker.forget(ConfirmQuestion)  # the person goes back
    page.sending.click()
    (question,) = session.asker.questions
    for part in ("出口情况调查", "共 3 题，已回答 2 题", "比例", "不能更改"):
        assert part in question.text
    assert office.surveyed["s1"].values is None
    assert page.fields.values()["market"] == "JAPAN"
