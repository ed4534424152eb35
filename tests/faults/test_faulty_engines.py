"""Every engine and backend that is wrong in one way is found out by the random days; right ones pass the same days."""

import pytest

from tests.faults.days.days import KINDS, Day
from tests.faults.days.real_ones import RealWorld, called_here
from tests.faults.days.stand_ins import StandIns
from tests.faults.faulty_engines import FAULTS
from tests.lengths import IS_WHOLE, times

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(300)]

#: Of each kind. Most are found on the first of them, the one that takes longest on the ninth.
MOST_DAYS = 60


def find_out(make, fault):
    for seed in range(MOST_DAYS):
        for weights in KINDS.values():
            world = make()
            try:
                Day(seed, world).run(weights)
            except AssertionError:
                return
            finally:
                world.close()
    raise AssertionError(f"{fault} went unnoticed on {MOST_DAYS} days of each kind")


def test_there_are_enough_ways_to_be_wrong():
    assert len(FAULTS) >= 25


@pytest.mark.parametrize("fault", list(FAULTS)[:: times(7, 1)])
def test_a_wrong_engine_is_found_out(monkeypatch, fault, record_property):
    FAULTS[fault](monkeypatch)
    find_out(StandIns, fault)
    record_property("faulty engines and backends found out", 1)


@pytest.mark.skipif(not IS_WHOLE, reason="long: make faults")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_real_engine_or_backend_is_found_out(monkeypatch, fault, record_property):
    with called_here():
        FAULTS[fault](monkeypatch)
        find_out(RealWorld, fault)
    record_property("the same with real stores and backend", 1)
