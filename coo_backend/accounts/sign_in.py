"""Signing in: one answer in the same time for every wrong pair, growing waits after five, fewer tries per origin."""

import base64
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coo_backend.db import audit
from coo_backend.db.companies import colleagues, with_wishes
from coo_backend.db.database import signing_key
from coo_backend.db.tables import accounts, companies, sign_in_failures
from coo_backend.db.unit import Shared
from coo_backend.runtime.limits import Buckets, network
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk, Sessions, Tokens
from coo_desktop.contract.accounts import Colleague
from coo_desktop.contract.requests import Login
from coo_desktop.domain.documents.document import Company, Person

FREE_FAILURES = 5
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 3600


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session and whose it is; `key` (raw Ed25519, base64) checks the server's orders from now on."""

    tokens: Tokens
    person: Person
    company: Company
    people: list[Colleague]
    key: str


def sign_in(shared: Shared, passwords: Passwords, sessions: Sessions, body: Login, desk: Desk) -> SignedIn:
    """Refuses with sign-in-failed, or rate-limited while the account, the device or its whole network has to wait."""
    found = is_their_password(shared, passwords, body.account, body.password, desk)
    with shared.database.write("") as connection:
        _unchanged_or_refuse(connection, found)
        connection.execute(sa.delete(sign_in_failures).where(sign_in_failures.c.subject == body.account))
        if passwords.is_outdated(found.password_hash):
            renewed = passwords.hashed(body.password)
            mine = accounts.c.account == body.account
            connection.execute(sa.update(accounts).where(mine).values(password_hash=renewed))
        tokens = sessions.open(connection, body.account, desk)
        people = colleagues(connection, found.company)
        row = connection.execute(sa.select(companies).where(companies.c.id == found.company)).one()
        company = with_wishes(connection, Company(**row._mapping))
        key = signing_key(connection).public_key().public_bytes_raw()
        shared.faults.hit("before_commit", "login")
    person = Person(account=found.account, name=found.name, role=found.role, active=found.active)
    return SignedIn(tokens, person, company, people, base64.b64encode(key).decode())


def is_their_password(shared: Shared, passwords: Passwords, account: str, password: str, desk: Desk) -> Any:
    """The row of the account whose password this is; refuses as `sign_in` does, and counts every failure."""
    for buckets, key in _origins(shared, desk):
        buckets.look(key)
    with shared.database.read() as connection:
        _wait_or_refuse(shared, connection, account)
        found = connection.execute(sa.select(accounts).where(accounts.c.account == account)).first()
    # Outside any transaction: hashing takes a fifth of a second on purpose.
    if passwords.matches(password, found.password_hash if found else "") and found is not None:
        return found
    with shared.database.write("") as connection:
        _count_failure(shared, connection, account, desk)
    for buckets, key in _origins(shared, desk):
        buckets.take(key)
    raise Refusal("sign-in-failed")


def _unchanged_or_refuse(connection: sa.Connection, found: Any) -> None:
    """Refuses an account that ended, or got another password, while this one was checked; nobody changes it now."""
    same = sa.and_(accounts.c.account == found.account, accounts.c.token_version == found.token_version)
    if connection.execute(sa.select(accounts.c.account).where(same).with_for_update()).first() is None:
        raise Refusal("sign-in-failed")


def _origins(shared: Shared, desk: Desk) -> tuple[tuple[Buckets, str], ...]:
    """Where failures come from, whatever the account: one password tried on many accounts is stopped there."""
    near = network(desk.ip)
    return (shared.limits.failures_of_device, f"{near} {desk.device}"), (shared.limits.failures_of_network, near)


def _wait_or_refuse(shared: Shared, connection: sa.Connection, account: str) -> None:
    mine = sign_in_failures.c.subject == account
    until_s = connection.execute(sa.select(sign_in_failures.c.blocked_until_s).where(mine)).scalar() or 0
    left_s = until_s - shared.clock.seconds()
    if left_s > 0:
        raise Refusal("rate-limited", retryAfterS=left_s)


def _count_failure(shared: Shared, connection: sa.Connection, account: str, desk: Desk) -> None:
    mine = sign_in_failures.c.subject == account
    failures = (connection.execute(sa.select(sign_in_failures.c.failures).where(mine)).scalar() or 0) + 1
    over = failures - FREE_FAILURES
    wait_s = min(FIRST_WAIT_S << min(over, 10), LONGEST_WAIT_S) if over >= 0 else 0
    values = {"failures": failures, "blocked_until_s": shared.clock.seconds() + wait_s}
    if connection.execute(sa.update(sign_in_failures).where(mine).values(values)).rowcount == 0:
        connection.execute(sa.insert(sign_in_failures).values(subject=account, **values))
    entry = audit.Entry(
        at=shared.clock.stamp(),
        actor=account,
        action="sign-in-failed",
        object=account,
        device=desk.device,
        ip=desk.ip,
        request_id=desk.request_id,
    )
    audit.record(connection, "", [entry])
