"""Questionnaires: typed questions in both languages, told as field declarations, and what is wrong with answers.

A question is a FieldSpec of one of `QUESTION_KINDS`, so that the same kinds clean and judge answers, and the same
editors ask for them, as in every form.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms import FieldSpec, Strict, Words
from coo_desktop.domain.kinds import KINDS, Fault, clean, is_blank
from coo_desktop.domain.problems import Problem, ProblemWords

QUESTION_KINDS = ("text", "lines", "integer", "decimal", "date", "choice", "flag")
MOST_QUESTIONS = 200
_LONGEST_ANSWER = 5000


class Questionnaire(Strict):
    """What the issuing side wants to know; `closes_on` (YYYY-MM-DD, or "") is the last day for an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    about: Words | None = None
    closes_on: str = ""
    questions: tuple[FieldSpec, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)

    @property
    def by_id(self) -> Mapping[str, FieldSpec]:
        return {question.id: question for question in self.questions}


def read_questionnaire(told: Any) -> Questionnaire:
    """A questionnaire as it travels; raises Unreadable(reason, key)."""
    try:
        read = Questionnaire.model_validate(told)
    except ValidationError as faults:
        first = faults.errors(include_url=False)[0]
        raise Unreadable(reason=first["type"], key=".".join(map(str, first["loc"]))) from None
    ids = [question.id for question in read.questions]
    for question in read.questions:
        if question.kind not in QUESTION_KINDS:
            raise Unreadable(reason="kind", key=question.id)
        if question.kind == "choice" and not question.choices:
            raise Unreadable(reason="choices", key=question.id)
        if not question.id or ids.count(question.id) > 1:
            raise Unreadable(reason="id", key=question.id)
    limited = tuple(_limited(question) for question in read.questions)
    return read.model_copy(update={"questions": limited})


def answered(questionnaire: Questionnaire, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers cleaned by their kinds; raises Unreadable(key) for one to no question."""
    for name in values:
        if name not in questionnaire.by_id:
            raise Unreadable(reason="unknown_question", key=name)
    return clean(values, questionnaire.by_id)


def problems(
    questionnaire: Questionnaire, values: Mapping[str, Any], words: Mapping[str, ProblemWords]
) -> tuple[Problem, ...]:
    """Everything that keeps the answers from being sent, in the order of the questions."""
    return tuple(
        _tell(question, fault, words[fault.code])
        for question in questionnaire.questions
        for fault in _faults(question, values.get(question.id))
    )


def _faults(question: FieldSpec, value: Any) -> Iterator[Fault]:
    if is_blank(value):
        if question.needed:
            yield Fault("needed")
        return
    yield from KINDS[question.kind].faults(value, question)


def _tell(question: FieldSpec, fault: Fault, words: ProblemWords) -> Problem:
    def say(template: Words | None, language: str) -> str:
        facts = {**fault.facts, "label": question.label.in_(language), "row": ""}
        return template.in_(language).format_map(facts) if template else ""

    return Problem(
        severity="block",
        code=fault.code,
        field=question.id,
        box="",
        row="",
        part="",
        source="",
        message_zh=say(words.said, "zh_CN"),
        message_en=say(words.said, "en"),
        fix_zh=say(words.fix, "zh_CN"),
        fix_en=say(words.fix, "en"),
    )


def _limited(question: FieldSpec) -> FieldSpec:
    """A text without a limit of its own gets the common one."""
    if question.kind in ("text", "lines") and question.max is None:
        return question.model_copy(update={"max": _LONGEST_ANSWER})
    return question
