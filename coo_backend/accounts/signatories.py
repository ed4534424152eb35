"""The signatories of a company, as its administrator arranges them: one of them is the administrator, always.

The database lets no company have two active administrators; that none is lost is kept here: nobody takes the role from
themselves but by handing it over, and the company's writes run one after the other.
"""

from typing import Any

import sqlalchemy as sa

from coo_backend.accounts.confirmations import spend
from coo_backend.db.tables import accounts
from coo_backend.db.unit import Actor, Unit
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.sessions import end_all
from coo_desktop.contract.accounts import Signatories, Signatory

ADMIN, CLERK = "admin", "clerk"
DELETED, CANCELLED = "deleted", "cancelled"


def listed(connection: sa.Connection, actor: Actor) -> Signatories:
    """Every signatory that the company has now, with phones masked."""
    mine = sa.and_(accounts.c.company == actor.company.id, accounts.c.ended == "")
    rows = connection.execute(sa.select(accounts).where(mine).order_by(accounts.c.created_at, accounts.c.account))
    return Signatories(items=[_to_wire(row) for row in rows])


def disable(unit: Unit, account: str) -> Signatory:
    """The signatory keeps the sign-in and can send nothing any more."""
    _another(unit, account)
    return _set(unit, account, "disable", active=False)


def enable(unit: Unit, account: str) -> Signatory:
    """The signatory can send again."""
    _another(unit, account)
    return _set(unit, account, "enable", active=True)


def delete(unit: Unit, account: str) -> Signatory:
    """The account ends for good; its documents are the company's and stay."""
    _another(unit, account)
    stamp = unit.shared.clock.stamp()
    deleted = _set(unit, account, "delete", active=False, ended=DELETED, ended_at=stamp, password_hash="", phone="")
    end_all(unit.connection, account, stamp)
    return deleted


def hand_over(unit: Unit, account: str, confirmation: str) -> Signatory:
    """The administrator's role goes to another active signatory; needs the password again, see `confirming`."""
    row = _another(unit, account)
    if not row.active:
        raise Refusal("state-locked", guard="active")
    spend(unit, confirmation, "hand_over")
    _write(unit, unit.actor.account, role=CLERK)  # first, or there would be two for a moment, which the index refuses
    return _set(unit, account, "hand-over", role=ADMIN)


def _another(unit: Unit, account: str) -> Any:
    """A signatory of the company who is not the acting administrator."""
    if account == unit.actor.account:
        raise Refusal("last-admin")
    mine = sa.and_(accounts.c.account == account, accounts.c.company == unit.company.id, accounts.c.ended == "")
    row = unit.connection.execute(sa.select(accounts).where(mine).with_for_update()).first()  # no sign-in meanwhile
    if row is None:
        raise Refusal("not-found")
    return row


def _set(unit: Unit, account: str, action: str, **values: Any) -> Signatory:
    _write(unit, account, **values)
    unit.record(f"signatory-{action}", account)
    return _to_wire(unit.connection.execute(sa.select(accounts).where(accounts.c.account == account)).one())


def _write(unit: Unit, account: str, **values: Any) -> None:
    """Changes an account; every access token given out so far ends, so that the change holds from the next request."""
    values["token_version"] = accounts.c.token_version + 1
    unit.connection.execute(sa.update(accounts).where(accounts.c.account == account).values(values))


def _to_wire(row: Any) -> Signatory:
    names = ("account", "name", "role", "active", "created_at")
    return Signatory(**{name: getattr(row, name) for name in names}, phone=masked(row.phone))


def masked(phone: str) -> str:
    """A phone number as others see it: its first three and last two digits."""
    return phone if len(phone) < 8 else phone[:3] + "*" * (len(phone) - 5) + phone[-2:]
