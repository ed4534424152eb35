"""The rows of a document, written together: its own, its words, invoice numbers, succession, versions and edits.

What a unit has read of a document under the writer's lock stays true until the unit itself writes it, so each row is
read once in a unit; `expect` reads those of many documents with a statement for each table.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from coo_desktop.domain.documents.checksum import Checksum
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.history import Version
from coo_desktop.domain.documents.succession import original_of
from coo_desktop.domain.errors import Outdated
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.database import gathered, schema, search, versions
from coo_desktop.store.database import rows as records
from coo_desktop.store.database.gathered import Gathered, bare, in_parts
from coo_desktop.store.database.known_rows import UnitRows

_ONE: BindParameter[Any] = bindparam("key")
_MANY: BindParameter[Any] = bindparam("ids", expanding=True)
_document, _use = schema.document, schema.invoice_use
_STORED = bare(select(_document).where(_document.c.id == _ONE))
_EXPECTED = select(_document).where(_document.c.id.in_(_MANY))
_TAKEN = bare(select(_use.c.invoice).where(_use.c.document == _ONE))
_TAKEN_BY = select(_use).where(_use.c.document.in_(_MANY))
_NEXT_SEQ = "SELECT ifnull(max(seq), 0) + 1 FROM document"
_OF_DOCUMENT = (_use, schema.edit, schema.succession, schema.version, schema.conflict)


class DocumentRows:
    """What one unit does to documents, and by how much that changes the checksum of their revisions."""

    def __init__(self, connection: Connection, writes: Gathered, own: UnitRows) -> None:
        self._connection = connection
        self._writes = writes
        self._own = own
        self._stored: dict[str, records.Columns | None] = {}
        self._latest: dict[str, Version | None] = {}
        self._numbers: dict[str, frozenset[str]] = {}
        self._next_seq = 0
        self.moved = Checksum()

    def expect(self, ids: Iterable[str]) -> None:
        """These documents will be read or written: what is stored of them is read now, each table once."""
        new = [document_id for document_id in dict.fromkeys(ids) if document_id not in self._stored]
        for part in in_parts(new):
            for document_id in part:
                self._stored[document_id] = self._latest[document_id] = None
                self._numbers[document_id] = frozenset()
            for use in self._all(_TAKEN_BY, part):
                self._numbers[use["document"]] |= {use["invoice"]}
            for record in self._all(_EXPECTED, part):
                self._stored[record["id"]] = record
            for document_id in part:
                self._own.write("document", document_id, self._stored[document_id])
            for record in self._all(versions.LATEST, part):
                self._latest[record["document"]] = versions.version_of(record)

    def stored(self, document_id: str) -> records.Columns | None:
        """The row of a document as this unit sees it; None for one that is not here."""
        if document_id not in self._stored:
            found = self._writes.read(_STORED, key=document_id)
            self._stored[document_id] = found[0] if found else None
        return self._stored[document_id]

    def put(self, document: Document, rules: Rulebook, person: str) -> Document:
        """See StoreUnit.put; `person` is who is signed in."""
        found = self.stored(document.id)
        if found is not None and found["revision"] != document.revision:
            raise Outdated(id=document.id, shown=document.revision, revision=found["revision"])
        stored = dataclasses.replace(document, revision=document.revision + 1)
        columns = records.document_columns(stored, rules)
        old = records.document_of(found) if found is not None else None
        latest = self._latest_version(document.id) if old else None
        taken: frozenset[str] = self._taken(document.id) if old else frozenset()
        self._writes.claim("document", document.id)
        seq = self._write_row(found, columns)
        self._use_invoices(document.id, taken, records.invoices(stored, rules))
        if found is None or found["links"] != columns["links"]:
            self._put_succession(stored, known=found is not None)
        self._latest[stored.id] = versions.note(self._writes, latest, old, stored, person) or latest
        if old is not None:
            self._keep_edits(old, stored)
        self.moved = self.moved.moved(stored.id, found["rev"] if found else None, stored.rev)
        self._keep({**(found or {}), **columns, "seq": seq})
        return stored

    def put_blocking(self, document: Document, count: int) -> None:
        """See StoreUnit.put_blocking."""
        found = self.stored(document.id)
        if found is None or found["revision"] != document.revision:
            return
        self._writes.claim("document", document.id)
        self._writes.add(gathered.change_of_document(("blocking",)), {"key": found["seq"], "now_blocking": count})
        self._keep({**found, "blocking": count})

    def purge(self, document_id: str) -> None:
        """See StoreUnit.purge."""
        found = self.stored(document_id)
        if found is None:
            return
        self._own.forget("invoice", self._taken(document_id))
        self._own.forget("document", (document_id,))
        self._own.forget("taken", (document_id,))
        self._writes.flush()
        self._connection.exec_driver_sql(gathered.FORGET_WORDS.text, (found["seq"],))
        for table in _OF_DOCUMENT:
            self._connection.execute(table.delete().where(table.c.document == document_id))
        self._connection.execute(_document.delete().where(_document.c.id == document_id))
        self.moved = self.moved.moved(document_id, found["rev"], None)
        self._stored[document_id] = self._latest[document_id] = None
        self._numbers[document_id] = frozenset()
        self._next_seq = 0

    def _keep(self, row: records.Columns) -> None:
        self._stored[row["id"]] = row
        self._own.write("document", row["id"], row)

    def _write_row(self, found: records.Columns | None, columns: records.Columns) -> int:
        seq = self._seq() if found is None else int(found["seq"])
        if found is None:
            self._writes.add(gathered.NEW_DOCUMENT, {**columns, "seq": seq})
        else:
            changed = {name: value for name, value in columns.items() if found[name] != value}
            named = {f"now_{name}": value for name, value in changed.items()}
            self._writes.add(gathered.change_of_document(tuple(changed)), {"key": seq, **named})
            if found["search"] == columns["search"]:
                return seq
            self._writes.add(gathered.FORGET_WORDS, {"key": seq})
        self._writes.add(gathered.INDEX_WORDS, {"rowid": seq, "words": search.words(columns["search"])})
        return seq

    def _use_invoices(self, document_id: str, before: frozenset[str], numbers: frozenset[str]) -> None:
        if numbers == before:
            return
        if before:
            self._writes.add(gathered.FORGET_USES, {"key": document_id})
        for number in sorted(numbers):
            self._writes.add(gathered.NEW_USE, {"invoice": number, "document": document_id})
        self._numbers[document_id] = numbers
        self._own.write("taken", document_id, numbers)
        self._own.forget("invoice", before | numbers)

    def _put_succession(self, document: Document, known: bool) -> None:
        _event, original = original_of(document)
        if known:
            self._writes.add(gathered.FORGET_SUCCESSION, {"key": document.id})
        if original:
            self._writes.add(gathered.NEW_SUCCESSION, {"document": document.id, "original": original})

    def _keep_edits(self, old: Document, new: Document) -> None:
        """Keeps what was typed over what, value by value."""
        edits = list(records.edits(old, new))
        for edit in edits:
            self._writes.add(gathered.NEW_EDIT, edit)
        if edits:
            self._writes.add(gathered.OLD_EDITS, {"document": new.id})

    def _latest_version(self, document_id: str) -> Version | None:
        if document_id not in self._latest:
            found = self._all(versions.LATEST, (document_id,))
            self._latest[document_id] = versions.version_of(found[0]) if found else None
        return self._latest[document_id]

    def _taken(self, document_id: str) -> frozenset[str]:
        """The invoice numbers that the index has for a document."""

        def read(_ids: list[str]) -> Mapping[str, frozenset[str]]:
            return {document_id: frozenset(use["invoice"] for use in self._writes.read(_TAKEN, key=document_id))}

        if document_id not in self._numbers:
            self._numbers[document_id] = self._own.known("taken", (document_id,), read)[document_id]
        return self._numbers[document_id]

    def _seq(self) -> int:
        """The place of a new document: the one after the last."""
        if not self._next_seq:
            self._next_seq = int(self._connection.exec_driver_sql(_NEXT_SEQ).scalar_one())
        self._next_seq += 1
        return self._next_seq - 1

    def _all(self, statement: Any, ids: Iterable[str]) -> list[records.Columns]:
        return [dict(record) for record in self._connection.execute(statement, {"ids": list(ids)}).mappings()]
