"""Limits on PostgreSQL: however many workers there are, all of them together let through what one would."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coo_backend.db.database import Database
from coo_backend.db.shared_buckets import SharedBuckets
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.refusals import Refusal
from tests.backend.db.test_database import postgres, postgres_server
from tests.backend.process import BackendProcess, Client
from tests.backend.runtime.test_limits import is_let_through, taken

__all__ = ["postgres", "postgres_server"]

CHECKS_PER_HOUR = 30
DEVICE_FAILURES_PER_HOUR = 20


@pytest.fixture
def database(postgres: str) -> Iterator[Database]:
    opened = Database(postgres)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def workers(postgres: str, tmp_path: Path) -> Iterator[tuple[BackendProcess, BackendProcess]]:
    """Two worker processes on one database and one folder."""
    both = tuple(BackendProcess(tmp_path / "backend", arguments=("--database-url", postgres)).start() for _ in range(2))
    yield both
    for worker in both:
        worker.stop()


def test_a_shared_bucket_counts_as_one_in_memory_does(database: Database):
    clock = Clock()
    shared = SharedBuckets(database, clock, "checks", 30, 3600)
    assert (taken(shared, "a"), taken(shared, "b")) == (30, 30)
    clock.offset_s += 121
    assert taken(shared, "a") == 1
    shared.give("a")
    shared.look("a")
    assert taken(shared, "a") == 1
    with pytest.raises(Refusal) as refused:
        shared.look("a")
    assert 0 < refused.value.facts["retryAfterS"] <= 121
    shared.fill("a")
    assert taken(shared, "a") == 30
    clock.offset_s -= 7200  # a clock that was set back keeps nobody out for longer than the period
    assert taken(shared, "a") == 30
    assert is_let_through(SharedBuckets(database, clock, "others", 30, 3600), "a")


def test_of_many_at_once_none_gets_past_the_count(database: Database):
    shared = SharedBuckets(database, Clock(), "checks", 10, 3600)
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: is_let_through(shared, "a"), range(40))) == 10


def test_two_workers_let_through_what_one_would(workers: tuple[BackendProcess, BackendProcess]):
    clients = [worker.client() for worker in workers]
    answers = _spread(clients, 50, lambda client, _: client.get("/v1/check?number=N&printNumber=P"))
    assert answers == {200: CHECKS_PER_HOUR, 429: 50 - CHECKS_PER_HOUR}
    answers = _spread(clients, 30, lambda client, number: client.sign_in(f"nobody{number}", "wrong"))
    assert answers == {401: DEVICE_FAILURES_PER_HOUR, 429: 30 - DEVICE_FAILURES_PER_HOUR}


def test_two_workers_count_the_failures_of_an_account_together(workers: tuple[BackendProcess, BackendProcess]):
    clients = [worker.client() for worker in workers]
    answers = _spread(clients, 12, lambda client, _: client.sign_in("demo", "wrong"))
    assert answers == {401: 5, 429: 7}


def _spread(clients: list[Client], count: int, ask) -> Counter[int]:
    """How often each status was answered, of requests that go to the workers in turn, both at once."""

    def work(turn: int) -> list[int]:
        return [ask(clients[turn], number).status_code for number in range(turn, count, len(clients))]

    with ThreadPoolExecutor(len(clients)) as pool:
        return Counter(status for statuses in pool.map(work, range(len(clients))) for status in statuses)
