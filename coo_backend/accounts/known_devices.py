"""Devices that have signed in with an account before, each proving it with a token that it keeps.

These are the "device cookies" of OWASP (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies):
a random name, and an HMAC of it and the account by the server's secret. Nothing is stored; a token opens nothing, it
only lets a device be counted by itself, so that the failures of strangers do not make it wait.
"""

import hashlib
import hmac
import secrets

import sqlalchemy as sa

from coo_backend.db.tables import server

_NAME_BYTES = 16


def issued(connection: sa.Connection, account: str, token: str = "") -> str:
    """The token of a device that has just signed in: the one it showed while that is good, else a new one."""
    if name_of(connection, account, token):
        return token
    name = secrets.token_urlsafe(_NAME_BYTES)
    return f"{name}.{_proof(connection, account, name)}"


def name_of(connection: sa.Connection, account: str, token: str) -> str:
    """The name of the device whose token for this account it is; "" for any other text, in the same time."""
    name, _, proof = token.partition(".")
    is_genuine = hmac.compare_digest(proof.encode(), _proof(connection, account, name).encode())
    return name if is_genuine else ""


def _proof(connection: sa.Connection, account: str, name: str) -> str:
    secret = connection.execute(sa.select(server.c.secret)).scalar_one()
    told = f"known device {name} {account}"
    return hmac.new(bytes.fromhex(secret), told.encode(), hashlib.sha256).hexdigest()
