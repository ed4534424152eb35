"""The frozen values that travel between store, screens and sync; plain dataclasses, so that start-up stays cheap.

Field values are canonical JSON: text is a string, decimals and dates are strings (`"38.00"`, `"2026-10-15"`), flags
are booleans, repeating things are lists of objects each with its own `id`. A value that could not be understood is
kept as it was typed; `findings.findings` says what is wrong with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

Values = Mapping[str, Any]

PRE_REVIEW, CERTIFICATE, RECORD = "pre_review", "certificate", "record"
FAMILIES = (PRE_REVIEW, CERTIFICATE, RECORD)
#: The fact that names the account whose content a revision is, where that is another one than the author's.
EDITED_BY = "editedBy"


class Review(StrEnum):
    """Why a person has to look at a document before it is sent."""

    MERGED = "merged"  # others edited it too
    KEPT_FROM_DELETED = "kept_from_deleted"  # a colleague deleted the document that this text was typed in
    KEPT_FROM_SENT = "kept_from_sent"  # the document that this text was typed in cannot be edited any more
    CAME_BACK = "came_back"  # a colleague edited it while it was being deleted
    KEPT_BOTH = "kept_both"  # a conflict was settled by keeping both: these are my values
    FORGOTTEN = "forgotten"  # the backend went back to a state before it was sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything a user edits.

    `revision` counts local commits; `rev` is the backend's opaque revision (None: never stored there) and `base` the
    values of that revision, kept for the three-way merge. `facts` are the backend's alone: numbers, reasons, dates; of
    a past certificate (see lifecycle.PAST) what its workbook says of them. `links` name other documents: `amends`,
    `adjusts`, `copied_from`. `extra` keeps wire fields unknown to this version.
    `delivery` is what the outbox does with it (see `DELIVERIES`), `stage` what the business says: two questions, two
    fields. `review` is the cause (see Review) as long as `needs_review`. `blocking` is how many problems keep it from
    being sent, UNCHECKED for what came from the backend and nobody has looked at.
    """

    id: str
    form: str
    family: str
    values: Values
    stage: str = "draft"
    print_state: str = "not_printed"
    delivery: str = ""
    revision: int = 0
    rev: str | None = None
    base: Values | None = None
    facts: Values = field(default_factory=dict)
    links: Values = field(default_factory=dict)
    extra: Values = field(default_factory=dict)
    author: str = ""
    office: str = ""
    blocking: int = 0
    conflicts: int = 0
    needs_review: bool = False
    review: str = Review.MERGED
    deleted: bool = False
    created_at: str = ""
    updated_at: str = ""


#: In `blocking`: nobody has counted yet.
UNCHECKED = -1


def editor_of(author: str, facts: Values) -> str:
    """Whose content a revision of the backend is; a backend that does not tell leaves the author."""
    return str(facts.get(EDITED_BY) or author)


