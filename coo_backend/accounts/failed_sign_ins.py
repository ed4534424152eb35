"""Failed sign-ins, counted by account and origin, so that nobody's failures make anybody else wait.

An origin is an open session, a device that signed in with the account before, or else a network. Each waits for its
own failures: five are free, then a minute, doubled up to an hour. What comes from devices that nobody knows is bounded
besides: by device and network whatever the account, and by account whatever the network, for one password may be
guessed from many addresses. A try is counted before its password is looked at and taken back when it is right: of many
at once, none gets past the count. Accounts that do not exist are counted alike.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import sign_in_failures as table
from coo_backend.db.unit import Shared
from coo_backend.runtime.limits import Buckets, Limits, network
from coo_backend.runtime.refusals import ACCOUNT, Refusal
from coo_backend.web.sessions import Desk, device_name
from coo_desktop.contract.accounts import FailedSignIns

FREE_FAILURES = 5
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 3600
#: Failures that were the last of their origin so long ago are forgotten.
KEPT_S = 7 * 86_400


class OriginKind(StrEnum):
    """What a try is counted by; only a network is no proof of anything."""

    SESSION = "session"
    DEVICE = "device"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a try with an account comes from."""

    kind: OriginKind
    name: str

    @property
    def key(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Try:
    """One try that was counted, until its password turns out to be right."""

    shared: Shared
    account: str
    origin: Origin
    taken: tuple[tuple[Buckets, str], ...]

    def forgive(self) -> None:
        """Takes the try back, and ends the waiting of its origin; a few mistakes before it are forgotten with it."""
        for buckets, key in self.taken:
            buckets.give(key)
        mine = _mine(self.account, self.origin)
        with self.shared.database.write("") as connection:
            few = sa.and_(mine, table.c.failures <= FREE_FAILURES)
            connection.execute(sa.delete(table).where(few))
            values = {"failures": table.c.failures - 1, "streak": 0, "blocked_until_s": 0}
            connection.execute(sa.update(table).where(mine).values(values))


def begin(shared: Shared, account: str, desk: Desk) -> Try:
    """Counts a try before its password is looked at; refuses with rate-limited, and then counts nothing."""
    with shared.database.write("") as connection:
        origin = _origin(connection, account, desk)
        found = connection.execute(sa.select(table).where(_mine(account, origin))).first()
        left_s = (found.blocked_until_s if found else 0) - shared.clock.seconds()
        if left_s > 0:
            raise Refusal("rate-limited", retryAfterS=left_s)
        taken = _take(shared.limits, _bounds(shared.limits, account, origin, desk))
        _count(shared, connection, Try(shared, account, origin, taken), found)
    return Try(shared, account, origin, taken)


def tally(connection: sa.Connection, account: str, now_s: int) -> FailedSignIns | None:
    """What the person is told of tries from devices that nobody knows; None while they may be mistakes of their own."""
    theirs = sa.and_(table.c.account == account, table.c.origin.startswith(f"{OriginKind.NETWORK} "))
    counts = (sa.func.sum(table.c.failures), sa.func.count(), sa.func.min(table.c.since), sa.func.max(table.c.last_at))
    query = sa.select(*counts).where(theirs, table.c.last_s > now_s - KEPT_S)
    count, places, since, last_at = connection.execute(query).one()
    if (count or 0) < FREE_FAILURES:
        return None
    return FailedSignIns(count=int(count), places=places, since=since, last_at=last_at)


def forget(shared: Shared, connection: sa.Connection, account: str) -> None:
    """Nothing counts against the account any more: its person has proved to be who they are, or it has ended."""
    connection.execute(sa.delete(table).where(table.c.account == account))
    shared.limits.failures_of_account.fill(account)


def _origin(connection: sa.Connection, account: str, desk: Desk) -> Origin:
    if desk.family:
        return Origin(OriginKind.SESSION, desk.family)
    name = device_name(connection, account, desk.device_token)
    return Origin(OriginKind.DEVICE, name) if name else Origin(OriginKind.NETWORK, network(desk.ip))


def _bounds(limits: Limits, account: str, origin: Origin, desk: Desk) -> tuple[tuple[Buckets, str], ...]:
    """What else bounds a try from a device that nobody knows."""
    if origin.kind is not OriginKind.NETWORK:
        return ()
    return (
        (limits.failures_of_device, f"{origin.name} {desk.device}"),
        (limits.failures_of_network, origin.name),
        (limits.failures_of_account, account),
    )


def _take(limits: Limits, bounds: tuple[tuple[Buckets, str], ...]) -> tuple[tuple[Buckets, str], ...]:
    """Takes one of each or of none; refuses with rate-limited, and says whether it is for the account's sake."""
    for number, (buckets, key) in enumerate(bounds):
        try:
            buckets.take(key)
        except Refusal as refusal:
            for other, its_key in bounds[:number]:
                other.give(its_key)
            if buckets is limits.failures_of_account:
                raise Refusal("rate-limited", reason=ACCOUNT, **refusal.facts) from None
            raise
    return bounds


def _count(shared: Shared, connection: sa.Connection, one: Try, found: Any) -> None:
    now_s, now = shared.clock.seconds(), shared.clock.stamp()
    is_fresh = found is None or found.last_s <= now_s - KEPT_S
    streak = 1 if is_fresh else found.streak + 1
    over = streak - FREE_FAILURES
    wait_s = min(FIRST_WAIT_S << min(over, 10), LONGEST_WAIT_S) if over >= 0 else 0
    values = {
        "failures": 1 if is_fresh else found.failures + 1,
        "streak": streak,
        "blocked_until_s": now_s + wait_s if wait_s else 0,
        "last_s": now_s,
        "since": now if is_fresh else found.since,
        "last_at": now,
    }
    if found is None:
        connection.execute(sa.insert(table).values(account=one.account, origin=one.origin.key, **values))
    else:
        connection.execute(sa.update(table).where(_mine(one.account, one.origin)).values(values))


def _mine(account: str, origin: Origin) -> "sa.ColumnElement[bool]":
    return sa.and_(table.c.account == account, table.c.origin == origin.key)
