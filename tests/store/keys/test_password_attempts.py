"""Wrong passwords at an unlock: the wait grows to a quarter of an hour and nothing is ever destroyed."""

import pytest

from coo_desktop.domain.errors import StoreLocked
from coo_desktop.store.keys.password_attempts import FREE_TRIES, LONGEST_WAIT_S, Tries, wait_s


class Now:
    def __init__(self):
        self.s = 1_000_000.0

    def __call__(self):
        return self.s


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def tries(tmp_path, now):
    return Tries(tmp_path, now)


def fail(tries, times):
    for _ in range(times):
        tries.fail()


def waits(tries) -> int:
    try:
        tries.demand_patience()
    except StoreLocked as error:
        return error.facts["seconds"] if error.facts["cause"] == "patience" else -1
    return 0


def test_the_wait_grows_and_has_an_end():
    waited = [wait_s(failures) for failures in range(101)]
    assert waited[: FREE_TRIES + 4] == [0, 0, 0, 0, 0, 2, 4, 8, 16]
    assert waited == sorted(waited)
    assert waited[-1] == LONGEST_WAIT_S


def test_some_tries_are_free_and_then_each_waits_longer(tries, now):
    fail(tries, FREE_TRIES - 1)
    assert waits(tries) == 0
    tries.fail()
    assert 0 < waits(tries) <= 3
    now.s += 2
    assert waits(tries) == 0
    tries.fail()
    assert waits(tries) > 3


def test_the_count_survives_the_program_and_ends_with_the_right_password(tmp_path, tries, now):
    fail(tries, 8)
    assert waits(Tries(tmp_path, now)) > 10
    tries.succeed()
    assert waits(Tries(tmp_path, now)) == 0


def test_a_clock_that_is_set_back_makes_no_wait_longer(tries, now):
    fail(tries, 100)
    now.s -= 365 * 86_400
    assert 0 < waits(tries) <= LONGEST_WAIT_S + 1


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"failures": "many", "last_s": 0}'])
def test_a_damaged_count_begins_anew(tmp_path, tries, kept):
    (tmp_path / "tries.json").write_text(kept)
    assert waits(tries) == 0
