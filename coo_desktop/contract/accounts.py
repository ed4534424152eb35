"""Answers about people and their accounts: signing in, signatories, forgotten passwords, the end of an account."""

from typing import Annotated, Literal

from pydantic import Field

from coo_desktop.contract.documents import AnswerBody, Count, Named

#: The smallest vault that keeps one, Windows', takes 1,280 characters.
Token = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[ -~]+$")]


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
    sending_asked: bool = False


class Person(AnswerBody):
    account: str
    name: str
    role: Literal["clerk", "admin", "examiner", "customs"]
    active: bool


class WhoAmI(AnswerBody):
    company: Company
    person: Person


class Tokens(AnswerBody):
    access_token: Token
    expires_in_s: Count
    refresh_token: Token


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

    account: Named
    device: Named
    issued_at: Named
    nonce: Named
    signature: Named


class Cancelled(AnswerBody):
    order: WipeOrder
