"""Token buckets that all workers share, in a table: what one of them let through, the others count as well.

Each call is one statement in a transaction of its own, so that a refusal elsewhere takes nothing back and nobody waits
for it with locks in hand; after a power cut the last moments may be forgiven. SQLite has one worker and keeps its
buckets in memory (runtime/limits).
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from coo_backend.db.database import Database
from coo_backend.db.tables import buckets as table
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.refusals import Refusal


class SharedBuckets:
    """One bucket per key, as `runtime.limits.Buckets` has them; `kind` keeps one limit's keys from another's."""

    def __init__(self, database: Database, clock: Clock, kind: str, burst: int, period_s: int) -> None:
        self._database = database
        self._clock = clock
        self._kind = kind
        self._step_s = period_s / burst
        self._period_s = period_s

    def take(self, key: str) -> None:
        """Takes one; refuses with rate-limited when the bucket is empty, and then takes nothing."""
        now = self._now()
        first = insert(table).values(kind=self._kind, name=key, full_at_s=now + self._step_s)
        full_at = self._full(now)
        taken = first.on_conflict_do_update(
            index_elements=[table.c.kind, table.c.name],
            set_={"full_at_s": sa.func.greatest(full_at, now) + self._step_s},
            where=full_at + self._step_s - now - self._period_s <= 0,
        )
        with self._database.aside() as connection:
            if connection.execute(taken.returning(table.c.full_at_s)).first() is not None:
                return
            left_s = self._left_s(connection, key, now)
        raise Refusal("rate-limited", retryAfterS=max(int(left_s), 0) + 1)

    def look(self, key: str) -> None:
        """Refuses as `take` would, and takes nothing."""
        with self._database.aside() as connection:
            left_s = self._left_s(connection, key, self._now())
        if left_s > 0:
            raise Refusal("rate-limited", retryAfterS=int(left_s) + 1)

    def give(self, key: str) -> None:
        """Puts one back that was taken."""
        with self._database.aside() as connection:
            less = {"full_at_s": table.c.full_at_s - self._step_s}
            connection.execute(sa.update(table).where(self._is(key)).values(less))

    def fill(self, key: str) -> None:
        """Forgets all that was taken."""
        with self._database.aside() as connection:
            connection.execute(sa.delete(table).where(self._is(key)))

    def _left_s(self, connection: sa.Connection, key: str, now: float) -> float:
        """How long until one can be taken; 0 or less when one can be now."""
        full_at = connection.execute(sa.select(self._full(now)).where(self._is(key))).scalar() or 0.0
        return full_at + self._step_s - now - self._period_s

    def _full(self, now: float) -> "sa.ColumnElement[float]":
        """When the bucket will be full; one that needs longer than a period was filled by a clock since set back."""
        latest = now + self._period_s + self._step_s
        return sa.case((table.c.full_at_s <= latest, table.c.full_at_s), else_=0.0)

    def _is(self, key: str) -> "sa.ColumnElement[bool]":
        return sa.and_(table.c.kind == self._kind, table.c.name == key)

    def _now(self) -> float:
        return self._clock.now().timestamp()
