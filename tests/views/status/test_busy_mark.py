"""The busy mark: what is being done once it takes its time, with a cancel for what can be stopped."""

import pytest

from coo_desktop.views.status.busy_mark import BusyMark
from coo_desktop.views.tasks import Task, Tasks


@pytest.fixture
def tasks(window):
    made = Tasks(window)
    yield made
    made.close()


@pytest.fixture
def mark(tasks, window):
    return BusyMark(tasks, window)


def task(said, stoppable=True):
    return Task(1, said, stoppable, lambda _number, _done, _total: None)


def test_slow_work_is_named_and_can_be_cancelled(tasks, mark):
    reading = task("Reading")
    tasks.busy.emit(reading)
    assert mark.isVisible()
    assert not mark.progress.stopping.isVisible()
    tasks.slow.emit(reading)
    mark.progress.stopping.click()
    assert reading.cancelled()
    assert not mark.isVisible()


def test_work_that_cannot_stop_offers_no_cancel_and_goes_when_it_ends(tasks, mark):
    storing = task("Storing", stoppable=False)
    tasks.busy.emit(storing)
    tasks.slow.emit(storing)
    assert mark.isVisible()
    assert not mark.progress.stopping.isVisible()
    tasks.ended.emit(storing)
    assert not mark.isVisible()


def test_a_second_slow_work_can_be_cancelled_after_the_first(tasks, mark):
    for name in ("first", "second"):
        one = task(name)
        tasks.busy.emit(one)
        tasks.slow.emit(one)
        mark.progress.stopping.click()
        assert one.cancelled()
