"""Answers that prove something: reference packs on offer, and whether a paper is authentic."""

from typing import Literal

from coo_desktop.contract.accounts import Company
from coo_desktop.contract.documents import AnswerBody, Count, Document


class Pack(AnswerBody):
    """A reference pack on offer; `signature` is Ed25519 over format, name and digest, base64."""

    name: str
    kind: str
    edition: str
    as_of: str
    rows: str
    size_bytes: Count
    sha256: str
    digest: str
    signature: str
    quality: Literal["official", "republished", "third_party", "user"]
    source: str
    licence: str
    published_at: str
    published_by: str
    withdrawn_at: Literal[""]


class Packs(AnswerBody):
    """`key` is the public key that signed them, raw Ed25519 in base64; "" when this backend publishes none."""

    key: str
    items: list[Pack]


class Verdict(AnswerBody):
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
