"""What checks ask of the store: documents, the users of invoice numbers, company and person, each row read once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, select

from coo_desktop.domain.checks.facts import Outside, context
from coo_desktop.domain.context import Context, InvoiceUse
from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.store import faults
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema
from coo_desktop.store.database.known_rows import KnownDocument, Rows

_DOCUMENTS = select(schema.document).where(schema.document.c.id.in_(bindparam("ids", expanding=True)))
_INVOICE_USES = select(schema.invoice_use).where(schema.invoice_use.c.invoice.in_(bindparam("keys", expanding=True)))
_META = select(schema.meta).where(schema.meta.c.name.in_(bindparam("names", expanding=True)))


class StoredFacts:
    """Reads over whatever connection `lend` gives, what `rows` knows already left out; implements `Facts`."""

    def __init__(self, lend: Callable[[], AbstractContextManager[Connection]], outside: Outside, rows: Rows) -> None:
        self._lend = lend
        self._outside = outside
        self._rows = rows

    def document(self, document_id: str) -> Document | None:
        """The document, deleted ones included; raises StoreDamaged when its row is not what was written."""
        record = self._records((document_id,))[document_id]
        return record.document() if record is not None else None

    def company(self) -> Company:
        return records.known_fields(Company, self._meta("company"))

    def person(self) -> Person:
        return records.known_fields(Person, self._meta("person"))

    def documents(self, ids: Collection[str]) -> Mapping[str, Document]:
        """The stored documents among these ids, deleted ones included, in one read."""
        found = self._records(ids)
        return {document_id: record.document() for document_id, record in found.items() if record is not None}

    def invoice_uses(self, keys: Collection[str]) -> Sequence[InvoiceUse]:
        """Who takes these invoice numbers, by the documents' ids, in two reads at most."""
        users = self._rows.known("invoice", keys, self._invoice_users)
        found = self._records({user for named in users.values() for user in named or ()})
        uses = [(user, key) for key, named in users.items() for user in named or ()]
        return [_invoice_use(key, record.columns) for user, key in sorted(uses) if (record := found[user]) is not None]

    def context(self, document: Document | None = None) -> Context:
        """What checks may ask beside the document's own values."""
        return context(self, self._outside, document)

    def _records(self, ids: Collection[str]) -> dict[str, KnownDocument | None]:
        def read(missing: list[str]) -> dict[str, KnownDocument]:
            return {record["id"]: KnownDocument(record) for record in self._all(_DOCUMENTS, ids=missing)}

        return self._rows.known("document", ids, read)

    def _invoice_users(self, keys: list[str]) -> dict[str, tuple[str, ...]]:
        users: dict[str, tuple[str, ...]] = {}
        for record in self._all(_INVOICE_USES, keys=keys):
            users[record["invoice"]] = (*users.get(record["invoice"], ()), record["document"])
        return users

    def _meta(self, name: str) -> dict[str, Any]:
        def read(names: list[str]) -> dict[str, str]:
            return {record["name"]: record["value"] for record in self._all(_META, names=names)}

        text = self._rows.known("meta", (name,), read)[name]
        found: dict[str, Any] = records.unpacked(text) if text is not None else {}
        return found

    def _all(self, statement: Executable, **parameters: Any) -> list[dict[str, Any]]:
        with faults.database(), self._lend() as connection:
            return [dict(record) for record in connection.execute(statement, parameters).mappings()]


def _invoice_use(key: str, record: records.Columns) -> InvoiceUse:
    amends = str(records.unpacked(record["links"]).get("amends") or "")
    return InvoiceUse(key, record["id"], str(record["number"] or record["title"]), amends)
