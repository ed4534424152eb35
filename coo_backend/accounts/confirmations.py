"""The password once more, before what cannot be taken back: proven first, spent once, within minutes.

The proof is a random token of its own, so that no command carries a password and no stored answer depends on one.
"""

import hashlib
import secrets

import sqlalchemy as sa

from coo_backend.accounts.sign_in import is_their_password
from coo_backend.db.tables import confirmations
from coo_backend.db.unit import Actor, Shared, Unit
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk

VALID_S = 300


def confirm(shared: Shared, passwords: Passwords, actor: Actor, password: str, purpose: str) -> str:
    """A proof for one act of this purpose; refuses with sign-in-failed or rate-limited as a sign-in does."""
    desk = Desk(actor.ip, actor.request_id, actor.device, actor.family)
    is_their_password(shared, passwords, actor.account, password, desk)
    proof = secrets.token_urlsafe(32)
    now_s = shared.clock.seconds()
    with shared.database.write("") as connection:
        connection.execute(sa.delete(confirmations).where(confirmations.c.expires_s <= now_s))
        values = {"hash": _hashed(proof), "account": actor.account, "purpose": purpose, "expires_s": now_s + VALID_S}
        connection.execute(sa.insert(confirmations).values(values))
    return proof


def spend(unit: Unit, proof: str, purpose: str) -> None:
    """Uses a proof of the acting person up; refuses with confirmation-needed."""
    mine = sa.and_(
        confirmations.c.hash == _hashed(proof),
        confirmations.c.account == unit.actor.account,
        confirmations.c.purpose == purpose,
        confirmations.c.expires_s > unit.shared.clock.seconds(),
    )
    if unit.connection.execute(sa.delete(confirmations).where(mine)).rowcount != 1:
        raise Refusal("confirmation-needed", purpose=purpose)


def _hashed(proof: str) -> str:
    return hashlib.sha256(proof.encode()).hexdigest()
