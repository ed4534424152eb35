"""Nobody learns from the work or the time of an answer whether an account exists."""

import dataclasses
import random
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from coo_backend.accounts.password_reset import begin
from coo_backend.accounts.sign_in import is_their_password
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import PasswordCost
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk
from tests.backend.conftest import Backend, Stage, quick_settings, running
from tests.backend.errands import problem
from tests.backend.worlds import World
from tests.lengths import IS_WHOLE

PAIRS = 250
#: Of fair coins, so many standard deviations off the half come once in a hundred thousand runs.
SIGMAS = 4.5


class Counted(Passwords):
    """Writes down what it computes: each hash with its parameters."""

    def __init__(self, cost: PasswordCost, computed: list[str]) -> None:
        super().__init__(cost)
        hasher = self._hasher

        class Listening:
            def verify(self, password_hash: str, password: str) -> bool:
                computed.append(password_hash.rpartition("$")[0].rpartition("$")[0])
                return hasher.verify(password_hash, password)

        self._hasher = Listening()


def work(backend: Backend, account: str, attempts: int) -> list[str]:
    """Everything that wrong sign-ins and a forgotten password do: statements to the database, and hashes."""
    done: list[str] = []
    engine = backend.place.shared.database.engine
    passwords = Counted(backend.settings.passwords, done)

    def note(_connection, _cursor, statement, *_rest) -> None:
        done.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        for number in range(attempts):
            desk = Desk(ip=f"192.0.2.{number % 2}", device="test", device_token="stranger.token")
            with pytest.raises(Refusal):
                is_their_password(backend.place.shared, passwords, account, "wrong", desk)
        begin(backend.place.shared, account, Desk(ip="192.0.2.1"))
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return done


def test_an_account_that_does_not_exist_or_has_ended_costs_the_same_work(backend):
    world = World(backend)
    ended = world.new_person()
    admin = backend.client("admin")
    assert admin.call("POST", f"/v1/signatories/{ended}/delete", {}, Idempotency_Key="delete-1").ok
    known = work(backend, "demo", 14)
    assert work(backend, "nobody", 14) == work(backend, ended, 14) == known
    hashes = [each for each in known if each.startswith("$argon2id$")]
    assert len(hashes) == 10  # five from each of two networks; those that have to wait cost none


@pytest.fixture
def costly(http: Stage, seeded: Path, tmp_path: Path) -> Iterator[Backend]:
    """A backend whose hashes take a few milliseconds, and whose limits let hundreds of failures through."""
    shutil.copytree(seeded, tmp_path / "backend")
    settings = dataclasses.replace(
        quick_settings(tmp_path / "backend"),
        passwords=PasswordCost(memory_kib=8192, rounds=1, lanes=1),
        trusted_proxies=("127.0.0.1",),
        account_failures_per_day=1_000_000,
    )
    for backend in running(http, settings):
        shared = backend.place.shared
        with shared.database.write("") as connection:  # the demo's hashes are cheaper than those of this backend
            renewed = backend.place.passwords.hashed("another password")
            connection.exec_driver_sql("UPDATE accounts SET password_hash = ?", (renewed,))
        yield backend


@pytest.mark.machinery
@pytest.mark.skipif(not IS_WHOLE, reason="measures for half a minute: make faults")
def test_the_time_of_an_answer_tells_no_accounts_apart(costly, record_property):
    client, dice = costly.client(), random.Random(14)
    later, differences_s, usual_s = 0, [], []
    for number in range(PAIRS):
        took_s = {}
        for account in dice.sample(("demo", f"nobody{number}"), 2):
            origin = f"2001:db8:{number:x}:{len(took_s)}::1"
            body = {"account": account, "password": "wrong", "device": "test"}
            began_s = time.perf_counter()
            answer = client.call("POST", "/v1/auth/login", body, X_Forwarded_For=origin)
            took_s[account] = time.perf_counter() - began_s
            assert problem(answer) == "sign-in-failed"
        known_s, unknown_s = took_s.pop("demo"), *took_s.values()
        later += known_s > unknown_s
        differences_s.append(known_s - unknown_s)
        usual_s.append(known_s)
    record_property("pairs of accounts told apart by time", PAIRS)
    assert abs(later / PAIRS - 0.5) < SIGMAS * 0.5 / PAIRS**0.5
    assert abs(statistics.median(differences_s)) < 0.1 * statistics.median(usual_s)
