"""How long the backend keeps what has an end, and the sweep that lets it go (runtime/daily.py).

A row stays as long as anybody may still be answered by it. What the law wants kept (certificates, the audit) and what
belongs to a document is not here. A sweep works in batches, each a short transaction of its own; it takes no row that
somebody holds, and what another worker swept meanwhile is not there to be found: any number of workers may sweep.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from coo_backend.db.sight import EVERYBODY
from coo_backend.db.tables import (
    access_tokens,
    buckets,
    confirmations,
    families,
    intents,
    refresh_tokens,
    resets,
    sign_in_failures,
)
from coo_backend.db.unit import Shared
from coo_backend.runtime.daily import Duty, IsStopped

BATCH_ROWS = 500


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment, in both spellings of the tables: seconds since 1970, and as the wire writes it."""

    seconds: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows go `days` after they are of no use; `over` tells which, of the moment so many days ago."""

    table: sa.Table
    days: int
    over: "Callable[[Instant], sa.ColumnElement[bool]]"


def _families_over(then: Instant) -> "sa.Select[tuple[str]]":
    """Sessions that ended before, but the last one of each person on each device.

    By the token of that one a device hears, however late, that its account ended and that it has to wipe itself.
    """
    newest_first = (families.c.expires_s.desc(), families.c.id.desc())
    place = sa.func.row_number().over(partition_by=(families.c.account, families.c.device), order_by=newest_first)
    ranked = sa.select(families.c.id, place.label("place")).subquery()
    earlier = sa.select(ranked.c.id).where(ranked.c.place > 1)
    return sa.select(families.c.id).where(families.c.expires_s <= then.seconds, families.c.id.in_(earlier))


def _tokens_over(then: Instant) -> "sa.ColumnElement[bool]":
    """Tokens of those sessions, and of any other that ended the ones whose successor was used: no device holds them."""
    expired = sa.select(families.c.id).where(families.c.expires_s <= then.seconds)
    is_spent = sa.and_(refresh_tokens.c.is_closed, refresh_tokens.c.family.in_(expired))
    return sa.or_(is_spent, refresh_tokens.c.family.in_(_families_over(then)))


def _families_without_tokens(then: Instant) -> "sa.ColumnElement[bool]":
    """A session goes after its tokens: whoever holds one finds both or neither."""
    used = sa.select(refresh_tokens.c.family)
    return sa.and_(families.c.id.in_(_families_over(then)), families.c.id.not_in(used))


#: What is swept, in this order. A clerk may come back after half a year and send again what was sent already: until
#: then every key has its answer, and three weeks more for clocks and calendars.
RETENTION: tuple[Kept, ...] = (
    Kept(intents, 200, lambda then: intents.c.at < then.stamp),
    Kept(refresh_tokens, 180, _tokens_over),
    Kept(families, 180, _families_without_tokens),
    Kept(access_tokens, 0, lambda then: access_tokens.c.expires_s <= then.seconds),
    Kept(confirmations, 0, lambda then: confirmations.c.expires_s <= then.seconds),
    Kept(resets, 0, lambda then: resets.c.expires_s <= then.seconds),
    Kept(buckets, 0, lambda then: buckets.c.full_at_s <= then.seconds),
    Kept(sign_in_failures, 7, lambda then: sign_in_failures.c.last_s <= then.seconds),
)


def duties(shared: Shared) -> tuple[Duty, ...]:
    """What is to be done each day, a duty for each table."""
    return tuple(Duty(f"rows of {kept.table.name} that are over", partial(_sweep, shared, kept)) for kept in RETENTION)


def sweep(shared: Shared, batch_rows: int = BATCH_ROWS, is_stopped: IsStopped = lambda: False) -> Mapping[str, int]:
    """Lets go what is over; table -> rows. Raises StoreTrouble: what was swept before stays so."""
    return {kept.table.name: _sweep(shared, kept, is_stopped, batch_rows) for kept in RETENTION}


def _sweep(shared: Shared, kept: Kept, is_stopped: IsStopped, batch_rows: int = BATCH_ROWS) -> int:
    before = shared.clock.now() - dt.timedelta(days=kept.days)
    over = kept.over(Instant(int(before.timestamp()), before.isoformat(timespec="milliseconds")))
    swept, gone = 0, batch_rows
    while gone == batch_rows and not is_stopped():
        gone = _sweep_batch(shared, kept.table, over, batch_rows)
        swept += gone
    return swept


def _sweep_batch(shared: Shared, table: sa.Table, over: "sa.ColumnElement[bool]", most: int) -> int:
    """How many rows went; fewer than `most` when there are no more that nobody holds."""
    key = tuple(table.primary_key.columns)
    chosen = sa.select(*key).where(over).limit(most).with_for_update(skip_locked=True, of=table)
    with shared.database.write("", EVERYBODY) as connection:
        keys = [tuple(row) for row in connection.execute(chosen)]
        if keys:
            connection.execute(sa.delete(table).where(sa.tuple_(*key).in_(keys)))
    return len(keys)
