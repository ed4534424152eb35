"""Random days lose nothing and do nothing twice, with stand-ins for store and backend and with the real ones.

`make faults` takes two million steps with the stand-ins, and a tenth of that with the real ones, which take thirty
to forty times as long (docs/decisions/2026-11-30-two-worlds-for-random-days.md).
"""

import pytest

from tests.faults.days.days import KINDS, REAL_KINDS, STEPS, Day
from tests.faults.days.real_ones import RealWorld, called_here
from tests.faults.days.stand_ins import StandIns
from tests.lengths import times

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(600)]

#: Days in one test, and tests of each kind of day.
SEEDS, BLOCKS = times(15, 120), times(1, 30)
REAL_SEEDS, REAL_BLOCKS = times(2, 18), times(1, 20)


def spend(make, weights, seeds):
    for seed in seeds:
        world = make()
        try:
            Day(seed, world).run(weights)
        except Exception as error:
            error.add_note(f"on the day of seed {seed}")
            raise
        finally:
            world.close()


#: Days that went wrong once: a backend restored before the first pull, a withdrawal answered by a restored one, an edit
#: that was discarded while its fate was unknown, an answer to an older edit without a newer one on its way.
FOUND = (("races", 1120), ("races", 2360), ("usual", 2225), ("usual", 265), ("usual", 577), ("successions", 3516))


@pytest.mark.parametrize(("kind", "seed"), FOUND)
def test_a_day_that_went_wrong_once_goes_right(kind, seed):
    spend(StandIns, KINDS[kind], (seed,))


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("kind", KINDS)
def test_a_random_day_loses_nothing_and_does_nothing_twice(kind, block, record_property):
    spend(StandIns, KINDS[kind], range(block * SEEDS, (block + 1) * SEEDS))
    record_property("simulated steps with stand-ins", SEEDS * STEPS)


@pytest.mark.parametrize("block", range(REAL_BLOCKS))
@pytest.mark.parametrize("kind", REAL_KINDS)
def test_a_random_day_of_real_stores_and_the_real_backend_does_neither(kind, block, record_property):
    with called_here():
        spend(RealWorld, REAL_KINDS[kind], range(block * REAL_SEEDS, (block + 1) * REAL_SEEDS))
    record_property("simulated steps, real stores and backend", REAL_SEEDS * STEPS)
