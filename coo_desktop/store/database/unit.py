"""One write transaction: what operations and the sync pass do to documents, outbox, conflicts and evidence."""

import dataclasses
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import BindParameter, Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from coo_desktop.domain.checks.facts import Outside
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Company, Conflict, Document, Evidence, Intent, Person
from coo_desktop.domain.documents.history import Version
from coo_desktop.domain.documents.succession import original_of
from coo_desktop.domain.errors import NotFound, Outdated
from coo_desktop.domain.ports import Clock
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema, search, versions
from coo_desktop.store.database.known_rows import KnownDocument, UnitRows
from coo_desktop.store.database.notices import KeptNotices
from coo_desktop.store.database.reader import StoreReader

KEPT_EDITS = 500

_document, _outbox, _edit, _use = schema.document, schema.outbox, schema.edit, schema.invoice_use
_ID: BindParameter[Any] = bindparam("key")
_COUNT_EDITS = select(func.count()).where(_edit.c.document == _ID)
_FORGET_WORDS = delete(schema.search).where(schema.search.c.rowid == _ID)
_INDEX_WORDS = insert(schema.search)
_OLD_EDITS = delete(_edit).where(
    _edit.c.document == _ID,
    _edit.c.seq
    <= select(_edit.c.seq)
    .where(_edit.c.document == _ID)
    .order_by(_edit.c.seq.desc())
    .offset(KEPT_EDITS)
    .limit(1)
    .scalar_subquery(),
)


class StoreUnit(StoreReader):
    """Writes through one connection inside a transaction that somebody else begins and ends."""

    def __init__(
        self, connection: Connection, rules: Callable[[], Rulebook], clock: Clock, outside: Outside, rows: UnitRows
    ) -> None:
        def lend() -> AbstractContextManager[Connection]:
            return nullcontext(connection)

        super().__init__(lend, outside, rows)
        self._own = rows
        self.notices: KeptNotices = KeptNotices(lend)
        self._connection = connection
        self._rules = rules
        self._clock = clock

    @property
    def rules(self) -> Rulebook:
        return self._rules()

    @property
    def clock(self) -> Clock:
        return self._clock

    def put(self, document: Document) -> Document:
        """Stores the document under its next revision; raises Outdated when the stored one has moved on."""
        known = self._records((document.id,))[document.id]
        found = known.columns if known is not None else None
        if found is not None and found["revision"] != document.revision:
            raise Outdated(id=document.id, shown=document.revision, revision=found["revision"])
        stored = dataclasses.replace(document, revision=document.revision + 1)
        columns = records.document_columns(stored, self.rules)
        if found is None:
            seq = self._connection.execute(insert(_document).values(columns)).lastrowid
        else:
            # An index is written again for every column named here, so only what changed is named.
            seq = found["seq"]
            changed = {name: value for name, value in columns.items() if found[name] != value}
            self._connection.execute(update(_document).where(_document.c.seq == seq).values(changed))
        if found is None or found["search"] != columns["search"]:
            self._index(seq, columns["search"], known=found is not None)
        self._use_invoices(stored, known=found is not None)
        if found is None or found["links"] != columns["links"]:
            _put_succession(self, stored)
        self._own.write("document", stored.id, KnownDocument({**(found or {}), **columns, "seq": seq}))
        self._log(known.document() if known is not None else None, stored)
        return stored

    def purge(self, document_id: str) -> None:
        """Forgets a document and all that hangs on it; what people wanted done with it stays in the outbox."""
        known = self._records((document_id,))[document_id]
        if known is None:
            return
        self._connection.execute(_FORGET_WORDS, {"key": known.columns["seq"]})
        self._own.forget("invoice", _taken(self, document_id))
        for what in ("document", "taken", "version", "edits"):
            self._own.forget(what, (document_id,))
        for table in (_use, _edit, schema.succession, schema.version, schema.conflict):
            self._delete(table, "document", document_id)
        self._delete(_document, "id", document_id)

    def enqueue(self, intent: Intent) -> Intent:
        """Appends to the outbox and returns the intent with its place; raises Locked for a past certificate, whatever
        wants it sent."""
        lifecycle.demand_sendable(self.document(intent.document), intent)
        done = self._connection.execute(insert(_outbox).values(records.intent_columns(intent)))
        return dataclasses.replace(intent, seq=int(done.lastrowid))

    def update_intent(self, intent: Intent) -> None:
        """Stores an intent's new state; raises NotFound when it left the outbox meanwhile."""
        columns = records.intent_columns(intent)
        done = self._connection.execute(update(_outbox).where(_outbox.c.key == intent.key).values(columns))
        if not done.rowcount:
            raise NotFound(id=intent.key, what="intent")

    def drop_intent(self, key: str) -> None:
        self._delete(_outbox, "key", key)

    def put_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        for conflict in conflicts:
            self._replace(schema.conflict, records.conflict_columns(conflict))

    def resolve_conflict(self, conflict_id: str) -> None:
        """Marks it answered; both values stay in the table as long as the document does."""
        table = schema.conflict
        self._connection.execute(update(table).where(table.c.id == conflict_id).values(resolved=1))

    def put_evidence(self, evidence: Evidence) -> None:
        self._replace(schema.evidence, records.evidence_columns(evidence))

    def put_company(self, company: Company) -> None:
        _put_meta(self, "company", records.packed(dataclasses.asdict(company)))

    def put_person(self, person: Person) -> None:
        _put_meta(self, "person", records.packed(dataclasses.asdict(person)))

    def put_setting(self, name: str, value: Any) -> None:
        self._replace(schema.setting, {"name": name, "value": records.packed(value)})

    def _index(self, seq: int, text: str, known: bool) -> None:
        if known:
            self._connection.execute(_FORGET_WORDS, {"key": seq})
        self._connection.execute(_INDEX_WORDS, {"rowid": seq, "words": search.words(text)})

    def _use_invoices(self, document: Document, known: bool) -> None:
        numbers = records.invoices(document, self.rules)
        before = _taken(self, document.id) if known else frozenset()
        if numbers == before:
            return
        if known:
            self._delete(_use, "document", document.id)
        if numbers:
            rows = [{"invoice": number, "document": document.id} for number in sorted(numbers)]
            self._connection.execute(insert(_use), rows)
        self._own.write("taken", document.id, numbers)
        self._own.forget("invoice", before | numbers)

    def _log(self, old: Document | None, new: Document) -> None:
        """Keeps what was typed over what, value by value, and the version that a person will look for."""
        person = self.person()
        known = _latest(self, new.id) if old is not None else None
        latest = versions.note(self._connection, known, old, new, person.name or person.account)
        if latest is not known:
            self._own.write("version", new.id, latest)
        rows = list(records.edits(old, new)) if old is not None else []  # a first version replaces nothing
        if not rows:
            return
        count = _edits(self, new.id) + len(rows)
        self._connection.execute(insert(_edit), rows)
        if count > KEPT_EDITS:
            self._connection.execute(_OLD_EDITS, {"key": new.id})
        self._own.write("edits", new.id, min(count, KEPT_EDITS))

    def _replace(self, table: Table, columns: records.Columns) -> None:
        key = next(iter(table.primary_key)).name
        statement = insert_or(table).values(columns)
        self._connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=columns))

    def _delete(self, table: Table, name: str, value: str) -> None:
        self._connection.execute(delete(table).where(table.c[name] == value))


