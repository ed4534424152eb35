"""Who is asking: short access tokens, and refresh tokens that rotate and forgive a lost answer.

Tokens are random and stored hashed. The successor of a refresh token is derived from it with the server's own secret:
a client which never heard the answer gets the very same successor again, and the store still holds no token. However
late it asks: what ends a session is a token used after its successor was. An access token proves nothing here, because
a client may have used one and died before the refresh token beside it was kept.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coo_backend.db import audit
from coo_backend.db.tables import access_tokens, accounts, companies, families, refresh_tokens, server
from coo_backend.db.unit import Actor
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import Settings
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Company


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client holds between requests."""

    access: str
    expires_in_s: int
    refresh: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a request comes from.

    `family` is the open session that it belongs to, `device_token` what proves that the device signed in before.
    """

    ip: str = ""
    request_id: str = ""
    device: str = ""
    family: str = ""
    device_token: str = ""


class Sessions:
    """Opens, renews and ends sessions; every method runs in the caller's transaction."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def open(self, connection: sa.Connection, account: str, desk: Desk) -> Tokens:
        """A new session of the account on this device."""
        family = new_id()
        expires_s = self._clock.seconds() + self._settings.session_s
        connection.execute(
            sa.insert(families).values(id=family, account=account, device=desk.device, expires_s=expires_s)
        )
        refresh = secrets.token_urlsafe(32)
        connection.execute(sa.insert(refresh_tokens).values(hash=_hashed(refresh), family=family))
        self._record(connection, account, "sign-in", desk)
        return self._tokens(connection, account, family, refresh)

    def renew(self, connection: sa.Connection, refresh: str, desk: Desk) -> Tokens | None:
        """Rotates a refresh token; None when the session is over: the caller's transaction commits what that wrote."""
        token = connection.execute(
            sa.select(refresh_tokens).where(refresh_tokens.c.hash == _hashed(refresh)).with_for_update()
        ).first()
        if token is None:
            return None
        # Locked: an account that ends at the same moment ends this session too, or first.
        mine = families.c.id == token.family
        family = connection.execute(sa.select(families).where(mine).with_for_update()).one()
        now_s = self._clock.seconds()
        if family.revoked_at or family.expires_s <= now_s:
            return None
        successor = _successor(connection, refresh)
        if token.is_closed:
            self.end(connection, family.id, "refresh-replayed", desk)
            return None
        if not token.used_s:
            self._spend(connection, token, successor, now_s)
        return self._tokens(connection, family.account, family.id, successor)

    def end(self, connection: sa.Connection, family: str, why: str, desk: Desk) -> None:
        """Revokes every token of a session."""
        mine = sa.and_(families.c.id == family, families.c.revoked_at == "")
        account = connection.execute(sa.select(families.c.account).where(mine)).scalar()
        if account is None:
            return
        connection.execute(sa.update(families).where(mine).values(revoked_at=self._clock.stamp()))
        connection.execute(sa.delete(access_tokens).where(access_tokens.c.family == family))
        self._record(connection, account, why, desk)

    def family_of(self, connection: sa.Connection, refresh: str) -> str:
        """The session of a refresh token, or ""."""
        query = sa.select(refresh_tokens.c.family).where(refresh_tokens.c.hash == _hashed(refresh))
        return connection.execute(query).scalar() or ""

    def ended(self, connection: sa.Connection, refresh: str) -> tuple[str, str, str]:
        """How the account of a refresh token ended ("" when it did not), the account, and the token's device."""
        query = (
            sa.select(accounts.c.ended, accounts.c.account, families.c.device)
            .join(families, families.c.account == accounts.c.account)
            .where(families.c.id == self.family_of(connection, refresh))
        )
        row = connection.execute(query).first()
        return (row.ended, row.account, row.device) if row else ("", "", "")

    def actor(self, connection: sa.Connection, access: str, desk: Desk) -> Actor:
        """Whose access token it is, as things stand now; refuses with sign-in-needed."""
        query = (
            sa.select(access_tokens.c.expires_s, families.c.device, families.c.id.label("family"), accounts, companies)
            .join(families, families.c.id == access_tokens.c.family)
            .join(accounts, accounts.c.account == families.c.account)
            .join(companies, companies.c.id == accounts.c.company)
            .where(access_tokens.c.hash == _hashed(access), families.c.revoked_at == "")
            .where(access_tokens.c.token_version == accounts.c.token_version)
        )
        row = connection.execute(query).first()
        if row is None or row.expires_s <= self._clock.seconds():
            raise Refusal("sign-in-needed")
        found = row._mapping
        company = Company(**{column.name: found[column] for column in companies.c})
        return Actor(
            account=row.account,
            name=row.name,
            role=row.role,
            active=row.active,
            company=company,
            device=row.device,
            family=row.family,
            ip=desk.ip,
            request_id=desk.request_id,
        )

    def _spend(self, connection: sa.Connection, token: Any, successor: str, now_s: int) -> None:
        """The token is used; the one before it is thereby over."""
        hash_ = refresh_tokens.c.hash
        connection.execute(sa.update(refresh_tokens).where(hash_ == token.hash).values(used_s=now_s))
        connection.execute(sa.update(refresh_tokens).where(hash_ == token.predecessor).values(is_closed=True))
        connection.execute(
            sa.insert(refresh_tokens).values(hash=_hashed(successor), family=token.family, predecessor=token.hash)
        )

    def _tokens(self, connection: sa.Connection, account: str, family: str, refresh: str) -> Tokens:
        now_s = self._clock.seconds()
        version = connection.execute(
            sa.select(accounts.c.token_version).where(accounts.c.account == account)
        ).scalar_one()
        connection.execute(sa.delete(access_tokens).where(access_tokens.c.expires_s <= now_s))
        access = secrets.token_urlsafe(32)
        expires_s = now_s + self._settings.access_token_s
        connection.execute(
            sa.insert(access_tokens).values(
                hash=_hashed(access), family=family, token_version=version, expires_s=expires_s
            )
        )
        return Tokens(access, self._settings.access_token_s, refresh)

    def _record(self, connection: sa.Connection, account: str, action: str, desk: Desk) -> None:
        entry = audit.Entry(
            at=self._clock.stamp(),
            actor=account,
            action=action,
            object=account,
            device=desk.device,
            ip=desk.ip,
            request_id=desk.request_id,
        )
        audit.record(connection, "", [entry])


