"""Moves, verifications and questionnaires from the desk's side of the wire."""

import pytest

from coo_desktop.domain.errors import Refused, Untrusted
from coo_desktop.sync.api.correspondence import CompanyRequests
from tests.console.pages import Visit
from tests.sync.api.test_people import Answering


@pytest.fixture
def examiner(backend_process):
    visit = Visit(backend_process.url, "examiner")
    yield visit
    visit.close()


def test_a_move_is_asked_for_and_taken_back(desks):
    letters = desks("admin").office.letters
    here, there = letters.offices()
    assert (here.office, there.name("zh_CN")) == ("3302", "贸促会潮州")
    move = letters.move(there.office, "公司迁址")
    assert (move.state, move.office_from, move.asked_by) == ("open", "3302", "陈枫")
    with pytest.raises(Refused) as second:
        letters.move(there.office, "again")
    assert second.value.facts["why"] == "state-locked"
    assert letters.stay(move.id).state == "taken_back"
    assert [each.state for each in letters.moves()] == ["taken_back"]


def test_a_case_is_answered_from_the_desk(desks, backend_process, examiner):
    desk = desks()
    written = desk.write()
    desk.submit(written.id)
    desk.sync()
    client = backend_process.client("examiner")
    for event in ("take_up", "approve"):
        assert client.exam(written.id, event).ok
    desk.sync()
    number = desk.document(written.id).facts["number"]
    examiner.open("/console/verifications")
    given = {"deadline": "2030-01-31", "question": "是否原产？", "country": "日本"}
    assert examiner.send("/console/verifications", number=number, **given).ok
    (case,) = desk.office.letters.cases()
    assert (case.number, case.document, case.state) == (number, written.id, "open")
    with pytest.raises(Refused) as missing:
        desk.office.letters.prove(case.id, "x", ["no such file"])
    assert missing.value.facts["why"] == "dependency-missing"
    assert desk.office.letters.prove(case.id, "原产于中国", []).state == "answered"


def test_a_questionnaire_is_filled_in_once(desks, examiner):
    desk = desks()
    examiner.open("/console/questionnaires")
    from coo_backend.company.pages import EXAMPLE

    assert examiner.send("/console/questionnaires", text=EXAMPLE).ok
    (survey,) = desk.office.letters.surveys()
    assert survey.is_open(desk.clock.today())
    desk.office.letters.fill_in(survey.id, {"main_market": "日本", "uses_rcep": "often"})
    (survey,) = desk.office.letters.surveys()
    assert (survey.values, survey.is_open(desk.clock.today())) == ({"main_market": "日本", "uses_rcep": "often"}, False)


@pytest.mark.parametrize("body", [None, {"items": 1}, {"items": [None]}, {"items": [{"id": "x"}]}])
def test_answers_of_another_shape_are_not_believed(body):
    letters = CompanyRequests(Answering(body))
    for ask in (letters.offices, letters.moves, letters.cases, letters.surveys):
        with pytest.raises(Untrusted):
            ask()
