"""Documents that a transaction has kept and whose rows are still to be written: many by one statement.

Whoever asks for the connection finds them written. An attempt inside the transaction is undone alone: what it kept is
dropped unwritten, or rolled back to a savepoint, which it has from the moment that its rows are written.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from coo_backend.db import document_rows
from coo_backend.db.document_rows import Paper
from coo_backend.db.tables import feeds
from coo_backend.runtime.clock import Clock
from coo_desktop.domain.rulebook import Rulebook

_NOWHERE: Mapping[str, int] = {}


@dataclass
class _Attempt:
    """What waited when it began, and its savepoint once something was written in it."""

    waited: dict[str, Paper]
    savepoint: sa.NestedTransaction | None = None


class WaitingRows:
    """The waiting documents of one transaction, each in one revision."""

    def __init__(self, transaction: sa.Connection, rules: Rulebook, clock: Clock) -> None:
        self._transaction = transaction
        self._rules = rules
        self._clock = clock
        self._waiting: dict[str, Paper] = {}
        self._attempt: _Attempt | None = None

    def add(self, paper: Paper) -> None:
        """One more; an earlier revision of the same document is written first."""
        if paper.document.id in self._waiting:
            self.written()
        self._waiting[paper.document.id] = paper

    def written(self) -> sa.Connection:
        """The transaction with every row in it."""
        made = self._attempt
        if made is not None and made.savepoint is None:
            mine = {each: paper for each, paper in self._waiting.items() if made.waited.get(each) is not paper}
            self._write(made.waited)
            made.savepoint, self._waiting = self._transaction.begin_nested(), mine
        self._write(self._waiting)
        self._waiting = {}
        return self._transaction

    def finish(self, company: str, kept: Collection[str]) -> None:
        """Writes all, and gives every document that the transaction kept its place at the end of the company's feed."""
        mine = feeds.c.company == company
        seq = self._transaction.execute(sa.select(feeds.c.seq).where(mine)).scalar_one()
        places = {each: seq + step for step, each in enumerate(kept, 1)}
        settled = {each: place for each, place in places.items() if each not in self._waiting}
        self._write(self._waiting, places)
        document_rows.put_in_feed(self._transaction, company, settled)
        self._transaction.execute(sa.update(feeds).where(mine).values(seq=seq + len(places)))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undoes what was added meanwhile when the block raises."""
        self._attempt = made = _Attempt(dict(self._waiting))
        is_whole = False
        try:
            yield
            is_whole = True
        finally:
            self._attempt = None
            if not is_whole:
                self._waiting = {} if made.savepoint is not None else made.waited
            if made.savepoint is not None:
                made.savepoint.commit() if is_whole else made.savepoint.rollback()

    def _write(self, waiting: Mapping[str, Paper], places: Mapping[str, int] = _NOWHERE) -> None:
        papers = tuple(waiting.values())
        if papers:
            document_rows.put_rows(self._transaction, self._rules, papers, self._clock.seconds(), places)
