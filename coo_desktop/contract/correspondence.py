"""Answers about what the issuing side tells and asks: notices, moves, verifications, questionnaires."""

from typing import Annotated, Any

from pydantic import Field

from coo_desktop.contract.documents import AnswerBody, Named, Place, Text
from coo_desktop.domain.office.correspondence import CaseState, MoveState
from coo_desktop.domain.office.notices import NoticeKind


class Notice(AnswerBody):
    """`kind` is office for a word to everybody, else what became of `document`, or of what the company asked.

    A kind that only a newer backend knows is read as well, so that it holds no other notice up.
    """

    id: Named
    at: Text
    kind: Annotated[Named, Field(json_schema_extra={"enum": list(NoticeKind)})]
    document: Text
    text: str
    by: Text
    read_at: Text


class Notices(AnswerBody):
    """A page of notices; `unread` are the ids of all that this person has not read, on whatever page."""

    items: list[Notice]
    unread: list[str]
    cursor: Place
    more: bool


class ReadNotices(AnswerBody):
    read: list[str]


class Office(AnswerBody):
    """An office of the CCPIT and the place where it is."""

    office: str
    place: str
    name_zh: str
    name_en: str


class Offices(AnswerBody):
    items: list[Office]


class OfficeMove(AnswerBody):
    """A company's request to move to another office."""

    id: str
    office_from: str
    office_to: str
    reason: str
    state: Annotated[MoveState, Field(strict=False)]
    asked_at: str
    asked_by: str
    decided_at: str
    decided_by: str
    answer: str


class Moves(AnswerBody):
    items: list[OfficeMove]


class CaseFile(AnswerBody):
    id: str
    name: str
    mime: str


class Case(AnswerBody):
    """A verification from abroad; `deadline` is a day."""

    id: str
    document: str
    number: str
    question: str
    country: str
    deadline: str
    state: Annotated[CaseState, Field(strict=False)]
    answer: str
    evidence: list[CaseFile]
    result: str
    opened_at: str
    opened_by: str
    answered_at: str
    answered_by: str
    closed_at: str


class Cases(AnswerBody):
    items: list[Case]


class Survey(AnswerBody):
    """A questionnaire; `asked` holds title, questions as field declarations and the last day, `values` the answers."""

    id: str
    asked: dict[str, Any]
    closes_on: str
    published_at: str
    values: dict[str, Any] | None
    answered_at: str
    answered_by: str


class Surveys(AnswerBody):
    items: list[Survey]


class Filled(AnswerBody):
    id: str
    values: dict[str, Any]
    answered_at: str
    answered_by: str
