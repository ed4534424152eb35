"""Answers about people and their accounts: signing in, signatories, forgotten passwords, the end of an account."""

from typing import Annotated, Literal

from pydantic import Field

from coo_desktop.contract.documents import AnswerBody, Count, Named, Text

#: The smallest vault that keeps one, Windows', takes 1,280 characters.
Token = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[ -~]+$")]


#: A piece of a picture in base64, within the length of a text.
StampPart = Annotated[str, Field(max_length=100_000)]


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
    release_needed: bool = False


class Person(AnswerBody):
    account: str
    name: str
    role: Literal["clerk", "admin", "examiner", "customs"]
    active: bool


class Colleague(AnswerBody):
    """What an account of the company is called; those that were deleted are among them."""

    account: str
    name: str


class Stamp(AnswerBody):
    """A seal or a signature that is filed; its bytes are asked for by their digest."""

    kind: Literal["seal", "signature"]
    account: Text
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    mime: Literal["image/png", "image/jpeg"]
    width_mm: Annotated[str, Field(max_length=10)]
    changed_at: Text
    changed_by: Text


class ReleaseRule(AnswerBody):
    """Whether a second person of the company has to release what is sent."""

    needed: bool


class Removed(AnswerBody):
    """What is filed no more."""

    kind: Text


class StampContent(AnswerBody):
    """The bytes of a stamp: base64 in texts to be joined."""

    content: Annotated[list[StampPart], Field(min_length=1, max_length=10)]


class FailedSignIns(AnswerBody):
    """Sign-ins that failed with the account on devices nobody knows: how many, from how many networks, from when on."""

    count: Count
    places: Count
    since: Text
    last_at: Text


class WhoAmI(AnswerBody):
    """`people` are everybody who ever wrote for the company; a backend that does not tell leaves it empty.

    `electronic_seals` is whether the company's office takes electronic seals, `stamps` what is filed for them.
    """

    company: Company
    person: Person
    people: list[Colleague] = Field(default_factory=list)
    electronic_seals: Literal["none", "allowed", "required"] = "none"
    stamps: list[Stamp] = Field(default_factory=list)
    failed_sign_ins: FailedSignIns | None = None


class Tokens(AnswerBody):
    access_token: Token
    expires_in_s: Count
    refresh_token: Token


class SignedIn(Tokens):
    person: Person
    company: Company
    people: list[Colleague] = Field(default_factory=list)
    server_key: str
    device_token: Text = ""
    failed_sign_ins: FailedSignIns | None = None


class CodeSent(AnswerBody):
    """The same for whoever is asked about."""

    request: str
    expires_in_s: Count
    again_in_s: Count


class PasswordChanged(AnswerBody):
    """How many sessions on other devices ended with it."""

    ended: Count


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