def _put_meta(unit: StoreUnit, name: str, text: str) -> None:
    unit._replace(schema.meta, {"name": name, "value": text})
    unit._own.write("meta", name, text)


def _put_succession(unit: StoreUnit, document: Document) -> None:
    _event, original = original_of(document)
    unit._delete(schema.succession, "document", document.id)
    if original:
        unit._replace(schema.succession, {"document": document.id, "original": original})


def _taken(unit: StoreUnit, document_id: str) -> frozenset[str]:
    """The invoice numbers that the index has for a document."""

    def read(_ids: list[str]) -> dict[str, frozenset[str]]:
        uses = unit._connection.execute(select(_use.c.invoice).where(_use.c.document == document_id))
        return {document_id: frozenset(uses.scalars())}

    found: frozenset[str] = unit._own.known("taken", (document_id,), read)[document_id]
    return found


def _latest(unit: StoreUnit, document_id: str) -> Version | None:
    """The newest version of a document."""

    def read(_ids: list[str]) -> dict[str, Version | None]:
        return {document_id: versions.latest(unit._connection, document_id)}

    found: Version | None = unit._own.known("version", (document_id,), read)[document_id]
    return found


def _edits(unit: StoreUnit, document_id: str) -> int:
    """How many edits of a document are on record."""

    def read(_ids: list[str]) -> dict[str, int]:
        return {document_id: unit._connection.execute(_COUNT_EDITS, {"key": document_id}).scalar_one()}

    found: int = unit._own.known("edits", (document_id,), read)[document_id]
    return found
