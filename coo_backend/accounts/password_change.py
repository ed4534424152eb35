"""A new password in place of the one that holds: the rules are those of a forgotten one, the old one proves who asks.

Sessions on other devices end; the one that asks goes on. A second try after a lost answer is told that it is done.
"""

import sqlalchemy as sa

from coo_backend.accounts import failed_sign_ins
from coo_backend.accounts.password_reset import known_words, phone_of, strong_or_refuse
from coo_backend.accounts.sign_in import is_their_password
from coo_backend.db import audit
from coo_backend.db.tables import accounts, confirmations, resets
from coo_backend.db.unit import Actor, Shared
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk, end_all

TOLD = "您的密码已修改，其他设备已退出登录。如非本人操作，请立即联系客服。"


def change(shared: Shared, passwords: Passwords, actor: Actor, old: str, new: str) -> tuple[int, str]:
    """(sessions that ended elsewhere, the phone to tell, "" for none); refuses with sign-in-failed, rate-limited, or
    what is weak about the new password."""
    desk = Desk(actor.ip, actor.request_id, actor.device, actor.family)
    try:
        found = is_their_password(shared, passwords, actor.account, old, desk)
    except Refusal as refusal:
        if refusal.name != "sign-in-failed" or not _holds(shared, passwords, actor.account, new):
            raise
        return 0, ""
    with shared.database.read() as connection:
        known = known_words(connection, actor.account)
    strong_or_refuse(new, known)
    if new == old:
        raise invalid(("password_same", "password"))
    password_hash = passwords.hashed(new)  # outside of any transaction: it takes a fifth of a second on purpose
    with shared.database.write("") as connection:
        same = sa.and_(accounts.c.account == actor.account, accounts.c.token_version == found.token_version)
        values = {"password_hash": password_hash, "token_version": accounts.c.token_version + 1}
        if connection.execute(sa.update(accounts).where(same).values(values)).rowcount != 1:
            raise Refusal("sign-in-failed")  # somebody else changed it while this one was checked
        ended = end_all(connection, actor.account, shared.clock.stamp(), but=actor.family)
        _forget_proofs(shared, connection, actor.account)
        audit.record(connection, "", [_entry(shared, actor)])
        phone = phone_of(connection, actor.account)
        shared.faults.hit("before_commit", "password")
    return ended, phone


def _holds(shared: Shared, passwords: Passwords, account: str, new: str) -> bool:
    """Whether the new password is the account's already; then who asks has proved it, and the failure is forgiven."""
    with shared.database.read() as connection:
        kept = connection.execute(sa.select(accounts.c.password_hash).where(accounts.c.account == account)).scalar()
    if not passwords.matches(new, kept or ""):
        return False
    with shared.database.write("") as connection:
        failed_sign_ins.forget(shared, connection, account)
    return True


def _forget_proofs(shared: Shared, connection: sa.Connection, account: str) -> None:
    """What was given out on the old password, or to replace it."""
    failed_sign_ins.forget(shared, connection, account)
    for passing in (confirmations, resets):
        connection.execute(sa.delete(passing).where(passing.c.account == account))


def _entry(shared: Shared, actor: Actor) -> audit.Entry:
    return audit.Entry(
        at=shared.clock.stamp(),
        actor=actor.account,
        action="password-changed",
        object=actor.account,
        device=actor.device,
        ip=actor.ip,
        request_id=actor.request_id,
    )
