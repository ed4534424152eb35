"""Which company holds what is known by a name alone, and that a name is given once among all companies.

Tables of companies are keyed by company first: their keys cannot hold that nobody else has the same document id or
certificate number. The directory's key does, and whoever has a name alone (a paper's number) finds here whose it is.
"""

from enum import StrEnum

import sqlalchemy as sa

from coo_backend.db.tables import directory

_FIND = sa.select(directory.c.company, directory.c.document).where(
    directory.c.kind == sa.bindparam("of_kind"), directory.c.name == sa.bindparam("known")
)


class Named(StrEnum):
    """What kind of name it is."""

    DOCUMENT = "document"
    NUMBER = "number"
    PRINT_NUMBER = "print_number"


def put(connection: sa.Connection, kind: Named, name: str, company: str, document: str) -> None:
    """Gives the name to the document, which may have it already; StoreBusy (by the key) when another one has it."""
    if located(connection, kind, name) != (company, document):
        values = {"kind": kind, "name": name, "company": company, "document": document}
        connection.execute(sa.insert(directory).values(values))


def located(connection: sa.Connection, kind: Named, name: str) -> tuple[str, str] | None:
    """(company, document id) of the name; None when nobody has it."""
    row = connection.execute(_FIND, {"of_kind": kind, "known": name}).first()
    return (row.company, row.document) if row else None


def holder(connection: sa.Connection, kind: Named, name: str) -> str | None:
    """The company that has the name; None when nobody has it."""
    found = located(connection, kind, name)
    return found[0] if found else None