#: "" not in the outbox as a submission; the rest mirrors the state of its submit intent.
DELIVERIES = ("", "queued", "sending", "unknown", "waiting", "refused", "blocked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One thing a person wanted from the backend; `key` is minted when the person acted and never changes.

    `kind` is put, submit, request, delete or commit. `after` names documents (or evidence ids) whose own intents must
    be done first. `state` is queued, sending, unknown, waiting, refused or blocked. `problem` is the backend's last
    answer. `base_rev` is the revision its first try was made against ("" none yet stored there, None never tried):
    every further try names the same one, or a retry would overwrite what others did in between.
    """

    key: str
    kind: str
    document: str
    body: Values
    seq: int = 0
    state: str = "queued"
    attempts: int = 0
    next_try_s: float = 0.0
    after: tuple[str, ...] = ()
    base_rev: str | None = None
    problem: Values | None = None
    created_at: str = ""


class Resolution(StrEnum):
    """What a person decided of one conflict."""

    BASE = "base"  # as it was before both changes
    MINE = "mine"
    THEIRS = "theirs"
    OWN = "own"  # typed at the conflict
    BOTH = "both"  # what stands stays, and mine goes into a draft of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An answer that is not carried out yet: `result` is the value to be stored, `seen` what stood in the field when it
    was given. It counts as long as that still stands there."""

    resolution: Resolution
    result: Any
    seen: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two people changed one field differently: the backend's value stands in the field, mine is kept here.

    `path` is `field`, `field/row id/part` or `field/row id` of a row that one side removed (None). `theirs_by` is an
    account, `theirs_at` the instant of their revision; both "" where nobody tells.
    """

    id: str
    document: str
    path: str
    base: Any
    mine: Any
    theirs: Any
    theirs_by: str = ""
    theirs_at: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file that proves something; its bytes live encrypted under their SHA-256, never under `name`.

    `state` is here, uploading, there (accepted by the backend), lost (bytes missing on this computer) or refused
    (by the backend, and a person has let the upload go).
    """

    id: str
    sha256: str
    size_bytes: int
    mime: str
    name: str
    state: str = "here"
    upload_url: str = ""
    upload_offset: int = 0


class Row(NamedTuple):
    """One line of a list page: only what is shown there.

    `successor` is the id of the document that is to take its place, `rival` of the one that the backend has where this
    one wanted to stand; "" when there is none.
    """

    id: str
    form: str
    family: str
    stage: str
    print_state: str
    delivery: str
    title: str
    number: str
    hs_code: str
    destination: str
    partner: str
    invoice: str
    made_on: str
    author: str
    blocking: int
    conflicts: int
    needs_review: bool
    updated_at: str
    successor: str
    rival: str


class Concern(StrEnum):
    """What in a list needs a person's attention beyond its stage; see todo."""

    UNSENT = "unsent"
    CONFLICTS = "conflicts"
    DEPARTING = "departing"
    UNPRINTED = "unprinted"
    EVIDENCE = "evidence"
    TO_CHECK = "to_check"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a list page asks for. `text` searches titles, numbers, partners, codes; empty filters match all.

    `after` is the (order value, id) of a row before the page (keyset paging), `offset` how many rows stand between
    them; `order` is a column of Row.
    What departs counts until the day `departs_by`; what is checked counts for the account `person`; `documents` are the
    ids of the only ones that are meant.
    """

    family: str
    documents: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    print_states: tuple[str, ...] = ()
    text: str = ""
    hs_code: str = ""
    destination: str = ""
    partner: str = ""
    invoice: str = ""
    number: str = ""
    authors: tuple[str, ...] = ()
    made_from: str = ""
    made_to: str = ""
    concern: Concern | None = None
    departs_by: str = ""
    person: str = ""
    order: str = "updated_at"
    descending: bool = True
    after: tuple[str, str] | None = None
    offset: int = 0
    limit: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an operation or a sync pass changed; every screen hears it and reads again.

    `document` is the document the operation was about (None after a pass over many), `by` is "screen" or "sync".
    """

    ids: tuple[str, ...] = ()
    families: frozenset[str] = frozenset()
    document: Document | None = None
    by: str = "screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The company as filed with CCPIT; the exporter on every certificate. `kind` is trading, producer or both.

    `sending_asked` is its office's wish: an undertaking and a way to collect with every certificate; see sending_terms.
    `release_needed` is its administrator's: a second person releases what is sent; see office.release.
    """

    id: str = ""
    name_zh: str = ""
    name_en: str = ""
    address_en: str = ""
    address_zh: str = ""
    kind: str = "trading"
    registration_no: str = ""
    credit_code: str = ""
    office: str = ""
    city_en: str = ""
    phone: str = ""
    sending_asked: bool = False
    release_needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is signed in: a signatory (手签员) or administrator (管理员) of a company. `role` is clerk or admin."""

    account: str = ""
    name: str = ""
    role: str = "clerk"
    active: bool = True


def walk(values: Values) -> Iterator[tuple[str, Any]]:
    """Every (path, value) of a document's values; rows of lists are addressed by their id: `goods/<id>/quantity`."""
    for name, value in values.items():
        if isinstance(value, list) and value and all(isinstance(row, dict) and "id" in row for row in value):
            for row in value:
                for inner, part in row.items():
                    yield f"{name}/{row['id']}/{inner}", part
        else:
            yield name, value
