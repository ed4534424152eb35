"""What answers look like, for the contract: the endpoints hand stored JSON on and have no response models."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

#: All that the issuing side tells a company of.
NoticeKind = Literal[
    "office", "returned", "voided", "reprint_granted", "reprint_refused", "lost_granted", "lost_refused",
    "verification_opened", "verification_closed", "move_approved", "move_refused", "questionnaire",
]  # fmt: skip


class Told(BaseModel):
    """An answer; names travel in camel case."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")


class Contact(Told):
    """Whom to call when an account is forgotten; empty where nobody is named."""

    phone: str
    hours: str


class Meta(Told):
    api: list[int]
    min_client: str
    epoch: str
    limits: dict[str, int]
    contact: Contact
    server_time: str


class Company(Told):
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


class Person(Told):
    account: str
    name: str
    role: Literal["clerk", "admin", "examiner", "customs"]
    active: bool


class WhoAmI(Told):
    company: Company
    person: Person


class Tokens(Told):
    access_token: str
    expires_in_s: int
    refresh_token: str


class SignedIn(Tokens):
    person: Person
    company: Company
    server_key: str


class Document(Told):
    """A living document; `values` are spelled as its form type declares."""

    id: str
    form: str
    family: Literal["pre_review", "certificate", "record"]
    rev: str
    stage: str
    print_state: str
    values: dict[str, Any]
    links: dict[str, str]
    facts: dict[str, Any]
    author: str
    office: str
    created_at: str
    updated_at: str


class Tombstone(Told):
    id: str
    deleted: Literal[True]
    rev: str
    by: str
    at: str


class Changes(Told):
    """`notices` is opaque and changes whenever the notices would tell this person something new."""

    items: list[Document | Tombstone]
    cursor: str
    more: bool
    epoch: str
    notices: str


class Snapshot(Told):
    items: list[Document]
    page: str | None
    cursor: str
    epoch: str


class Checksum(Told):
    count: int
    digest: str


class Intent(Told):
    """What a key achieved, and the answer it was given."""

    status: int
    etag: str
    body: dict[str, Any]


class BatchItem(Told):
    key: str
    status: int
    etag: str = ""
    body: dict[str, Any]


class BatchAnswer(Told):
    items: list[BatchItem]


class Notice(Told):
    """`kind` is office for a word to everybody, else what became of `document`, or of what the company asked."""

    id: str
    at: str
    kind: NoticeKind
    document: str
    text: str
    by: str
    read_at: str


class Notices(Told):
    """A page of notices; `unread` are the ids of all that this person has not read, on whatever page."""

    items: list[Notice]
    unread: list[str]
    cursor: str
    more: bool


class ReadNotices(Told):
    read: list[str]


class Pack(Told):
    """A reference pack on offer; `signature` is Ed25519 over format, name and digest, base64."""

    name: str
    kind: str
    edition: str
    as_of: str
    rows: str
    size_bytes: int
    sha256: str
    digest: str
    signature: str
    quality: Literal["official", "republished", "third_party", "user"]
    source: str
    licence: str
    published_at: str
    published_by: str
    withdrawn_at: Literal[""]


class Packs(Told):
    """`key` is the public key that signed them, raw Ed25519 in base64; "" when this backend publishes none."""

    key: str
    items: list[Pack]


class Verdict(Told):
    """Whether a paper is authentic; the rest is empty when it is not."""

    authentic: bool
    status: Literal["", "valid", "copy", "replaced", "voided"]
    issued_on: str
    destination: str


class WholeVerdict(Verdict):
    """What the customs see; `paper` is the PDF in base64, "" when it cannot be drawn."""

    certificate: Document | None
    company: Company | None
    paper: str


class Queue(Told):
    items: list[Document]


class EvidenceAccepted(Told):
    id: str
    sha256: str
    size_bytes: int
    state: Literal["accepted"]


class Finding(Told):
    severity: Literal["block", "warn", "info"]
    code: str
    field: str
    box: str
    row: str
    part: str = ""
    message_zh: str
    message_en: str


class Problem(Told):
    """RFC 9457; other members are facts of the problem."""

    type: str
    title: str
    status: int
    problems: list[Finding] = []
    missing: list[str] = []
    rev: str = ""
    retry_after_s: int = 0