def end_all(connection: sa.Connection, account: str, at: str, but: str = "") -> int:
    """Revokes every session of an account, wherever it is open, `but` one; how many still went on."""
    theirs = sa.and_(families.c.account == account, families.c.id != but)
    mine = sa.and_(theirs, families.c.revoked_at == "")
    ended = connection.execute(sa.update(families).where(mine).values(revoked_at=at)).rowcount
    ids = sa.select(families.c.id).where(theirs)
    connection.execute(sa.delete(access_tokens).where(access_tokens.c.family.in_(ids)))
    return ended


def device_token(connection: sa.Connection, account: str, shown: str = "") -> str:
    """The token of a device that has just signed in with the account: the one it showed while that is good, else anew.

    It is one of OWASP's "device cookies": a random name and an HMAC of it and the account by the server's secret.
    Nothing is stored; it opens nothing and only lets the device be counted by itself (see accounts/failed_sign_ins).
    """
    if device_name(connection, account, shown):
        return shown
    name = secrets.token_urlsafe(16)
    return f"{name}.{_device_proof(connection, account, name)}"


def device_name(connection: sa.Connection, account: str, token: str) -> str:
    """The name of the device whose token for this account it is; "" for any other text, in the same time."""
    name, _, proof = token.partition(".")
    is_genuine = hmac.compare_digest(proof.encode(), _device_proof(connection, account, name).encode())
    return name if is_genuine else ""


def _device_proof(connection: sa.Connection, account: str, name: str) -> str:
    secret = connection.execute(sa.select(server.c.secret)).scalar_one()
    return hmac.new(bytes.fromhex(secret), f"known device {name} {account}".encode(), hashlib.sha256).hexdigest()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _successor(connection: sa.Connection, refresh: str) -> str:
    secret = connection.execute(sa.select(server.c.secret)).scalar_one()
    return hmac.new(bytes.fromhex(secret), refresh.encode(), hashlib.sha256).hexdigest()
