"""Answers about people and their accounts: signing in, signatories, forgotten passwords, the end of an account."""

from typing import Literal

from coo_desktop.contract.documents import AnswerBody, Count


class Contact(AnswerBody):
    """Whom to call when an account is forgotten; empty where nobody is named."""

    phone: str = ""
    hours: str = ""


class Meta(AnswerBody):
    api: list[Count]
    min_client: str
    epoch: str
    limits: dict[str, Count]
    contact: Contact
    server_time: str


class Company(AnswerBody):
    id: str
    name_zh: str
    name_en: str
    address_en: str
    address_zh: str
    kind: str
    registration_no: str
    credit_code: str
    office: str
    city_en: str
    phone: str


class Person(AnswerBody):
    account: str
    name: str
    role: Literal["clerk", "admin", "examiner", "customs"]
    active: bool


class WhoAmI(AnswerBody):
    company: Company
    person: Person


class Tokens(AnswerBody):
    access_token: str
    expires_in_s: Count
    refresh_token: str


class SignedIn(Tokens):
    person: Person
    company: Company
    server_key: str


class CodeSent(AnswerBody):
    """The same for whoever is asked about."""

    request: str
    expires_in_s: Count
    again_in_s: Count


class Confirmation(AnswerBody):
    """A proof of the password, for one act."""

    confirmation: str
    expires_in_s: Count


class Signatory(AnswerBody):
    """One of the company's people; the phone is masked."""

    account: str
    name: str
    role: Literal["clerk", "admin"]
    active: bool
    phone: str
    created_at: str


class Signatories(AnswerBody):
    items: list[Signatory]


class WipeOrder(AnswerBody):
    """For one account on one device; `signature` is Ed25519 over the other parts, base64."""

    account: str
    device: str
    issued_at: str
    nonce: str
    signature: str


class Cancelled(AnswerBody):
    order: WipeOrder
