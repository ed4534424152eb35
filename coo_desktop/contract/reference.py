"""Answers that prove something: reference packs on offer, and whether a paper is authentic."""

from typing import Annotated, Literal

from pydantic import Field

from coo_desktop.contract.accounts import Company
from coo_desktop.contract.documents import MOST, AnswerBody, Document, Text

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Pack(AnswerBody):
    """A reference pack on offer; `signature` is Ed25519 over format, name and digest, base64."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$")]
    kind: Text
    edition: Text
    as_of: Text
    rows: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")]
    size_bytes: Annotated[int, Field(ge=1, le=MOST)]
    sha256: Digest
    digest: Digest
    signature: Text
    quality: Literal["official", "republished", "third_party", "user"]
    source: Text
    licence: Text
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
