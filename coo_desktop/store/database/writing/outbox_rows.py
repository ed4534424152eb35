"""The rows of the outbox as one unit sees and writes them: those of a document are read once, new ones wait."""

import dataclasses
from collections.abc import Collection

from sqlalchemy import Connection, bindparam, delete, select, update

from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.errors import NotFound
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema
from coo_desktop.store.database.writing.gathered import NEW_INTENT, Gathered, bare, in_parts

_outbox = schema.outbox
_OF_ONE = bare(select(_outbox).where(_outbox.c.document == bindparam("key")).order_by(_outbox.c.seq))
_OF_MANY = select(_outbox).where(_outbox.c.document.in_(bindparam("ids", expanding=True))).order_by(_outbox.c.seq)
_NEXT_PLACE = "SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'outbox'"


class OutboxRows:
    """What one unit does to the outbox."""

    def __init__(self, connection: Connection, writes: Gathered) -> None:
        self._connection = connection
        self._writes = writes
        self._known: dict[str, tuple[Intent, ...]] = {}
        self._next_place = 0

    def expect(self, ids: Collection[str]) -> None:
        """What is wanted of these documents is read now, in one go."""
        new = [document_id for document_id in ids if document_id not in self._known]
        self._known |= dict.fromkeys(new, ())
        for part in in_parts(new):
            for record in self._connection.execute(_OF_MANY, {"ids": list(part)}).mappings():
                intent = records.intent_of(dict(record))
                self._known[intent.document] += (intent,)

    def of(self, document_id: str) -> tuple[Intent, ...]:
        """What is wanted of a document, in the order people acted."""
        if document_id not in self._known:
            found = self._writes.read(_OF_ONE, key=document_id)
            self._known[document_id] = tuple(map(records.intent_of, found))
        return self._known[document_id]

    def append(self, intent: Intent) -> Intent:
        """The intent with its place at the end."""
        if not self._next_place:
            self._next_place = int(self._connection.exec_driver_sql(_NEXT_PLACE).scalar_one())
        placed = dataclasses.replace(intent, seq=self._next_place)
        self._next_place += 1
        before = self.of(intent.document)
        self._writes.claim("outbox", intent.key)
        self._writes.add(NEW_INTENT, {**records.intent_columns(placed), "seq": placed.seq})
        self._known[intent.document] = (*before, placed)
        return placed

    def change(self, intent: Intent) -> None:
        """Raises NotFound when it left the outbox meanwhile."""
        self._forget(intent.key)
        changed = update(_outbox).where(_outbox.c.key == intent.key).values(records.intent_columns(intent))
        if not self._connection.execute(changed).rowcount:
            raise NotFound(id=intent.key, what="intent")

    def drop(self, key: str) -> None:
        self._forget(key)
        self._connection.execute(delete(_outbox).where(_outbox.c.key == key))

    def _forget(self, key: str) -> None:
        """It is written or read anew."""
        if self._writes.waits("outbox", key):
            self._writes.flush()
        for document_id, known in list(self._known.items()):
            if any(intent.key == key for intent in known):
                del self._known[document_id]
