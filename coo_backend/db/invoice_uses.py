"""Which of a company's documents take an invoice number: as stored, and as an open unit has left them.

A batch asks about many numbers, each of them when its turn comes. They are read in one statement, and what the unit
itself keeps is set on top, so that the second of two items of one batch hears of the first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

import sqlalchemy as sa

from coo_backend.db.document_rows import Paper
from coo_backend.db.tables import invoices
from coo_desktop.domain.checks.invoice_numbers import taken
from coo_desktop.domain.forms.form_type import FormType

_FIND = sa.select(invoices.c.document, invoices.c.number).where(
    invoices.c.company == sa.bindparam("mine"), invoices.c.number.in_(sa.bindparam("asked", expanding=True))
)


class InvoiceUses:
    """The uses of one company's numbers in one unit."""

    def __init__(self, company: str) -> None:
        self._company = company
        self._stored: dict[str, list[str]] = {}
        self._left: dict[str, list[Paper]] = {}

    def read(self, connection: sa.Connection, keys: Iterable[str]) -> None:
        """Reads who takes these numbers, those that were not read yet."""
        unread = sorted(set(keys) - self._stored.keys())
        if not unread:
            return
        self._stored |= {key: [] for key in unread}
        for row in connection.execute(_FIND, {"mine": self._company, "asked": unread}):
            self._stored[row.number].append(row.document)

    def note(self, form: FormType, kept: Paper) -> None:
        """The unit keeps a document."""
        for key in taken(form, kept.document):
            self._left.setdefault(key, []).append(kept)

    def users(
        self, connection: sa.Connection, keys: Collection[str], kept: Mapping[str, Paper]
    ) -> Iterator[tuple[str, str]]:
        """(document id, key) of all that take one of these numbers; `kept` is what the unit stands for now."""
        self.read(connection, keys)
        return ((each, key) for key in set(keys) for each in self._users(key, kept))

    def _users(self, key: str, kept: Mapping[str, Paper]) -> set[str]:
        stored = {each for each in self._stored[key] if each not in kept}
        return stored | {each.document.id for each in self._left.get(key, ()) if kept.get(each.document.id) is each}

    def forget(self) -> None:
        """What was read may have been of rows that are undone now."""
        self._stored.clear()
