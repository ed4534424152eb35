"""Direct reads: small, frozen values for screens, and for the unit the same on its own transaction."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, func, or_, select

from coo_desktop.domain.checks.facts import Outside
from coo_desktop.domain.documents.checksum import Checksum, checksum
from coo_desktop.domain.documents.document import (
    PRE_REVIEW,
    Conflict,
    Document,
    Evidence,
    Intent,
)
from coo_desktop.domain.documents.finding import FoundDocument
from coo_desktop.domain.documents.history import Version
from coo_desktop.domain.documents.succession import OVER
from coo_desktop.domain.office.intent_reasons import FOR_A_PERSON, HELD, Outbox, needs_person
from coo_desktop.store import faults
from coo_desktop.store.database import finding, schema, versions
from coo_desktop.store.database import rows as records
from coo_desktop.store.database.document_scan import StoredWholes, newest
from coo_desktop.store.database.engine import bare
from coo_desktop.store.database.facts import StoredFacts
from coo_desktop.store.database.known_rows import Rows
from coo_desktop.store.database.list_reads import Driver, StoredLists
from coo_desktop.store.database.notices import StoredNotices
from coo_desktop.store.database.products import StoredProducts

_ID: BindParameter[Any] = bindparam("id")
_CONFLICTS = (
    select(schema.conflict)
    .where(schema.conflict.c.document == _ID, schema.conflict.c.resolved == 0)
    .order_by(schema.conflict.c.id)
)
_SUCCESSORS = (
    select(schema.document)
    .join(schema.succession, schema.succession.c.document == schema.document.c.id)
    .where(schema.succession.c.original == _ID)
    .where(schema.document.c.deleted == 0, schema.document.c.stage.not_in(OVER))
    .order_by(schema.document.c.rev.is_(None), schema.document.c.id)
)
_INTENTS = select(schema.outbox).order_by(schema.outbox.c.seq)
_older = schema.outbox.alias()
_OLDEST = (
    select(_older.c.seq)
    .where(_older.c.document == schema.outbox.c.document, _older.c.state != "refused")
    .order_by(_older.c.kind == "submit", _older.c.seq)
    .limit(1)
    .scalar_subquery()
)
_DUE = _INTENTS.where(
    schema.outbox.c.seq == _OLDEST,
    schema.outbox.c.state.in_(("queued", "unknown")),
    schema.outbox.c.next_try_s <= bindparam("now_s"),
).limit(bindparam("limit"))
_STATES = select(schema.outbox.c.state, func.count().label("count")).group_by(schema.outbox.c.state)
_REVISIONS = (
    select(schema.document.c.id, schema.document.c.rev)
    .where(schema.document.c.rev.is_not(None))
    .order_by(schema.document.c.id)
)
_EVIDENCE = select(schema.evidence).where(schema.evidence.c.id == _ID)
_EVIDENCE_WAITING = (
    select(schema.evidence).where(schema.evidence.c.state.in_(("here", "uploading"))).order_by(schema.evidence.c.id)
)
_LINKS = schema.document.c.links
_REDECLARES = case((func.json_valid(_LINKS) == 1, func.json_extract(_LINKS, "$.redeclares")), else_="")
_REDECLARED = (
    select(schema.document)
    .where(
        schema.document.c.family == PRE_REVIEW,
        schema.document.c.deleted == 0,
        _REDECLARES == _ID,
    )
    .order_by((schema.document.c.stage == "approved").desc(), schema.document.c.updated_at.desc())
    .limit(1)
)
_SETTING = select(schema.setting.c.value).where(schema.setting.c.name == _ID)
#: The name in `meta` of the checksum of all revisions.
CHECKSUM = "checksum"
_EDITS = select(schema.edit).where(schema.edit.c.document == _ID).order_by(schema.edit.c.seq.desc())


@dataclass(frozen=True, slots=True)
class Edit:
    """One value typed over another, newest first in `StoreReader.edits`."""

    revision: int
    path: str
    old: Any
    new: Any
    at: str


class StoreReader(StoredFacts, StoredLists):
    """Reads over whatever connection `lend` gives: a pooled one for screens, the unit's own for a unit."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Connection]], outside: Outside, rows: Rows) -> None:
        StoredFacts.__init__(self, lend, outside, rows)
        StoredLists.__init__(self, partial(_bare, lend))
        self.notices = StoredNotices(lend)
        self.products = StoredProducts(lend)
        self.whole = StoredWholes(lend)

    def find(self, text: str, limit: int) -> tuple[FoundDocument, ...]:
        """Documents of every family that a typed text may mean, the best named first, then the newest."""
        return finding.find(self._lend, text, limit)

    def newest(self, family: str, form: str, partner: str = "", limit: int = 20) -> tuple[Document, ...]:
        """The last documents that were begun of a form, with one partner if there is one, the newest first."""
        return tuple(map(records.document_of, self._all(newest(family, form, partner, limit))))

    def conflicts(self, document_id: str) -> tuple[Conflict, ...]:
        """The conflicts nobody has answered yet."""
        return tuple(map(records.conflict_of, self._all(_CONFLICTS, id=document_id)))

    def successors(self, document_id: str) -> tuple[Document, ...]:
        """The documents that are to take its place, those that the backend stores first."""
        return tuple(map(records.document_of, self._all(_SUCCESSORS, id=document_id)))

    def intents(self, document_id: str = "", states: tuple[str, ...] = (), key: str = "") -> tuple[Intent, ...]:
        """The outbox, or one document's, some states' or one key's part of it, in the order people acted."""
        statement = _INTENTS
        if key:
            statement = statement.where(schema.outbox.c.key == key)
        if document_id:
            statement = statement.where(schema.outbox.c.document == document_id)
        if states:
            statement = statement.where(schema.outbox.c.state.in_(states))
        return tuple(map(records.intent_of, self._all(statement)))

    def outbox(self, most: int) -> Outbox:
        """See Reader.outbox: four statements, however much waits."""
        columns, states = schema.outbox.c, self.outbox_states()
        is_held = columns.state.in_(HELD)
        named = or_(*(columns.problem.contains(cause) for cause in sorted(FOR_A_PERSON)))
        doubtful = map(records.intent_of, self._all(_INTENTS.where(columns.state == "waiting", named)))
        waiting = tuple(filter(needs_person, doubtful))
        held = map(records.intent_of, self._all(_INTENTS.where(is_held).limit(most)))
        going = map(records.intent_of, self._all(_INTENTS.where(~is_held).limit(most + len(waiting))))
        count = sum(states.get(state, 0) for state in HELD) + len(waiting)
        return Outbox(
            tuple(sorted((*held, *waiting), key=lambda intent: intent.seq))[:most],
            tuple(intent for intent in going if not needs_person(intent))[:most],
            count,
            sum(states.values()) - count,
        )

    def due(self, now_s: float, limit: int) -> tuple[Intent, ...]:
        """Of each document its first intent, if it may be tried now; oldest first.

        A submission comes after all else wanted of its document, whenever it was asked for: what it sends has to be
        there. A refused intent does not stand in the way.
        """
        return tuple(map(records.intent_of, self._all(_DUE, now_s=now_s, limit=limit)))

    def outbox_states(self) -> dict[str, int]:
        """How many intents are in each state."""
        return {record["state"]: record["count"] for record in self._all(_STATES)}

    def revisions(self) -> tuple[tuple[str, str], ...]:
        """(id, rev) of every document the backend is known to store, by id."""
        return tuple((record["id"], record["rev"]) for record in self._all(_REVISIONS))

    def checksum(self, *, anew: bool = False) -> Checksum:
        """Of all `revisions`: as each unit has kept it, or counted `anew`, which reads all of them."""
        kept = None if anew else records.checksum_of(self._meta(CHECKSUM))
        return kept if kept is not None else checksum(self.revisions())

    def evidence(self, evidence_id: str) -> Evidence | None:
        found = self._all(_EVIDENCE, id=evidence_id)
        return records.evidence_of(found[0]) if found else None

    def redeclared(self, document_id: str) -> Document | None:
        """The living pre-review that declares this one again, an approved one before others, the newest first.

        Reads the links of all pre-reviews: for what the office voided by itself, which is rare.
        """
        found = self._all(_REDECLARED, id=document_id)
        return records.document_of(found[0]) if found else None

    def evidence_waiting(self) -> tuple[Evidence, ...]:
        """Evidence whose bytes the backend does not have yet, oldest first."""
        return tuple(map(records.evidence_of, self._all(_EVIDENCE_WAITING)))

    def all_evidence(self) -> tuple[Evidence, ...]:
        return tuple(map(records.evidence_of, self._all(select(schema.evidence).order_by(schema.evidence.c.id))))

    def setting(self, name: str, default: Any = None) -> Any:
        found = self._all(_SETTING, id=name)
        return records.unpacked(found[0]["value"]) if found else default

    def edits(self, document_id: str) -> tuple[Edit, ...]:
        """What was typed over what, newest first, as far as the bounded log goes back."""
        return tuple(
            Edit(row["revision"], row["path"], records.unpacked(row["old"]), records.unpacked(row["new"]), row["at"])
            for row in self._all(_EDITS, id=document_id)
        )

    def versions(self, document_id: str) -> tuple[Version, ...]:
        """What a document went through, newest first."""
        return tuple(map(versions.version_of, self._all(versions.OF_DOCUMENT, id=document_id)))


@contextmanager
def _bare(lend: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Driver]:
    """The driver's own connection beneath one that is lent."""
    with faults.database(), lend() as connection:
        yield bare(connection)
