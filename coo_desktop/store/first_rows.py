"""The first rows of a list, read from a store at rest through the driver, before all that a whole opening needs.

Nothing is written, not even beside the file: it is read as it stands, while the caller holds the profile's lock. One
that anything has to be done to first is not read at all: a store that was not closed, was found damaged, has another
schema, or waits for what a person or an office ordered.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from typing import Any

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.store import faults
from coo_desktop.store.database.driver import SCHEMA, open_connection
from coo_desktop.store.database.list_reads import StoredLists
from coo_desktop.store.database.lists import ORDERS
from coo_desktop.store.files.open_mark import OpenMark
from coo_desktop.store.files.profile import Profile

_SETTING = "SELECT value FROM setting WHERE name = ?"
_META = "SELECT value FROM meta WHERE name = ?"


class StoreAtRest:
    """Reads of one connection; what it does not understand is as if it were not there."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def setting(self, name: str) -> Any:
        """What is kept under a name; None for nothing."""
        return self._value(_SETTING, name)

    def person(self) -> Mapping[str, Any]:
        """Who is signed in, as it is kept: `account`, `name` and more; {} for nobody."""
        found = self._value(_META, "person")
        return found if isinstance(found, Mapping) else {}

    def rows(self, query: Query) -> tuple[Row, ...]:
        """The first rows that a query finds, as the list itself reads them; raises ValueError for an order that no list
        has."""
        if query.order not in ORDERS:
            raise ValueError(query.order)
        return StoredLists(lambda: nullcontext(self._connection)).rows(query)

    def _value(self, statement: str, name: str) -> Any:
        found = self._connection.execute(statement, (name,)).fetchone()
        try:
            return None if found is None else json.loads(found[0])
        except ValueError:
            return None


def may_be_read(profile: Profile) -> bool:
    """Whether nothing has to be done to the store before it is read; see above."""
    is_ordered = profile.wipe_note.exists() or profile.wipe_receipt.exists() or profile.mend_note.exists()
    file = profile.store_file
    return not is_ordered and file.exists() and file.stat().st_size > 0 and OpenMark(file).is_at_rest


@contextmanager
def at_rest(profile: Profile, key: bytes) -> Iterator[StoreAtRest | None]:
    """The store, None for one of another schema; raises StoreTrouble for one that this key does not open."""
    with faults.database(), closing(open_connection(profile.store_file, key, read_only=True, is_frozen=True)) as found:
        schema = int(found.execute("PRAGMA user_version").fetchone()[0])
        yield StoreAtRest(found) if schema == SCHEMA else None
