"""Documents of every family that a typed text may mean: those it names first, then the newest that the index knows.

One statement whose parts each stop at the first few rows of an index and count nothing: it costs the same among any
number.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD
from coo_desktop.domain.documents.finding import FoundDocument, best_first
from coo_desktop.domain.language import finding
from coo_desktop.store import faults
from coo_desktop.store.database import search

_COLUMNS = ", ".join(f"d.{name}" for name in FoundDocument.__slots__)
_LIVING = f"SELECT {_COLUMNS} FROM document d WHERE d.deleted = 0"
# What has this number or invoice, and the records whose name begins so: each is one place of the index of its column.
_PARTS = (
    *(
        f"d.family IN ('{PRE_REVIEW}', '{CERTIFICATE}') AND d.{column} IN (:typed, :upper)"
        for column in ("number", "invoice")
    ),
    f"d.family = '{RECORD}' AND d.title >= :typed AND d.title < :after_typed",
    f"d.family = '{RECORD}' AND d.title >= :upper AND d.title < :after_upper",
)
_NAMED = tuple(f"SELECT * FROM ({_LIVING} AND {part} LIMIT :limit)" for part in _PARTS)
# CROSS JOIN keeps the index outside: its rows come in the order of their numbers, and nothing is sorted.
_HAVING = (
    f"SELECT {_COLUMNS} FROM search s CROSS JOIN document d ON d.seq = s.rowid"
    " WHERE s.words MATCH :words AND d.deleted = 0"
)
_HAS = r" AND d.search LIKE :term{number} ESCAPE '\'"
_NEWEST = " ORDER BY s.rowid DESC LIMIT :limit"
_LAST = "\U0010ffff"


def statement(typed: str, limit: int) -> tuple[str, dict[str, str | int]]:
    """What reads the rows, what is named so before the others, and its parameters; "" for a text without words."""
    terms = finding.terms(typed)
    words = search.expression(terms)
    if not words:
        return "", {}
    own, upper = typed.strip(), typed.strip().upper()
    asked: dict[str, str | int] = {"words": words, "limit": limit, "typed": own, "upper": upper}
    asked |= {"after_typed": own + _LAST, "after_upper": upper + _LAST}
    asked |= {f"term{number}": search.pattern(term) for number, term in enumerate(terms)}
    newest = _HAVING + "".join(_HAS.format(number=number) for number in range(len(terms))) + _NEWEST
    return " UNION ALL ".join((*_NAMED, f"SELECT * FROM ({newest})")), asked


def find(lend: Callable[[], AbstractContextManager[Connection]], typed: str, limit: int) -> tuple[FoundDocument, ...]:
    """See `Reader.find`."""
    wanted, asked = statement(typed, limit)
    if not wanted:
        return ()
    with faults.database(), lend() as connection:
        rows = connection.exec_driver_sql(wanted, asked).all()
    return best_first(typed, (FoundDocument(**row._mapping) for row in rows))[:limit]
