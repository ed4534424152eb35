"""Every engine and backend that is wrong in one way is found out by the random days; right ones pass the same days."""

import pytest

from tests.faults.faulty_engines import FAULTS
from tests.faults.test_sync_simulation import KINDS, Day
from tests.lengths import times

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(300)]

#: Most are found on one of the first ten days; the one that takes longest on the sixtieth.
MOST_DAYS = 150


def test_there_are_enough_ways_to_be_wrong():
    assert len(FAULTS) >= 25


@pytest.mark.parametrize("fault", list(FAULTS)[:: times(7, 1)])
def test_a_wrong_engine_is_found_out(monkeypatch, fault):
    FAULTS[fault](monkeypatch)
    for seed in range(MOST_DAYS):
        for weights in KINDS.values():
            try:
                Day(seed).run(weights)
            except AssertionError:
                return
    raise AssertionError(f"{fault} went unnoticed on {MOST_DAYS} days of each kind")
