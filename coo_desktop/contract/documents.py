"""Answers about documents: one, the feed, a batch, evidence, what is wrong with one."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, Tag
from pydantic.alias_generators import to_camel

from coo_desktop.domain.checks.problems import Severity

Text = Annotated[str, Field(max_length=500)]
Named = Annotated[str, Field(min_length=1, max_length=500)]
#: A revision; a request names it in quotes, within the length of a text.
Rev = Annotated[str, Field(min_length=1, max_length=200)]
#: A place in the feed, or an epoch, as it can stand in an address without being spelled otherwise.
Place = Annotated[str, Field(max_length=200, pattern=r"^[!\"$'->@-~]*$")]
#: The signs of the longest whole number that either side reads, so that 64 bits hold it.
LONGEST_NUMBER = 18
#: The largest whole number that every reader of JSON keeps exactly.
MOST = 2**53 - 1
#: What a request may hold: bytes of its body, unpacked, and what is in a batch.
MOST_BYTES = 1 << 20
MOST_ITEMS = 500
#: The rows of a field that a stored document may hold, far above what any form allows to be sent; and those of all the
#: documents in one batch.
MOST_ROWS = 2_000
MOST_ROWS_TOGETHER = 10_000
#: What a submission in a batch counts as: the rows of its document are not in it, and are checked all the same.
ROWS_OF_SUBMISSION = 200
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

    id: Named
    form: Named
    family: Literal["pre_review", "certificate", "record"]
    rev: Rev
    stage: Named
    print_state: Named
    values: dict[str, Any]
    links: dict[str, Text]
    facts: dict[str, Any]
    author: Text
    office: Text
    created_at: Text
    updated_at: Text


class Tombstone(AnswerBody):
    id: Named
    deleted: Literal[True]
    rev: Rev
    by: Text
    at: Text


def _state(item: Any) -> str:
    """Which of the two it is: only the word itself makes a tombstone."""
    deleted = item.get("deleted") if isinstance(item, Mapping) else getattr(item, "deleted", False)
    return "gone" if deleted is True else "living"


#: What a feed holds.
FeedItem = Annotated[Annotated[Document, Tag("living")] | Annotated[Tombstone, Tag("gone")], Discriminator(_state)]


class Revision(RootModel[FeedItem]):
    """A document at one revision, or what its discarding left."""


class ChangesPage(AnswerBody):
    """A page of the feed as a desk reads it, each item for itself: one in another shape does not spoil the others.

    `notices` is opaque and changes whenever the notices would tell this person something new.
    """

    items: list[Any]
    cursor: Place
    more: bool
    epoch: Place
    notices: Text = ""


class Changes(ChangesPage):
    """`notices` is opaque and changes whenever the notices would tell this person something new."""

    items: list[FeedItem]


class SnapshotPage(AnswerBody):
    """A page of everything as a desk reads it, each item for itself."""

    items: list[Any]
    page: Place | None
    cursor: Place
    epoch: Place


class Snapshot(SnapshotPage):
    items: list[Document]


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
    severity: Severity
    code: str
    field: str
    box: str
    row: str
    part: str = ""
    message_zh: str
    message_en: str


class ProblemName(AnswerBody):
    """The member of a problem that decides what becomes of a request, whatever its other members look like."""

    type: str


class Problem(ProblemName):
    """RFC 9457; other members are facts of the problem."""

    title: str
    status: HttpStatus
    problems: list[Finding] = []
    missing: list[str] = []
    stage: str = ""
    event: str = ""
    guard: str = ""
    rev: str = ""
    document: str = ""
    reason: str = ""
    limit: Count = 0
    retry_after_s: Count = 0
