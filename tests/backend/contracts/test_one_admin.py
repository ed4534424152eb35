"""However hand-overs, disabling and cancelling meet, a company has exactly one active administrator afterwards."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from coo_backend.accounts import signatory_routes
from coo_backend.accounts.confirmations import _hashed
from coo_backend.db.tables import accounts, confirmations
from coo_backend.db.unit import Actor
from coo_backend.runtime.refusals import Refusal
from coo_backend.seed import LANFENG
from coo_backend.web.batch import found
from coo_backend.web.commands import Command, perform
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import StoreBusy
from tests.backend.db.test_database import backend, postgres, postgres_server, url
from tests.lengths import times

__all__ = ["backend", "postgres", "postgres_server", "url"]

RACES = times(100, 1000)
PEOPLE = ("admin", "demo", "clerk2")
BYSTANDER = "idle"  # whom nobody touches: the company never closes
Step = tuple[str, str]


def actor(account: str) -> Actor:
    """Somebody who signed in before anything happened: the administrator believes to be it still."""
    role = "admin" if account == "admin" else "clerk"
    return Actor(account=account, name=account, role=role, active=True, company=LANFENG, device="test")


def reset(backend) -> None:
    """The company as it was, with proofs of every password at hand."""
    shared = backend.place.shared
    with shared.database.write(LANFENG.id) as connection:
        mine = accounts.c.company == LANFENG.id
        connection.execute(sa.delete(accounts).where(mine))
        rows = [
            {"account": name, "company": LANFENG.id, "role": actor(name).role, "name": name}
            for name in (*PEOPLE, BYSTANDER)
        ]
        connection.execute(sa.insert(accounts), rows)
        connection.execute(sa.delete(confirmations))
        purposes = [(name, purpose) for name in PEOPLE for purpose in ("hand_over", "cancel")]
        given = [
            {"hash": _hashed(f"{name} {purpose}"), "account": name, "purpose": purpose, "expires_s": 1 << 40}
            for name, purpose in purposes
        ]
        connection.execute(sa.insert(confirmations), given)


def steps(account: str) -> list[Step]:
    """What somebody might do: path and proof."""
    cancel = [("/v1/cancellation", f"{account} cancel")]
    if account != "admin":
        return cancel
    over = [(f"/v1/signatories/{name}/hand_over", "admin hand_over") for name in PEOPLE[1:]]
    events = [(f"/v1/signatories/{name}/{event}", "") for name in PEOPLE[1:] for event in ("disable", "delete")]
    return cancel + over + events


def attempt(backend, account: str, step: Step, together: Callable[[], object]) -> bool:
    """Does one step at the same moment as the others; whether it succeeded."""
    path, given = step
    body = {"confirmation": given} if given else {}
    command = Command(key=new_id(), method="POST", path=path, body=body)
    endpoint, parts = found(signatory_routes.router.commands, command)
    together()
    try:
        perform(backend.place, actor(account), endpoint, command, parts)
    except (Refusal, StoreBusy):
        return False
    return True


def active_admins(backend) -> list[str]:
    with backend.place.shared.database.read() as connection:
        mine = sa.and_(accounts.c.company == LANFENG.id, accounts.c.role == "admin", accounts.c.active)
        return list(connection.execute(sa.select(accounts.c.account).where(mine, accounts.c.ended == "")).scalars())


@pytest.mark.machinery
@pytest.mark.timeout(600)
def test_no_meeting_of_steps_leaves_a_company_without_its_one_administrator(backend):
    dice, succeeded = random.Random(6), 0
    with ThreadPoolExecutor(3) as pool:
        for _ in range(RACES):
            reset(backend)
            who = ["admin", "admin", dice.choice(PEOPLE)]
            chosen = [(account, dice.choice(steps(account))) for account in who]
            barrier = Barrier(3)
            done = [pool.submit(attempt, backend, account, step, barrier.wait) for account, step in chosen]
            succeeded += sum(each.result() for each in done)
            admins = active_admins(backend)
            assert len(admins) == 1, (chosen, admins)
    assert succeeded > RACES


def test_the_database_itself_refuses_a_second_active_administrator(backend):
    with pytest.raises(StoreBusy), backend.place.shared.database.write(LANFENG.id) as connection:
        connection.execute(sa.update(accounts).where(accounts.c.account == "demo").values(role="admin"))
