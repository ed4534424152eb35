"""Buckets: so many at once, refilled evenly, each key on its own."""

import dataclasses
import itertools

import pytest

from coo_backend.runtime.clock import Clock
from coo_backend.runtime.limits import Buckets, network
from coo_backend.runtime.refusals import Refusal
from tests.backend.conftest import Stage, quick_settings, running
from tests.backend.errands import problem


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(buckets: Buckets, key: str) -> int:
    """How many the key gets before it has to wait."""
    return next(number for number in itertools.count() if not is_let_through(buckets, key))


def is_let_through(buckets: Buckets, key: str) -> bool:
    try:
        buckets.take(key)
    except Refusal:
        return False
    return True


def test_a_burst_is_let_through_and_then_the_refill(clock: Clock):
    buckets = Buckets(clock, 30, 3600)
    assert taken(buckets, "a") == 30
    clock.offset_s += 121
    assert taken(buckets, "a") == 1
    clock.offset_s += 3600
    assert taken(buckets, "a") == 30


def test_each_key_has_its_own_bucket(clock: Clock):
    buckets = Buckets(clock, 5, 60)
    assert [taken(buckets, key) for key in ("a", "b")] == [5, 5]


def test_looking_takes_nothing(clock: Clock):
    buckets = Buckets(clock, 1, 60)
    buckets.look("a")
    buckets.look("a")
    assert taken(buckets, "a") == 1
    with pytest.raises(Refusal):
        buckets.look("a")


def test_what_is_given_back_can_be_taken_again(clock: Clock):
    buckets = Buckets(clock, 3, 3600)
    assert taken(buckets, "a") == 3
    buckets.give("a")
    assert taken(buckets, "a") == 1
    buckets.give("nobody")
    buckets.fill("a")
    assert [taken(buckets, key) for key in ("a", "nobody")] == [3, 3]


def test_many_keys_do_not_fill_the_memory_nor_forgive_who_is_empty(clock: Clock):
    buckets = Buckets(clock, 5, 3600)
    assert taken(buckets, "greedy") == 5
    for number in range(12_000):
        buckets.take(f"other {number}")
    assert taken(buckets, "greedy") == 0
    assert len(buckets._full_at) <= 10_000


@pytest.mark.parametrize(
    ("ip", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("pipe", "pipe"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_an_address_stands_for_its_customer(ip: str, whose: str):
    assert network(ip) == whose


def test_one_persons_requests_are_limited_and_nobody_elses(http: Stage, tmp_path):
    settings = dataclasses.replace(quick_settings(tmp_path / "backend"), requests_per_minute=2)
    for backend in running(http, settings):
        clerk, colleague = backend.client("demo"), backend.client("clerk2")
        answers = [clerk.get("/v1/company") for _ in range(4)]
        assert [answer.status_code for answer in answers[:2]] == [200, 200]
        assert problem(answers[-1]) == "rate-limited"
        assert answers[-1].headers["Retry-After"]
        assert colleague.get("/v1/company").ok


def test_a_days_work_fits_the_usual_limit(clerk):
    assert all(clerk.get("/v1/company").ok for _ in range(200))


def test_a_clock_that_is_set_back_locks_nobody_out(clock: Clock):
    buckets = Buckets(clock, 5, 60)
    assert taken(buckets, "a") == 5
    clock.offset_s -= 86_400
    assert taken(buckets, "a") == 5
