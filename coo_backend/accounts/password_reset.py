"""A forgotten password: a code goes to the filed phone, and with it a new password can be set.

Whoever asks learns nothing: the answer is the same, as fast, and as often refused for accounts that do not exist. A
code lives five minutes, dies after five tries, is stored hashed and works once, for the request it was sent for.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from coo_backend.accounts import failed_sign_ins
from coo_backend.db import audit
from coo_backend.db.tables import accounts, companies, resets, server
from coo_backend.db.unit import Shared
from coo_backend.runtime.limits import network
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.web.passwords import Passwords, weakness
from coo_backend.web.sessions import Desk, device_name, end_all
from coo_desktop.domain.clock import new_id

VALID_S = 300
AGAIN_S = 60
TRIES = 5
#: Mobile numbers of China alone: others cost more, and criminals earn by making others send to theirs.
_MOBILE = re.compile(r"(?:\+?86)?1\d{10}")


@dataclass(frozen=True, slots=True)
class Begun:
    """A request, and the message that is to leave for it; `phone` "" where there is none to send."""

    request: str
    phone: str = ""
    text: str = ""


def begin(shared: Shared, account: str, desk: Desk) -> Begun:
    """Starts a request; refuses with rate-limited, by account and origin and whether or not the account exists.

    A device that has signed in before is counted by itself: what strangers ask for keeps its person from no code.
    """
    with shared.database.read() as connection:
        device = device_name(connection, account, desk.device_token)
    limits, whose = shared.limits, f"{account} {device}"
    asked = [(limits.codes_gap, whose), (limits.codes_of_account, whose)]
    if not device:
        asked.append((limits.codes_of_network, network(desk.ip)))
    for buckets, key in asked:
        buckets.look(key)
    for buckets, key in asked:
        buckets.take(key)
    request, code = new_id(), f"{secrets.randbelow(10**6):06}"
    now_s = shared.clock.seconds()
    with shared.database.write("") as connection:
        found = connection.execute(sa.select(accounts).where(accounts.c.account == account, accounts.c.ended == ""))
        row = found.first()
        connection.execute(sa.delete(resets).where(resets.c.expires_s <= now_s))
        values = {"id": request, "account": row.account if row else "", "expires_s": now_s + VALID_S}
        connection.execute(sa.insert(resets).values(code_hash=_hashed(connection, request, code), **values))
        _record(shared, connection, account, "password-code", desk)
    phone = row.phone if row else ""
    if not _MOBILE.fullmatch(phone) or not _may_send(shared, f"{phone} {device}"):
        return Begun(request)
    return Begun(request, phone, f"验证码 {code}，5 分钟内有效。如非本人操作，请忽略。")


def finish(shared: Shared, passwords: Passwords, request: str, code: str, password: str, desk: Desk) -> Begun:
    """Sets the new password and ends every session; refuses with code-wrong, rate-limited, or what is weak about it.

    Returns what is told to the phone afterwards. A password that is refused does not use the code up.
    """
    shared.limits.failures_of_network.look(network(desk.ip))
    strong_or_refuse(password, ())
    account = _proven(shared, request, code, desk)
    with shared.database.read() as connection:
        # What is weak for this company is told to nobody who has not proven to belong to it.
        known = known_words(connection, account)
    strong_or_refuse(password, known)
    password_hash = passwords.hashed(password)  # outside of any transaction: it takes a fifth of a second on purpose
    with shared.database.write("") as connection:
        if connection.execute(sa.delete(resets).where(resets.c.id == request)).rowcount != 1:
            raise Refusal("code-wrong")
        connection.execute(sa.delete(resets).where(resets.c.account == account))  # codes asked for before
        mine = sa.and_(accounts.c.account == account, accounts.c.ended == "")
        values = {"password_hash": password_hash, "token_version": accounts.c.token_version + 1}
        connection.execute(sa.update(accounts).where(mine).values(values))
        end_all(connection, account, shared.clock.stamp())
        failed_sign_ins.forget(shared, connection, account)
        _record(shared, connection, account, "password-reset", desk)
        phone = phone_of(connection, account)
    return Begun(request, phone, "您的密码已重设。如非本人操作，请立即联系客服。")


def phone_of(connection: sa.Connection, account: str) -> str:
    """The mobile that an account is told on, "" for none."""
    mine = sa.and_(accounts.c.account == account, accounts.c.ended == "")
    phone = connection.execute(sa.select(accounts.c.phone).where(mine)).scalar() or ""
    return phone if _MOBILE.fullmatch(phone) else ""


def strong_or_refuse(password: str, known: tuple[str, ...]) -> None:
    """Refuses with what is weak about a new password."""
    fault = weakness(password, known)
    if fault:
        raise invalid((fault, "password"))


def _proven(shared: Shared, request: str, code: str, desk: Desk) -> str:
    """The account of a request whose code this is; every wrong try counts, also when the answer is lost."""
    alive = sa.and_(resets.c.id == request, resets.c.expires_s > shared.clock.seconds(), resets.c.tries < TRIES)
    with shared.database.write("") as connection:
        row = connection.execute(sa.select(resets).where(alive)).first()
        expected = row.code_hash if row else "0" * 64
        is_right = hmac.compare_digest(expected, _hashed(connection, request, code))
        if row is not None and row.account and is_right:
            return str(row.account)
        connection.execute(sa.update(resets).where(alive).values(tries=resets.c.tries + 1))
        _record(shared, connection, row.account if row else "", "password-code-wrong", desk)
    shared.limits.failures_of_network.take(network(desk.ip))
    raise Refusal("code-wrong")


def known_words(connection: sa.Connection, account: str) -> tuple[str, ...]:
    """What an attacker tries first for this person: account, phone and name, and the company's names and numbers."""
    mine = accounts.c.account == account
    query = sa.select(accounts.c.name, accounts.c.phone, accounts.c.company).where(mine)
    person = connection.execute(query).first()
    if person is None:
        return ()
    row = connection.execute(sa.select(companies).where(companies.c.id == person.company)).one()
    names = (row.name_en, *row.name_en.split(), row.name_zh, row.credit_code, row.registration_no, row.phone)
    return (account, person.phone, person.phone[-11:], person.name, *names)


def _may_send(shared: Shared, whose: str) -> bool:
    """Whether the phone, by the device that asks, and the service as a whole have not had enough for a day; nobody is
    told."""
    try:
        shared.limits.codes_of_phone.take(whose)
        shared.limits.codes_in_all.take("")
    except Refusal:
        return False
    return True


def _hashed(connection: sa.Connection, request: str, code: str) -> str:
    secret = connection.execute(sa.select(server.c.secret)).scalar_one()
    return hmac.new(bytes.fromhex(secret), f"{request} {code}".encode(), hashlib.sha256).hexdigest()


def _record(shared: Shared, connection: sa.Connection, account: str, action: str, desk: Desk) -> None:
    origin = {"device": desk.device, "ip": desk.ip, "request_id": desk.request_id}
    entry = audit.Entry(at=shared.clock.stamp(), actor=account, action=action, object=account, **origin)
    audit.record(connection, "", [entry])
