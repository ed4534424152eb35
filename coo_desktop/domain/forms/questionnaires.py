"""Questionnaires: typed questions in both languages, told as field declarations, and the form that they make.

A question is a FieldSpec of a kind that may be asked, so that the same kinds clean and judge answers, and the same
editors ask for them, as in every form.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import ConfigDict, Field, ValidationError

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, Section, Strict, Words
from coo_desktop.domain.forms.kinds import KINDS, clean

MOST_QUESTIONS = 200
_LONGEST_ANSWER = 5000


class Questionnaire(Strict):
    """What the issuing side wants to know; `closes_on` (YYYY-MM-DD, or "") is the last day for an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Words
    about: Words | None = None
    closes_on: str = ""
    questions: tuple[FieldSpec, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)

    @cached_property
    def form(self) -> FormType:
        """The same questions as a form, one under the other, for screens and checks."""
        rows = tuple((question.id,) for question in self.questions)
        sections = (Section(id="questions", title=Words(zh_CN="", en=""), rows=rows),)
        return FormType(
            id="questionnaire",
            family="record",
            title=self.title,
            short=self.title,
            fields=self.questions,
            sections=sections,
        )


def read_questionnaire(told: Any) -> Questionnaire:
    """A questionnaire as it travels; raises Unreadable(reason, key)."""
    try:
        read = Questionnaire.model_validate(told)
    except ValidationError as faults:
        first = faults.errors(include_url=False)[0]
        raise Unreadable(reason=first["type"], key=".".join(map(str, first["loc"]))) from None
    ids = [question.id for question in read.questions]
    for question in read.questions:
        kind = KINDS.get(question.kind)
        if kind is None or not kind.asked:
            raise Unreadable(reason="kind", key=question.id)
        if kind.chooses and not question.choices:
            raise Unreadable(reason="choices", key=question.id)
        if not question.id or ids.count(question.id) > 1:
            raise Unreadable(reason="id", key=question.id)
    limited = tuple(_limited(question) for question in read.questions)
    return read.model_copy(update={"questions": limited})


def answered(questionnaire: Questionnaire, values: Mapping[str, Any]) -> dict[str, Any]:
    """The answers cleaned by their kinds; raises Unreadable(key) for one to no question."""
    for name in values:
        if name not in questionnaire.form.by_id:
            raise Unreadable(reason="unknown_question", key=name)
    return clean(values, questionnaire.form.by_id)


def _limited(question: FieldSpec) -> FieldSpec:
    """A text without a limit of its own gets the common one."""
    if KINDS[question.kind].prose and question.max is None:
        return question.model_copy(update={"max": _LONGEST_ANSWER})
    return question
