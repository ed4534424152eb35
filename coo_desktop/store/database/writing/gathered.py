"""The rows that a unit has still to write, gathered by statement and written in bulk before anything could miss them.

One document is a dozen rows in seven tables. A save writes them at once; a block of hundreds writes each kind of row
with one `executemany`. Nothing here is compiled anew: a statement is text and the order of its parameters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.expression import ClauseElement

from coo_desktop.store.database import schema
from coo_desktop.store.database.rows import Columns

#: So many documents and wishes wait at most, and so many ids are named by one statement.
MOST_WAITING = 1_000
#: So many edits of a document are kept.
KEPT_EDITS = 500
_DIALECT = sqlite.dialect(paramstyle="qmark")
_document, _edit, _version = schema.document, schema.edit, schema.version
_KEY: BindParameter[Any] = bindparam("key")


@dataclass(frozen=True, slots=True)
class Bare:
    """A statement as the driver takes it: its text, and which parameter stands at each of its marks; `fixed` are those
    that are the same each time."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def filled(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        told = {**self.fixed, **parameters} if self.fixed else parameters
        return tuple([told[name] for name in self.names])


def bare(statement: ClauseElement, columns: Sequence[str] | None = None) -> Bare:
    """The statement compiled once and for all; an insertion of these columns, or of all."""
    compiled: Any = statement.compile(dialect=_DIALECT, column_keys=columns)
    fixed = {name: value for name, value in compiled.params.items() if value is not None}
    return Bare(str(compiled), tuple(compiled.positiontup or ()), fixed)


NEW_DOCUMENT = bare(insert(_document))
FORGET_WORDS = bare(delete(schema.search).where(schema.search.c.rowid == _KEY))
INDEX_WORDS = bare(insert(schema.search))
FORGET_USES = bare(delete(schema.invoice_use).where(schema.invoice_use.c.document == _KEY))
NEW_USE = bare(insert(schema.invoice_use))
FORGET_SUCCESSION = bare(delete(schema.succession).where(schema.succession.c.document == _KEY))
NEW_SUCCESSION = bare(insert(schema.succession))
NEW_VERSION = bare(insert(_version))
GROWING = ("revision", "stage", "print_state", "at", "before")
GROW_VERSION = bare(
    update(_version)
    .where(_version.c.document == _KEY, _version.c.number == bindparam("at_number"))
    .values({name: bindparam(f"now_{name}") for name in GROWING})
)
FORGET_VERSIONS = bare(delete(_version).where(_version.c.document == _KEY, _version.c.number <= bindparam("at_number")))
NEW_INTENT = bare(insert(schema.outbox))
NEW_EDIT = bare(insert(_edit), [column.name for column in _edit.c if column.name != "seq"])
OLD_EDITS = bare(
    delete(_edit).where(
        _edit.c.document == bindparam("document"),
        _edit.c.seq
        <= select(_edit.c.seq)
        .where(_edit.c.document == bindparam("document"))
        .order_by(_edit.c.seq.desc())
        .offset(KEPT_EDITS)
        .limit(1)
        .scalar_subquery(),
    )
)


@lru_cache(maxsize=200)
def change_of_document(names: tuple[str, ...]) -> Bare:
    """Writes these columns of the document whose `seq` is `key`: an index is written again for every one named."""
    return bare(
        update(_document).where(_document.c.seq == _KEY).values({name: bindparam(f"now_{name}") for name in names})
    )


#: Rows that go before rows of the same table that come; every other two statements meet different rows.
_FIRST = {each.text: place for place, each in enumerate((FORGET_WORDS, FORGET_USES, FORGET_SUCCESSION), -3)}
_LAST = {each.text: place for place, each in enumerate((FORGET_VERSIONS, OLD_EDITS), 1)}


class Gathered:
    """The writes of one unit, on its connection.

    A row waits once: whoever writes the rows of a document or a wish calls `claim` first, which writes what waits when
    those of the same one are among it. So the order among what waits does not matter, but that of `_FIRST` and `_LAST`.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[tuple[Any, ...]]] = {}
        self._claimed: set[tuple[str, str]] = set()

    def claim(self, what: str, which: str) -> None:
        """The rows of this document, or this wish, are written next."""
        if (what, which) in self._claimed or len(self._claimed) >= MOST_WAITING:
            self.flush()
        self._claimed.add((what, which))

    def waits(self, what: str, which: str) -> bool:
        """Whether such rows are not written yet."""
        return (what, which) in self._claimed

    def add(self, statement: Bare, parameters: Mapping[str, Any]) -> None:
        """One more row for a statement."""
        self._waiting.setdefault(statement.text, []).append(statement.filled(parameters))

    def flush(self) -> None:
        """Writes everything that waits, each kind of row with one statement."""
        waiting, self._waiting = self._waiting, {}
        self._claimed.clear()
        for text in sorted(waiting, key=_turn):
            rows = waiting[text]
            self._connection.exec_driver_sql(text, rows if len(rows) > 1 else rows[0])

    def read(self, statement: Bare, **parameters: Any) -> list[Columns]:
        """Rows that nothing waiting can change."""
        found = self._connection.exec_driver_sql(statement.text, statement.filled(parameters))
        return [dict(record) for record in found.mappings()]


def _turn(text: str) -> int:
    return _FIRST.get(text, 0) or _LAST.get(text, 0)


def in_parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Ids as many as one statement names."""
    return (ids[start : start + MOST_WAITING] for start in range(0, len(ids), MOST_WAITING))
