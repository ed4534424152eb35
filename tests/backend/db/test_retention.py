"""Sweeps: what is over goes, in batches and by any number of workers; what somebody may still need stays."""

import dataclasses
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier

import sqlalchemy as sa

from coo_backend.accounts.failed_sign_ins import KEPT_S
from coo_backend.app import open_place
from coo_backend.db.database import Database
from coo_backend.db.retention import RETENTION, sweep
from coo_backend.db.sight import EVERYBODY
from coo_backend.db.tables import families, intents, metadata, refresh_tokens
from coo_backend.db.unit import Shared
from coo_backend.runtime.daily import DAY_S
from coo_desktop.domain.clock import new_id
from tests.backend.accounts.test_password_reset import asked, code_of, reset
from tests.backend.conftest import Backend, quick_settings
from tests.backend.db.test_database import postgres, postgres_server, url
from tests.backend.errands import CERTIFICATE, certificate, problem, stored
from tests.backend.process import BackendProcess, Client
from tests.backend.worlds import arrange, proof

__all__ = ["postgres", "postgres_server", "url"]

OLD = "2020-01-01T00:00:00.000+00:00"


def after(backend: Backend, days: float) -> dict[str, int]:
    """Lets the time pass since the test began, and sweeps."""
    backend.place.shared.clock.offset_s = days * DAY_S
    return dict(sweep(backend.place.shared))


def count(database: Database, table: sa.Table) -> int:
    with database.read(EVERYBODY) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def signed_in(backend: Backend, device: str) -> Client:
    client = backend.client()
    body = {"account": "demo", "password": "demo-pass-2026", "device": device}
    client.use(client.call("POST", "/v1/auth/login", body).json())
    return client


def put_old_answers(database: Database, number: int) -> None:
    """Answers that are years old."""
    rows = [{"company": "c", "key": new_id(), "at": OLD, "body": "{}"} for _ in range(number)]
    with database.write("c") as connection:
        connection.execute(sa.insert(intents), rows)


def test_every_table_with_an_end_is_swept():
    with_end = {
        table.name for table in metadata.sorted_tables if "expires_s" in table.c or "blocked_until_s" in table.c
    }
    assert with_end | {"intents", "refresh_tokens", "buckets"} == {kept.table.name for kept in RETENTION}
    days = {kept.table.name: kept.days for kept in RETENTION}
    assert days["sign_in_failures"] * DAY_S == KEPT_S
    assert 180 <= days["intents"] < 400


def test_a_key_tried_again_after_half_a_year_gets_its_answer(backend: Backend, clerk: Client):
    document, key = new_id(), new_id()
    first = clerk.put(document, CERTIFICATE, certificate(), key=key)
    later = clerk.put(document, CERTIFICATE, certificate(consigneeName="B"), rev=first.json()["rev"]).json()
    after(backend, 179)
    assert clerk.sign_in("demo").ok
    again = clerk.put(document, CERTIFICATE, certificate(), key=key)
    assert (again.status_code, again.content, again.headers["ETag"]) == (200, first.content, first.headers["ETag"])
    assert after(backend, 201)["intents"] == 2
    assert clerk.sign_in("demo").ok
    assert problem(clerk.get(f"/v1/intents/{key}")) == "not-found"
    assert problem(clerk.put(document, CERTIFICATE, certificate(), key=key)) == "stale-revision"
    assert clerk.get(f"/v1/docs/{document}").json() == later


def test_an_old_session_stays_refused_before_and_after_it_is_swept(backend: Backend):
    client = signed_in(backend, "laptop")
    spent = client.tokens["refreshToken"]
    for _ in range(2):
        client.use(client.refresh().json())
    for days in (31, 209, 211):
        swept = after(backend, days)
        assert [problem(client.refresh(token)) for token in (spent, "")] == ["sign-in-needed"] * 2
    assert (swept["refresh_tokens"], swept["families"]) == (1, 0)
    signed_in(backend, "laptop")
    swept = after(backend, 211)
    assert (swept["refresh_tokens"], swept["families"]) == (2, 1)
    assert [problem(client.refresh(token)) for token in (spent, "")] == ["sign-in-needed"] * 2


def test_a_living_session_keeps_the_tokens_that_tell_a_thief(backend: Backend, clerk: Client):
    first = clerk.tokens["refreshToken"]
    for _ in range(2):
        clerk.use(clerk.refresh().json())
    assert after(backend, 29)["refresh_tokens"] == 0
    assert problem(clerk.refresh(first)) == "sign-in-needed"
    assert problem(clerk.refresh()) == "sign-in-needed"


def test_a_computer_that_was_away_for_years_still_hears_that_its_account_ended(backend: Backend):
    away = signed_in(backend, "laptop")
    after(backend, 1000)
    here = signed_in(backend, "desk")
    assert here.call("POST", "/v1/cancellation", {"confirmation": proof(here, "cancel")}, Idempotency_Key=new_id()).ok
    after(backend, 2000)
    told = away.refresh()
    assert (problem(told), told.json()["order"]["device"]) == ("account-cancelled", "laptop")


