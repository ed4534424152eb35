"""What the server does of itself, at its start and once a day: named duties, one after the other.

Whatever keeps one of them from being done is told in the log, and keeps neither the others from being done nor any of
them on the next day.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool

from coo_desktop.domain.errors import StoreBusy, StoreTrouble

DAY_S = 86_400

IsStopped = Callable[[], bool]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to be done each day; `work` tells how much it did, and ends early once it hears that it is to stop."""

    name: str
    work: Callable[[IsStopped], int]


def perform(duties: Sequence[Duty], is_stopped: IsStopped = lambda: False) -> tuple[str, ...]:
    """Does all of them once; the names of those that could not be done."""
    undone = []
    for duty in duties:
        if is_stopped():
            break
        _, fault = _attempted(partial(duty.work, is_stopped))
        if fault is not None:
            undone.append(duty.name)
            is_known = isinstance(fault, StoreTrouble)  # another worker, a bucket that is away
            _log.warning("%s: not done today: %s", duty.name, fault, exc_info=None if is_known else fault)
    return tuple(undone)


def for_each(subjects: Iterable[str], step: Callable[[str], int], is_stopped: IsStopped) -> int:
    """A duty that is done for one subject after the other; how much it was. What is wrong with one is raised after the
    others had their turn, but at once where a database or a place does not answer: it would not for any of them."""
    count, first = 0, None
    for subject in subjects:
        if is_stopped():
            break
        done, fault = _attempted(partial(step, subject))
        if isinstance(fault, StoreTrouble) and not isinstance(fault, StoreBusy):
            raise fault
        count, first = count + done, first or fault
    if first is not None:
        raise first
    return count


def _attempted(work: Callable[[], int]) -> tuple[int, Exception | None]:
    """How much was done, or what kept it from being done: a fault that nobody thought of ends nothing but this."""
    try:
        return work(), None
    except Exception as fault:
        return 0, fault


@contextlib.asynccontextmanager
async def performed_daily(duties: Sequence[Duty], every_s: float = DAY_S) -> AsyncIterator[None]:
    """Does them on a worker while the block runs, at once and then every `every_s`."""
    ending = asyncio.Event()

    async def work() -> None:
        while not ending.is_set():
            await run_in_threadpool(perform, duties, ending.is_set)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), every_s)

    working = asyncio.create_task(work())
    try:
        yield
    finally:
        ending.set()
        await working
