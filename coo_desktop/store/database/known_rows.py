"""Rows that are read again and again, kept until the commit that changes them.

The store's file has one process (see the profile's lock) and one writer at a time: what a unit wrote is put in its
place here while the unit still holds the writer's lock, so that the next unit never meets an older row.
"""

import threading
from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import Any, Protocol

from coo_desktop.domain.documents.document import Document
from coo_desktop.store.database import rows as records

#: (what, which): a document by its id, the users of an invoice number, the numbers a document takes, a meta value.
Name = tuple[str, str]
Read = Callable[[list[str]], Mapping[str, Any]]
#: Rows of some kilobytes each; more than the products of a thousand lines, with what else their document asks for.
LIMIT = 1_200


class KnownDocument:
    """A document's row, and the document in it: read once, for all who ask for it; nobody changes either."""

    __slots__ = ("_document", "columns")

    def __init__(self, columns: records.Columns) -> None:
        self.columns = columns
        self._document: Document | None = None

    def document(self) -> Document:
        """Raises StoreDamaged when the row is not what was written."""
        if self._document is None:
            self._document = records.document_of(self.columns)
        return self._document


class Rows(Protocol):
    """Where a reader looks before it reads."""

    def known(
        self, what: str, which: Collection[str], read: Callable[[list[str]], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """The answer for each of `which`; `read` is called at most once, with those that are not known yet."""


class KnownRows:
    """The committed rows of an open store, for all its readers; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[Name, Any] = {}
        self._commits = 0

    def known(
        self, what: str, which: Collection[str], read: Callable[[list[str]], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """See Rows. What was read beside a commit is given, and not kept: it may be older than the commit."""
        with self._lock:
            commits = self._commits
            found = {each: self._rows[what, each] for each in which if (what, each) in self._rows}
        if missing := sorted(set(which) - set(found)):
            fresh = dict.fromkeys(missing) | dict(read(missing))
            found |= fresh
            with self._lock:
                if commits == self._commits:
                    self._keep({(what, each): row for each, row in fresh.items()})
        return found

    def replace(self, written: Mapping[Name, Any], forgotten: Collection[Name]) -> None:
        """What a commit wrote, and of what else it changed the answer."""
        with self._lock:
            self._commits += 1
            for name in forgotten:
                self._rows.pop(name, None)
            self._keep(written)

    def _keep(self, rows: Mapping[Name, Any]) -> None:
        """Keeps these as the newest; the oldest make room."""
        for name in rows:
            self._rows.pop(name, None)
        for name in list(islice(self._rows, max(0, len(self._rows) + len(rows) - LIMIT))):
            del self._rows[name]
        self._rows |= islice(rows.items(), LIMIT)


class UnitRows:
    """What a unit knows: the committed rows, and over them what it wrote itself, which nobody else sees yet."""

    def __init__(self, committed: KnownRows) -> None:
        self._committed = committed
        self._written: dict[Name, Any] = {}
        self._changed: set[Name] = set()

    def known(
        self, what: str, which: Collection[str], read: Callable[[list[str]], Mapping[str, Any]]
    ) -> dict[str, Any]:
        """See Rows. What the unit changed is read on its own connection each time."""
        own = {each: self._written[what, each] for each in which if (what, each) in self._written}
        changed = sorted(each for each in which if (what, each) in self._changed and each not in own)
        if changed:
            own |= dict.fromkeys(changed) | dict(read(changed))
        rest = set(which) - set(own)
        return own | (self._committed.known(what, rest, read) if rest else {})

    def write(self, what: str, which: str, row: Any) -> None:
        """The unit wrote this row."""
        self._written[what, which] = row
        self._changed.add((what, which))

    def has_read(self, what: str, which: str, row: Any) -> None:
        """The unit has read this row, which nobody else writes before it ends."""
        self._written[what, which] = row

    def forget(self, what: str, which: Collection[str]) -> None:
        """The unit changed what these would answer."""
        for each in which:
            self._written.pop((what, each), None)
            self._changed.add((what, each))

    def end(self, is_whole: bool) -> None:
        """The transaction has ended; unless it is known to be committed, what it changed is read again."""
        self._committed.replace(self._written if is_whole else {}, self._changed)
