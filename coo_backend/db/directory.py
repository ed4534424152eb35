"""Which company holds what is known by a name alone, and that a name is given once among all companies.

Tables of companies are keyed by company first: their keys cannot hold that nobody else has the same document id or
certificate number. The directory's key does, and whoever has a name alone (a paper's number) finds here whose it is.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum

import sqlalchemy as sa

from coo_backend.db.tables import directory

_FIND = sa.select(directory.c.company, directory.c.document).where(
    directory.c.kind == sa.bindparam("of_kind"), directory.c.name == sa.bindparam("known")
)

_FIND_ALL = sa.select(directory.c.name, directory.c.company, directory.c.document).where(
    directory.c.kind == sa.bindparam("of_kind"), directory.c.name.in_(sa.bindparam("known", expanding=True))
)


class Named(StrEnum):
    """What kind of name it is."""

    DOCUMENT = "document"
    NUMBER = "number"
    PRINT_NUMBER = "print_number"


def put(connection: sa.Connection, kind: Named, names: Mapping[str, str], company: str) -> None:
    """Gives names to the company's documents (name -> id), which may have them already; StoreBusy (by the key) when
    another one has one of them."""
    if not names:
        return
    rows = connection.execute(_FIND_ALL, {"of_kind": kind, "known": sorted(names)})
    known = {row.name for row in rows if (row.company, row.document) == (company, names[row.name])}
    new = [
        {"kind": kind, "name": name, "company": company, "document": document}
        for name, document in names.items()
        if name not in known
    ]
    if new:
        connection.execute(sa.insert(directory), new)


def located(connection: sa.Connection, kind: Named, name: str) -> tuple[str, str] | None:
    """(company, document id) of the name; None when nobody has it."""
    row = connection.execute(_FIND, {"of_kind": kind, "known": name}).first()
    return (row.company, row.document) if row else None


def held(connection: sa.Connection, kind: Named, names: Collection[str]) -> set[str]:
    """Those of the names that somebody has."""
    rows = connection.execute(_FIND_ALL, {"of_kind": kind, "known": sorted(names)}) if names else ()
    return {row.name for row in rows}


def holder(connection: sa.Connection, kind: Named, name: str) -> str | None:
    """The company that has the name; None when nobody has it."""
    found = located(connection, kind, name)
    return found[0] if found else None
