"""What answers about people, accounts and correspondence look like, for the contract."""

from typing import Any, Literal

from coo_backend.told import Told


class CodeSent(Told):
    """The same for whoever is asked about."""

    request: str
    expires_in_s: int
    again_in_s: int


class Confirmation(Told):
    """A proof of the password, for one act."""

    confirmation: str
    expires_in_s: int


class Signatory(Told):
    """One of the company's people; the phone is masked."""

    account: str
    name: str
    role: Literal["clerk", "admin"]
    active: bool
    phone: str
    created_at: str


class Signatories(Told):
    items: list[Signatory]


class Office(Told):
    """An office of the CCPIT and the place where it is."""

    office: str
    place: str
    name_zh: str
    name_en: str


class Offices(Told):
    items: list[Office]


class OfficeMove(Told):
    """A company's request to move to another office."""

    id: str
    office_from: str
    office_to: str
    reason: str
    state: Literal["open", "approved", "refused", "taken_back"]
    asked_at: str
    asked_by: str
    decided_at: str
    decided_by: str
    answer: str


class Moves(Told):
    items: list[OfficeMove]


class CaseFile(Told):
    id: str
    name: str
    mime: str


class Case(Told):
    """A verification from abroad; `deadline` is a day."""

    id: str
    document: str
    number: str
    question: str
    country: str
    deadline: str
    state: Literal["open", "answered", "closed"]
    answer: str
    evidence: list[CaseFile]
    result: str
    opened_at: str
    opened_by: str
    answered_at: str
    answered_by: str
    closed_at: str


class Cases(Told):
    items: list[Case]


class Survey(Told):
    """A questionnaire; `asked` holds title, questions as field declarations and the last day, `values` the answers."""

    id: str
    asked: dict[str, Any]
    closes_on: str
    published_at: str
    values: dict[str, Any] | None
    answered_at: str
    answered_by: str


class Surveys(Told):
    items: list[Survey]


class Filled(Told):
    id: str
    values: dict[str, Any]
    answered_at: str
    answered_by: str


class WipeOrder(Told):
    """For one account on one device; `signature` is Ed25519 over the other parts, base64."""

    account: str
    device: str
    issued_at: str
    nonce: str
    signature: str


class Cancelled(Told):
    order: WipeOrder
