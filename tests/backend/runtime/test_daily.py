"""Daily duties: whatever happens to one of them, the others are done, and all of them again the next day."""

import asyncio
import logging
from collections import Counter
from threading import Event

import pytest
from starlette.concurrency import run_in_threadpool

from coo_backend.app import duties
from coo_backend.runtime.daily import Duty, for_each, perform, performed_daily
from coo_desktop.domain.errors import StoreBusy, StoreTrouble
from tests.backend.conftest import Backend

WAIT_S = 30


def failing(name: str, fault: Exception) -> Duty:
    def work(_is_stopped) -> int:
        raise fault

    return Duty(name, work)


@pytest.mark.parametrize(
    "fault", [StoreBusy(cause="another writer"), ValueError("a body that is no JSON"), OSError(28)]
)
def test_a_duty_that_fails_is_told_and_keeps_nothing_else_from_being_done(fault, caplog: pytest.LogCaptureFixture):
    """Not on the next day either: only trouble of the database was caught, and any other ended the sweeps for good."""
    done: Counter[str] = Counter()
    twice = Event()

    def work(_is_stopped) -> int:
        done["after"] += 1
        if done["after"] == 2:
            twice.set()
        return 1

    async def live() -> None:
        async with performed_daily([failing("first", fault), Duty("after", work)], every_s=0.01):
            assert await run_in_threadpool(twice.wait, WAIT_S)

    with caplog.at_level(logging.WARNING):
        asyncio.run(live())
    assert {record.getMessage().partition(":")[0] for record in caplog.records} == {"first"}
    assert all((record.exc_info is None) == isinstance(fault, StoreBusy) for record in caplog.records)


@pytest.mark.parametrize(
    ("fault", "turns"), [(StoreBusy(cause="x"), "abc"), (ValueError("x"), "abc"), (StoreTrouble(cause="bucket"), "ab")]
)
def test_a_subject_that_fails_ends_the_duty_only_where_nothing_answers(fault, turns):
    had_turns = []

    def step(subject: str) -> int:
        had_turns.append(subject)
        if subject == "b":
            raise fault
        return 1

    with pytest.raises(type(fault)):
        for_each("abc", step, lambda: False)
    assert "".join(had_turns) == turns


def test_one_that_is_told_to_stop_begins_no_further_duty():
    begun = []

    def work(is_stopped) -> int:
        begun.append(is_stopped())
        return 0

    asked = iter([False, False, True])
    assert perform([Duty("one", work), Duty("other", work)], asked.__next__) == ()
    assert begun == [False]


def test_a_backend_has_each_duty_once_and_does_them_at_its_start(backend: Backend):
    names = [duty.name for duty in duties(backend.place)]
    assert len(set(names)) == len(names) > 10
    stray = backend.place.files.parts.path("stray")
    stray.write_bytes(b"x")
    assert perform(duties(backend.place)) == ()
    assert not stray.exists()
