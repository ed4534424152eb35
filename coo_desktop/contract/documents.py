"""Answers about documents: one, the feed, a batch, evidence, what is wrong with one."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

#: The signs of the longest whole number that either side reads, so that 64 bits hold it.
LONGEST_NUMBER = 18
#: The largest whole number that every reader of JSON keeps exactly.
MOST = 2**53 - 1
#: Bytes, items or seconds.
Count = Annotated[int, Field(ge=0, le=MOST)]
HttpStatus = Annotated[int, Field(ge=100, le=599)]


class AnswerBody(BaseModel):
    """An answer; names travel in camel case. Members that only a newer backend knows are passed over."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, from_attributes=True, strict=True, frozen=True
    )


class Document(AnswerBody):
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


class Tombstone(AnswerBody):
    id: str
    deleted: Literal[True]
    rev: str
    by: str
    at: str


class Changes(AnswerBody):
    """`notices` is opaque and changes whenever the notices would tell this person something new."""

    items: list[Document | Tombstone]
    cursor: str
    more: bool
    epoch: str
    notices: str


class Snapshot(AnswerBody):
    items: list[Document]
    page: str | None
    cursor: str
    epoch: str


class Checksum(AnswerBody):
    count: Count
    digest: str


class Intent(AnswerBody):
    """What a key achieved, and the answer it was given."""

    status: HttpStatus
    etag: str
    body: dict[str, Any]


class BatchItem(AnswerBody):
    key: str
    status: HttpStatus
    etag: str = ""
    body: dict[str, Any]


class BatchAnswer(AnswerBody):
    items: list[BatchItem]


class Queue(AnswerBody):
    items: list[Document]


class EvidenceAccepted(AnswerBody):
    id: str
    sha256: str
    size_bytes: Count
    state: Literal["accepted"]


class Finding(AnswerBody):
    severity: Literal["block", "warn", "info"]
    code: str
    field: str
    box: str
    row: str
    part: str = ""
    message_zh: str
    message_en: str


class Problem(AnswerBody):
    """RFC 9457; other members are facts of the problem."""

    type: str
    title: str
    status: HttpStatus
    problems: list[Finding] = []
    missing: list[str] = []
    rev: str = ""
    retry_after_s: Count = 0
