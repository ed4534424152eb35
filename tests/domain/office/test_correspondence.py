"""Letters between company and office: how long a case has, when a questionnaire is open, what an office is called."""

import datetime as dt

import pytest

from coo_desktop.domain.forms.questionnaires import read_questionnaire
from coo_desktop.domain.office.correspondence import CaseState, OfficePlace, Survey, VerificationCase

TODAY = dt.date(2026, 11, 23)
WORDS = {"zh_CN": "问", "en": "Q"}


@pytest.mark.parametrize(("deadline", "left"), [("2026-11-30", 7), ("2026-11-23", 0), ("2026-11-20", -3)])
def test_a_case_counts_the_days_to_its_deadline(deadline, left):
    assert (
        VerificationCase("k", "d", "n", "?", "", deadline, CaseState.OPEN, "", "", "", "", "", "", "").days_left(TODAY)
        == left
    )


@pytest.mark.parametrize(
    ("closes_on", "values", "is_open"),
    [("", None, True), ("2026-11-23", None, True), ("2026-11-22", None, False), ("", {"q": "x"}, False)],
)
def test_a_questionnaire_is_open_until_its_last_day_or_its_answer(closes_on, values, is_open):
    question = {"id": "q", "kind": "text", "label": WORDS}
    asked = read_questionnaire({"title": WORDS, "closes_on": closes_on, "questions": [question]})
    assert Survey("s", asked, "", values).is_open(TODAY) is is_open


def test_an_office_without_an_english_name_is_called_by_its_chinese_one():
    assert OfficePlace("3302", "宁波", "贸促会宁波", "").name("en") == "贸促会宁波"
