"""What a company and its CCPIT office write to each other: moves, cases of verification, questionnaires."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coo_desktop.domain.forms.questionnaires import Questionnaire


@dataclass(frozen=True, slots=True)
class OfficePlace:
    """An office of the CCPIT and the place where it is."""

    office: str
    place: str
    name_zh: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en or self.name_zh


class MoveState(StrEnum):
    """Where a request to move stands."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class CaseState(StrEnum):
    """Where a case of verification stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class OfficeMove:
    """A request to move to another office."""

    id: str
    office_from: str
    office_to: str
    reason: str
    state: MoveState
    asked_at: str
    asked_by: str
    decided_at: str
    decided_by: str
    answer: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file that an answer names."""

    id: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class VerificationCase:
    """A verification from abroad on one certificate; `deadline` is a day."""

    id: str
    document: str
    number: str
    question: str
    country: str
    deadline: str
    state: CaseState
    answer: str
    result: str
    opened_at: str
    opened_by: str
    answered_at: str
    answered_by: str
    closed_at: str
    evidence: tuple[CaseFile, ...] = ()

    def days_left(self, today: dt.date) -> int:
        """Days until the deadline, negative after it."""
        return (dt.date.fromisoformat(self.deadline) - today).days


@dataclass(frozen=True, slots=True)
class Survey:
    """A questionnaire with the company's answers; `values` is None until they were sent."""

    id: str
    asked: Questionnaire
    published_at: str
    values: Mapping[str, Any] | None = None
    answered_at: str = ""
    answered_by: str = ""

    def is_open(self, today: dt.date) -> bool:
        """Whether it can be answered now."""
        closes_on = self.asked.closes_on
        return self.values is None and (not closes_on or today <= dt.date.fromisoformat(closes_on))
