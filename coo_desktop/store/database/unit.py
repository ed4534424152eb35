"""One write transaction: what operations and the sync pass do to documents, outbox, conflicts and evidence."""

import dataclasses
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from coo_desktop.domain.checks.facts import Outside
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.checksum import Checksum
from coo_desktop.domain.documents.document import Company, Conflict, Document, Evidence, Intent, Person
from coo_desktop.domain.ports import Clock
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema
from coo_desktop.store.database.known_rows import UnitRows
from coo_desktop.store.database.notices import KeptNotices
from coo_desktop.store.database.reader import CHECKSUM, StoreReader
from coo_desktop.store.database.writing.document_rows import DocumentRows
from coo_desktop.store.database.writing.gathered import Gathered, bare
from coo_desktop.store.database.writing.outbox_rows import OutboxRows

_SETTING = bare(select(schema.setting.c.value).where(schema.setting.c.name == bindparam("key")))


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
        self._connection = connection
        self._rules = rules
        self._clock = clock
        self._documents = DocumentRows(connection, self._writes, rows)
        self._outbox = OutboxRows(connection, self._writes)
        self._settings: dict[str, Any] = {}

    @property
    def rules(self) -> Rulebook:
        return self._rules()

    @property
    def clock(self) -> Clock:
        return self._clock

    def expect(self, ids: Collection[str]) -> None:
        """These documents will be worked on: what is stored of them, and wanted of them, is read in one go."""
        self._documents.expect(ids)
        self._outbox.expect(ids)

    def intents(self, document_id: str = "", states: tuple[str, ...] = (), key: str = "") -> tuple[Intent, ...]:
        """See StoreReader.intents; those of one document are read once."""
        if not document_id or states or key:
            return super().intents(document_id, states, key)
        return self._outbox.of(document_id)

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
        return self._outbox.append(intent)

    def update_intent(self, intent: Intent) -> None:
        """Stores an intent's new state; raises NotFound when it left the outbox meanwhile."""
        self._outbox.change(intent)

    def drop_intent(self, key: str) -> None:
        self._outbox.drop(key)

    def put_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        for conflict in conflicts:
            _replace(self._connection, schema.conflict, records.conflict_columns(conflict))

    def resolve_conflict(self, conflict_id: str) -> None:
        """Marks it answered; both values stay in the table as long as the document does."""
        table = schema.conflict
        self._connection.execute(update(table).where(table.c.id == conflict_id).values(resolved=1))

    def put_evidence(self, evidence: Evidence) -> None:
        _replace(self._connection, schema.evidence, records.evidence_columns(evidence))

    def put_company(self, company: Company) -> None:
        put_meta(self, "company", dataclasses.asdict(company))

    def put_person(self, person: Person) -> None:
        put_meta(self, "person", dataclasses.asdict(person))

    def put_setting(self, name: str, value: Any) -> None:
        self._settings[name] = records.packed(value)
        _replace(self._connection, schema.setting, {"name": name, "value": self._settings[name]})

    def checksum(self, *, anew: bool = False) -> Checksum:
        """See StoreReader.checksum; the one counted anew is kept from here on."""
        self.flush()
        found = super().checksum(anew=anew)
        if anew:
            put_meta(self, CHECKSUM, records.checksum_columns(found))
        return found

    def put_blocking(self, document: Document, count: int) -> None:
        """Stores how many problems keep a document from being sent, unless it has moved on since it was read; nothing
        else of it changes, and no revision."""
        self._documents.put_blocking(document, count)

    def flush(self) -> None:
        """Writes what waits, and by what the checksum of the revisions has moved; called before the unit ends."""
        self._writes.flush()
        moved, self._documents.moved = self._documents.moved, Checksum()
        if moved != Checksum():
            kept = records.checksum_of(self._meta(CHECKSUM))
            now = super().checksum() if kept is None else kept.joined(moved)
            put_meta(self, CHECKSUM, records.checksum_columns(now))


def put_meta(unit: StoreUnit, name: str, value: Any) -> None:
    """What the program remembers of company, person and revisions."""
    text = records.packed(value)
    _replace(unit._connection, schema.meta, {"name": name, "value": text})
    unit._own.write("meta", name, text)


def _replace(connection: Connection, table: Table, columns: records.Columns) -> None:
    """Nothing of the tables that are written so ever waits."""
    key = next(iter(table.primary_key)).name
    statement = insert_or(table).values(columns)
    connection.execute(statement.on_conflict_do_update(index_elements=[key], set_=columns))
