"""Questionnaires are read strictly, and answers judged by the kinds that judge every field."""

import datetime as dt

import pytest

from coo_desktop.domain.context import Context
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.questionnaires import answered, read_questionnaire
from tests.rulebooks import shipped

RULES = shipped()
WORDS = {"zh_CN": "问", "en": "Q"}


def asked(**question):
    return read_questionnaire({"title": WORDS, "questions": [{"id": "q", "kind": "text", "label": WORDS, **question}]})


def codes(questionnaire, **values):
    context = Context(today=dt.date(2026, 11, 23))
    found = RULES.problems(questionnaire.form, answered(questionnaire, values), context)
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("question", "value", "found"),
    [
        ({"needed": True}, "", ["needed"]),
        ({}, "", []),
        ({"max": 3}, "abcd", ["too_long"]),
        ({}, "x" * 5001, ["too_long"]),
        ({"kind": "integer"}, "1.5", ["not_whole"]),
        ({"kind": "decimal"}, "37.50", []),
        ({"kind": "date"}, "2026-02-30", ["not_a_date"]),
        ({"kind": "choice", "choices": [{"id": "a", "label": WORDS}]}, "b", ["unknown_choice"]),
        ({"kind": "flag"}, True, []),
    ],
)
def test_an_answer_is_judged_by_the_kind_of_its_question(question, value, found):
    assert codes(asked(**question), q=value) == found


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"kind": "marks"}, "kind"),
        ({"kind": "choice"}, "choices"),
        ({"id": ""}, "id"),
        ({"colour": "red"}, "extra_forbidden"),
    ],
)
def test_a_questionnaire_that_cannot_be_asked_is_refused(question, reason):
    with pytest.raises(Unreadable) as caught:
        asked(**question)
    assert caught.value.facts["reason"] == reason


def test_two_questions_cannot_share_an_id():
    question = {"id": "q", "kind": "text", "label": WORDS}
    with pytest.raises(Unreadable):
        read_questionnaire({"title": WORDS, "questions": [question, question]})


def test_an_answer_to_no_question_is_refused():
    with pytest.raises(Unreadable):
        answered(asked(), {"other": "x"})