def test_an_access_token_works_until_its_end_and_then_goes(backend: Backend, clerk: Client):
    assert after(backend, 500 / DAY_S)["access_tokens"] == 0
    assert clerk.get("/v1/company").ok
    assert after(backend, 601 / DAY_S)["access_tokens"] == 1
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"


def test_a_proof_of_the_password_works_until_its_end_and_then_goes(backend: Backend):
    admin = backend.client("admin")
    given = proof(admin)
    assert after(backend, 250 / DAY_S)["confirmations"] == 0
    assert arrange(admin, "demo", "hand_over", confirmation=given).ok
    clerk = backend.client("demo")
    proof(clerk)
    assert after(backend, 600 / DAY_S)["confirmations"] == 1


def test_a_code_for_a_forgotten_password_goes_with_its_end(backend: Backend):
    client = backend.client()
    request = asked(client).json()["request"]
    assert after(backend, 250 / DAY_S)["resets"] == 0
    assert reset(client, request, code_of(backend)).ok
    assert asked(client).ok
    assert after(backend, 600 / DAY_S)["resets"] == 1


def test_who_has_to_wait_after_failures_still_has_to(backend: Backend):
    client = backend.client()
    for _ in range(5):
        assert problem(client.sign_in("demo", "wrong")) == "sign-in-failed"
    assert after(backend, 30 / DAY_S)["sign_in_failures"] == 0
    assert problem(client.sign_in("demo")) == "rate-limited"
    assert after(backend, 6.9)["sign_in_failures"] == 0
    assert after(backend, 7.1)["sign_in_failures"] == 1


def test_a_sweep_goes_in_batches_and_stops_when_it_is_told(backend: Backend):
    shared = backend.place.shared
    put_old_answers(shared.database, 7)
    turns = iter([False, True])
    assert sweep(shared, 3, lambda: next(turns, True))["intents"] == 3
    assert sweep(shared, 3)["intents"] == 4


@contextmanager
def workers(url: str, folder: Path) -> Iterator[tuple[Shared, Shared]]:
    """Two workers on one database, each with connections of its own."""
    settings = dataclasses.replace(quick_settings(folder / "backend", url), demo=False, faults=False)
    both = open_place(settings).shared, open_place(settings).shared
    yield both
    for shared in both:
        shared.database.close()


def test_two_workers_sweep_each_row_once(url: str, tmp_path: Path):
    with workers(url, tmp_path) as both, ThreadPoolExecutor(2) as pool:
        put_old_answers(both[0].database, 100)
        at_once = Barrier(2)

        def work(shared: Shared) -> int:
            at_once.wait()
            return sweep(shared, 7)["intents"]

        assert sum(pool.map(work, both)) == 100
        assert count(both[0].database, intents) == 0


def test_a_row_that_somebody_holds_is_left_for_the_next_sweep(postgres: str, tmp_path: Path):
    with workers(postgres, tmp_path) as (one, other):
        put_old_answers(one.database, 3)
        with one.database.write("c") as connection:
            connection.execute(sa.select(intents.c.key).limit(1).with_for_update()).one()
            assert sweep(other)["intents"] == 2
        assert sweep(other)["intents"] == 1


def test_a_session_goes_after_its_tokens(backend: Backend):
    """A token that is held keeps its session, so that whoever renews it finds both or neither."""
    signed_in(backend, "laptop")
    backend.place.shared.clock.offset_s = DAY_S
    signed_in(backend, "laptop")
    backend.place.shared.clock.offset_s = 300 * DAY_S
    shared = backend.place.shared
    swept = sweep(shared, is_stopped=iter([False, True] + [False] * 9).__next__)
    assert (swept["intents"], swept["refresh_tokens"], swept["families"]) == (0, 0, 0)
    assert (count(shared.database, families), count(shared.database, refresh_tokens)) == (2, 2)
    assert (sweep(shared)["refresh_tokens"], count(shared.database, families)) == (1, 1)


def test_a_process_sweeps_when_it_starts(backend_process: BackendProcess):
    clerk, key = backend_process.client("demo"), new_id()
    clerk.put(new_id(), CERTIFICATE, certificate(), key=key)
    kept = stored(clerk)
    backend_process.kill()
    with closing(sqlite3.connect(backend_process.data / "backend.sqlite")) as database, database:
        database.execute("UPDATE intents SET at = ? WHERE key = ?", (OLD, key))
    backend_process.start(backend_process.port)
    until = time.monotonic() + 30
    while clerk.get(f"/v1/intents/{key}").ok:
        assert time.monotonic() < until
    assert clerk.get(f"/v1/docs/{kept['id']}").json() == kept
