"""How long the backend is left alone."""

import pytest

from coo_desktop.sync.client.backoff import Backoff, delay_s, wish_s
from tests.fakes.clock import FakeClock

DATE = "Mon, 23 Nov 2026 02:00:00 GMT"


def most(least_s, most_s):
    return most_s


def least(least_s, most_s):
    return least_s


@pytest.mark.parametrize(("failures", "longest_s"), [(1, 2), (2, 4), (5, 32), (9, 300), (10_000, 300)])
def test_the_wait_grows_and_is_capped(failures, longest_s):
    assert delay_s(failures, dice=most) == longest_s
    assert delay_s(failures, dice=least) == 1


def test_the_backends_wish_counts_and_is_capped():
    assert delay_s(1, 30.0, least) == 30
    assert delay_s(1, 10.0**9, least) == 3600


@pytest.mark.parametrize(
    ("headers", "seconds_s"),
    [
        ({}, None),
        ({"retry-after": "5"}, 5),
        ({"retry-after": "315360000"}, 3600),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "Mon, 23 Nov 2026 02:00:30 GMT", "date": DATE}, 30),
        ({"retry-after": "Mon, 23 Nov 2026 01:00:30 GMT", "date": DATE}, None),
        ({"retry-after": "Mon, 23 Nov 2036 02:00:30 GMT", "date": DATE}, 3600),
        ({"retry-after": "Mon, 23 Nov 2026 02:00:30 GMT"}, None),
        ({"retry-after": "Mon, 23 Nov 2026 02:00:30", "date": DATE}, None),
    ],
)
def test_retry_after_is_understood_in_every_spelling(headers, seconds_s):
    assert wish_s(headers) == seconds_s


def test_success_makes_the_next_trouble_small_again():
    clock = FakeClock()
    backoff = Backoff(clock, most)
    for _ in range(5):
        backoff.fail()
    clock.pass_s(31)
    assert not backoff.is_ready()
    clock.pass_s(1)
    assert backoff.is_ready()
    backoff.succeed()
    backoff.fail()
    clock.pass_s(2)
    assert backoff.is_ready()
