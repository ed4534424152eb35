"""The rows of a document, written together: its own, its words, invoice numbers, succession, versions and edits.

What is known of a document from the unit before, or was read in this one, is not read again; `expect` reads what is
stored of many documents with a statement for each table.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from coo_desktop.domain.documents.checksum import Checksum
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.history import KEPT_VERSIONS, Version, follow
from coo_desktop.domain.documents.succession import original_of
from coo_desktop.domain.errors import Outdated
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema, search, versions
from coo_desktop.store.database.known_rows import KnownDocument, UnitRows
from coo_desktop.store.database.writing import gathered
from coo_desktop.store.database.writing.gathered import Gathered, bare, in_parts

T = TypeVar("T")

_ONE: BindParameter[Any] = bindparam("key")
_MANY: BindParameter[Any] = bindparam("ids", expanding=True)
_document, _use, _edit = schema.document, schema.invoice_use, schema.edit
_STORED = select(_document).where(_document.c.id.in_(_MANY))
_TAKEN = bare(select(_use.c.invoice).where(_use.c.document == _ONE))
_TAKEN_BY = select(_use).where(_use.c.document.in_(_MANY))
_STORED_ONE = bare(select(_document).where(_document.c.id == _ONE))
_EDITS = select(_edit.c.document, func.count().label("count")).where(_edit.c.document.in_(_MANY))
_EDITS_OF = _EDITS.group_by(_edit.c.document)
_NEXT_SEQ = "SELECT ifnull(max(seq), 0) + 1 FROM document"
_OF_DOCUMENT = (_use, _edit, schema.succession, schema.version, schema.conflict)
_KNOWN = ("document", "taken", "version", "edits")


class DocumentRows:
    """What one unit does to documents, and by how much that changes the checksum of their revisions."""

    def __init__(self, connection: Connection, writes: Gathered, own: UnitRows) -> None:
        self._connection = connection
        self._writes = writes
        self._own = own
        self._expected: set[str] = set()
        self._next_seq = 0
        self.moved = Checksum()

    def expect(self, ids: Iterable[str]) -> None:
        """These documents will be read or written: what is stored of them is read now, each table once."""
        new = sorted(set(ids) - self._expected)
        self._expected |= set(new)
        for part in in_parts(new):
            self._writes.flush()
            taken: dict[str, frozenset[str]] = dict.fromkeys(part, frozenset())
            for use in self._all(_TAKEN_BY, part):
                taken[use["document"]] |= {use["invoice"]}
            stored = {record["id"]: KnownDocument(record) for record in self._all(_STORED, part)}
            latest = self._versions(part)
            edits = self._edits(part)
            for document_id in part:
                self._own.has_read("taken", document_id, taken[document_id])
                self._own.has_read("document", document_id, stored.get(document_id))
                self._own.has_read("version", document_id, latest.get(document_id))
                self._own.has_read("edits", document_id, edits.get(document_id, 0))

    def stored(self, document_id: str) -> KnownDocument | None:
        """The row of a document as this unit sees it; None for one that is not here."""

        def read(_ids: list[str]) -> dict[str, KnownDocument]:
            found = self._writes.read(_STORED_ONE, key=document_id)
            return {record["id"]: KnownDocument(record) for record in found}

        known: KnownDocument | None = self._own.known("document", (document_id,), read)[document_id]
        return known

    def put(self, document: Document, rules: Rulebook, person: str) -> Document:
        """See StoreUnit.put; `person` is who is signed in."""
        known = self.stored(document.id)
        found = known.columns if known is not None else None
        if found is not None and found["revision"] != document.revision:
            raise Outdated(id=document.id, shown=document.revision, revision=found["revision"])
        stored = dataclasses.replace(document, revision=document.revision + 1)
        columns = records.document_columns(stored, rules)
        old = known.document() if known is not None else None
        taken: frozenset[str] = self._taken(document.id) if old is not None else frozenset()
        latest = self._known("version", document.id, self._versions) if old is not None else None
        edits = list(records.edits(old, stored)) if old is not None else []  # a first version replaces nothing
        count = self._known("edits", document.id, self._edits) or 0 if edits else 0
        self._writes.claim("document", document.id)
        seq = self._write_row(found, columns)
        self._use_invoices(document.id, taken, records.invoices(stored, rules))
        if found is None or found["links"] != columns["links"]:
            self._put_succession(stored, known=found is not None)
        newest = _note_version(self._writes, latest, old, stored, person)
        if newest is not latest:
            self._own.write("version", stored.id, newest)
        if edits:
            self._keep_edits(stored.id, count, edits)
        self.moved = self.moved.moved(stored.id, found["rev"] if found else None, stored.rev)
        self._own.write("document", stored.id, KnownDocument({**(found or {}), **columns, "seq": seq}))
        return stored

    def put_blocking(self, document: Document, count: int) -> None:
        """See StoreUnit.put_blocking."""
        known = self.stored(document.id)
        if known is None or known.columns["revision"] != document.revision:
            return
        self._writes.claim("document", document.id)
        told = {"key": known.columns["seq"], "now_blocking": count}
        self._writes.add(gathered.change_of_document(("blocking",)), told)
        self._own.write("document", document.id, KnownDocument({**known.columns, "blocking": count}))

    def purge(self, document_id: str) -> None:
        """See StoreUnit.purge."""
        known = self.stored(document_id)
        if known is None:
            return
        self._own.forget("invoice", self._taken(document_id))
        self._writes.flush()
        self._connection.exec_driver_sql(gathered.FORGET_WORDS.text, (known.columns["seq"],))
        for table in _OF_DOCUMENT:
            self._connection.execute(table.delete().where(table.c.document == document_id))
        self._connection.execute(_document.delete().where(_document.c.id == document_id))
        self.moved = self.moved.moved(document_id, known.columns["rev"], None)
        for what in _KNOWN:
            self._own.forget(what, (document_id,))
        self._next_seq = 0

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
        self._own.write("taken", document_id, numbers)
        self._own.forget("invoice", before | numbers)

    def _put_succession(self, document: Document, known: bool) -> None:
        _event, original = original_of(document)
        if known:
            self._writes.add(gathered.FORGET_SUCCESSION, {"key": document.id})
        if original:
            self._writes.add(gathered.NEW_SUCCESSION, {"document": document.id, "original": original})

    def _keep_edits(self, document_id: str, count: int, edits: Sequence[records.Columns]) -> None:
        """Keeps what was typed over what, value by value, after `count` others."""
        for edit in edits:
            self._writes.add(gathered.NEW_EDIT, edit)
        count += len(edits)
        if count > gathered.KEPT_EDITS:
            self._writes.add(gathered.OLD_EDITS, {"document": document_id})
        self._own.write("edits", document_id, min(count, gathered.KEPT_EDITS))

    def _known(self, what: str, document_id: str, read: Callable[[Sequence[str]], Mapping[str, T]]) -> T | None:
        found: T | None = self._own.known(what, (document_id,), read)[document_id]
        return found

    def _versions(self, ids: Sequence[str]) -> dict[str, Version]:
        return versions.latest(self._connection, ids)

    def _edits(self, ids: Sequence[str]) -> dict[str, int]:
        """How many edits of each are on record."""
        return {record["document"]: record["count"] for record in self._all(_EDITS_OF, ids)}

    def _taken(self, document_id: str) -> frozenset[str]:
        """The invoice numbers that the index has for a document."""

        def read(_ids: list[str]) -> Mapping[str, frozenset[str]]:
            return {document_id: frozenset(use["invoice"] for use in self._writes.read(_TAKEN, key=document_id))}

        return self._own.known("taken", (document_id,), read)[document_id]  # type: ignore[no-any-return]

    def _seq(self) -> int:
        """The place of a new document: the one after the last."""
        if not self._next_seq:
            self._next_seq = int(self._connection.exec_driver_sql(_NEXT_SEQ).scalar_one())
        self._next_seq += 1
        return self._next_seq - 1

    def _all(self, statement: Any, ids: Iterable[str]) -> list[records.Columns]:
        return [dict(record) for record in self._connection.execute(statement, {"ids": list(ids)}).mappings()]


def _note_version(
    writes: Gathered, latest: Version | None, old: Document | None, new: Document, person: str
) -> Version | None:
    """Writes the version that storing `new` makes after the `latest`, if it makes one; forgets the oldest beyond those
    that are kept. Gives the newest there is then."""
    version = follow(latest, old, new, person)
    if version is None:
        return latest
    columns = versions.columns(new.id, version)
    if latest is not None and latest.number == version.number:
        grown = {f"now_{name}": columns[name] for name in gathered.GROWING}
        writes.add(gathered.GROW_VERSION, {"key": new.id, "at_number": version.number, **grown})
        return version
    writes.add(gathered.NEW_VERSION, columns)
    if version.number > KEPT_VERSIONS:
        writes.add(gathered.FORGET_VERSIONS, {"key": new.id, "at_number": version.number - KEPT_VERSIONS})
    return version
