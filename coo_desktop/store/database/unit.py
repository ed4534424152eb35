"""One write transaction: what operations and the sync pass do to documents, outbox, conflicts and evidence."""

import dataclasses
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Table, bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from coo_desktop.domain.checks.facts import Outside
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Company, Conflict, Document, Evidence, Intent, Person
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.ports import Clock
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema
from coo_desktop.store.database.document_rows import DocumentRows
from coo_desktop.store.database.gathered import NEW_INTENT, Gathered, bare, in_parts
from coo_desktop.store.database.known_rows import UnitRows
from coo_desktop.store.database.notices import KeptNotices
from coo_desktop.store.database.reader import StoreReader

_outbox = schema.outbox
_SETTING = bare(select(schema.setting.c.value).where(schema.setting.c.name == bindparam("key")))
_WANTED = bare(select(_outbox).where(_outbox.c.document == bindparam("key")).order_by(_outbox.c.seq))
_WANTED_OF = select(_outbox).where(_outbox.c.document.in_(bindparam("ids", expanding=True))).order_by(_outbox.c.seq)
_NEXT_PLACE = "SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'outbox'"
#: The name in `meta` of the checksum of all revisions.
_CHECKSUM = "checksum"


class StoreUnit(StoreReader):
    """Writes through one connection inside a transaction that somebody else begins and ends."""

    def __init__(
        self, connection: Connection, rules: Callable[[], Rulebook], clock: Clock, outside: Outside, rows: UnitRows
    ) -> None:
        self._writes = Gathered(connection)

        def lend() -> AbstractContextManager[Connection]:
            self._writes.flush()
            return nullcontext(connection)

        super().__init__(lend, outside, rows)
        self._own = rows
        self.notices: KeptNotices = KeptNotices(lend)
        self._lent = lend
        self._connection = connection
        self._rules = rules
        self._clock = clock
        self._documents = DocumentRows(connection, self._writes, rows)
        self._wanted: dict[str, tuple[Intent, ...]] = {}
        self._settings: dict[str, Any] = {}
        self._next_place = 0

    @property
    def rules(self) -> Rulebook:
        return self._rules()

    @property
    def clock(self) -> Clock:
        return self._clock

    def expect(self, ids: Collection[str]) -> None:
        """These documents will be worked on: what is stored of them, and wanted of them, is read in one go."""
        self._documents.expect(ids)
        new = [document_id for document_id in ids if document_id not in self._wanted]
        self._wanted |= dict.fromkeys(new, ())
        for part in in_parts(new):
            for record in self._all(_WANTED_OF, ids=list(part)):
                intent = records.intent_of(record)
                self._wanted[intent.document] += (intent,)

    def intents(self, document_id: str = "", states: tuple[str, ...] = (), key: str = "") -> tuple[Intent, ...]:
        """See StoreReader.intents; those of one document are read once."""
        if not document_id or states or key:
            return super().intents(document_id, states, key)
        if document_id not in self._wanted:
            found = self._writes.read(_WANTED, key=document_id)
            self._wanted[document_id] = tuple(map(records.intent_of, found))
        return self._wanted[document_id]

    def setting(self, name: str, default: Any = None) -> Any:
        """See StoreReader.setting; each is read once."""
        if name not in self._settings:
            found = self._writes.read(_SETTING, key=name)
            self._settings[name] = found[0]["value"] if found else None
        text = self._settings[name]
        return default if text is None else records.unpacked(text)

    def put(self, document: Document) -> Document:
        """Stores the document under its next revision; raises Outdated when the stored one has moved on.

        What it writes waits until something is read that could miss it, or the unit ends.
        """
        person = self.person()
        return self._documents.put(document, self.rules, person.name or person.account)

    def purge(self, document_id: str) -> None:
        """Forgets a document and all that hangs on it; what people wanted done with it stays in the outbox."""
        self._documents.purge(document_id)

    def enqueue(self, intent: Intent) -> Intent:
        """Appends to the outbox and returns the intent with its place; raises Locked for a past certificate, whatever
        wants it sent."""
        lifecycle.demand_sendable(self.document(intent.document), intent)
        if not self._next_place:
            self._next_place = int(self._connection.exec_driver_sql(_NEXT_PLACE).scalar_one())
        stored = dataclasses.replace(intent, seq=self._next_place)
        self._next_place += 1
        before = self.intents(intent.document)
        self._writes.claim("outbox", intent.key)
        self._writes.add(NEW_INTENT, {**records.intent_columns(stored), "seq": stored.seq})
        self._wanted[intent.document] = (*before, stored)
        return stored

    def update_intent(self, intent: Intent) -> None:
        """Stores an intent's new state; raises NotFound when it left the outbox meanwhile."""
        columns = records.intent_columns(intent)
        done = self._execute(update(_outbox).where(_outbox.c.key == intent.key).values(columns))
        self._wish_changed(intent.key)
        if not done.rowcount:
            raise NotFound(id=intent.key, what="intent")

    def drop_intent(self, key: str) -> None:
        self._execute(delete(_outbox).where(_outbox.c.key == key))
        self._wish_changed(key)

    def put_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        for conflict in conflicts:
            self._replace(schema.conflict, records.conflict_columns(conflict))

    def resolve_conflict(self, conflict_id: str) -> None:
        """Marks it answered; both values stay in the table as long as the document does."""
        table = schema.conflict
        self._execute(update(table).where(table.c.id == conflict_id).values(resolved=1))

    def put_evidence(self, evidence: Evidence) -> None:
        self._replace(schema.evidence, records.evidence_columns(evidence))

    def put_company(self, company: Company) -> None:
        self._put_meta("company", dataclasses.asdict(company))

    def put_person(self, person: Person) -> None:
        self._put_meta("person", dataclasses.asdict(person))

    def put_setting(self, name: str, value: Any) -> None:
        self._settings[name] = records.packed(value)
        self._replace(schema.setting, {"name": name, "value": self._settings[name]})

    def flush(self) -> None:
        """Writes what waits; called before the transaction ends."""
        self._writes.flush()

    def _records(self, ids: Collection[str]) -> dict[str, records.Columns | None]:
        own = {each: self._documents.stored(each) for each in ids if self._documents.known(each)}
        rest = set(ids) - set(own)
        return own | (super()._records(rest) if rest else {})

    def _put_meta(self, name: str, value: Any) -> None:
        text = records.packed(value)
        self._replace(schema.meta, {"name": name, "value": text})
        self._own.write("meta", name, text)

    def _replace(self, table: Table, columns: records.Columns) -> None:
        key = next(iter(table.primary_key)).name
        statement = insert_or(table).values(columns).on_conflict_do_update(index_elements=[key], set_=columns)
        self._connection.execute(statement)  # nothing of these tables ever waits

    def _wish_changed(self, key: str) -> None:
        for document_id, wanted in list(self._wanted.items()):
            if any(intent.key == key for intent in wanted):
                del self._wanted[document_id]

    def _execute(self, statement: Executable) -> CursorResult[Any]:
        with self._lent() as connection:
            return connection.execute(statement)
