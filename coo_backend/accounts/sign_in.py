"""Signing in: one answer in the same time for every wrong pair; how often one may try is in `failed_sign_ins`."""

import base64
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coo_backend.accounts import failed_sign_ins
from coo_backend.db import audit
from coo_backend.db.companies import colleagues, with_wishes
from coo_backend.db.database import signing_key
from coo_backend.db.tables import accounts, companies
from coo_backend.db.unit import Shared
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk, Sessions, Tokens, device_token
from coo_desktop.contract.accounts import Colleague, FailedSignIns
from coo_desktop.contract.requests import Login
from coo_desktop.domain.documents.document import Company, Person


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session and whose it is; `key` (raw Ed25519, base64) checks the server's orders from now on.

    `device_token` makes this device a known one; `failed` is what strangers tried with the account.
    """

    tokens: Tokens
    person: Person
    company: Company
    people: list[Colleague]
    key: str
    device_token: str
    failed: FailedSignIns | None


def sign_in(shared: Shared, passwords: Passwords, sessions: Sessions, body: Login, desk: Desk) -> SignedIn:
    """Refuses with sign-in-failed, or rate-limited while the origin of the request has to wait."""
    found = is_their_password(shared, passwords, body.account, body.password, desk)
    with shared.database.write("") as connection:
        _unchanged_or_refuse(connection, found)
        if passwords.is_outdated(found.password_hash):
            renewed = passwords.hashed(body.password)
            mine = accounts.c.account == body.account
            connection.execute(sa.update(accounts).where(mine).values(password_hash=renewed))
        tokens = sessions.open(connection, body.account, desk)
        people = colleagues(connection, found.company)
        row = connection.execute(sa.select(companies).where(companies.c.id == found.company)).one()
        company = with_wishes(connection, Company(**row._mapping))
        key = signing_key(connection).public_key().public_bytes_raw()
        token = device_token(connection, body.account, desk.device_token)
        failed = failed_sign_ins.tally(connection, body.account, shared.clock.seconds())
        shared.faults.hit("before_commit", "login")
    person = Person(account=found.account, name=found.name, role=found.role, active=found.active)
    return SignedIn(tokens, person, company, people, base64.b64encode(key).decode(), token, failed)


def is_their_password(shared: Shared, passwords: Passwords, account: str, password: str, desk: Desk) -> Any:
    """The row of the account whose password this is; refuses as `sign_in` does, and counts every failure."""
    counted = failed_sign_ins.begin(shared, account, desk)
    with shared.database.read() as connection:
        found = connection.execute(sa.select(accounts).where(accounts.c.account == account)).first()
    # Outside any transaction: hashing takes a fifth of a second on purpose.
    if passwords.matches(password, found.password_hash if found else "") and found is not None:
        counted.forgive()
        return found
    with shared.database.write("") as connection:
        _record_failure(shared, connection, account, desk)
    raise Refusal("sign-in-failed")


def _unchanged_or_refuse(connection: sa.Connection, found: Any) -> None:
    """Refuses an account that ended, or got another password, while this one was checked; nobody changes it now."""
    same = sa.and_(accounts.c.account == found.account, accounts.c.token_version == found.token_version)
    if connection.execute(sa.select(accounts.c.account).where(same).with_for_update()).first() is None:
        raise Refusal("sign-in-failed")


def _record_failure(shared: Shared, connection: sa.Connection, account: str, desk: Desk) -> None:
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
