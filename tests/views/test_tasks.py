"""Long work: lanes, answers on the screen's thread, cancelling, owners that go."""

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.errors import Offline, ProgramError
from coo_desktop.views.tasks import LOCAL, NET, STORE, Tasks


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def owner(qtbot):
    return QObject()


def test_an_answer_lands_on_the_screens_thread(qtbot, tasks, owner):
    heard = []
    tasks.run(
        owner,
        lambda _task: threading.current_thread().name,
        then=lambda worker: heard.append((worker, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(heard))
    worker, thread = heard[0]
    assert worker.startswith(LOCAL)
    assert thread is threading.main_thread()


def test_the_store_lane_keeps_the_order(qtbot, tasks, owner):
    done, heard = [], []
    for number in range(50):
        tasks.run(owner, lambda _task, number=number: done.append(number), then=heard.append, lane=STORE)
    qtbot.waitUntil(lambda: len(heard) == 50)
    assert done == list(range(50))


def test_a_hanging_network_holds_no_write_up(qtbot, tasks, owner):
    gate, heard = threading.Event(), []
    tasks.run(owner, lambda _task: gate.wait(60), lane=NET)
    tasks.run(owner, lambda _task: "written", then=heard.append, lane=STORE)
    qtbot.waitUntil(lambda: heard == ["written"])
    gate.set()


def test_nothing_lands_once_the_owner_is_gone(qtbot, tasks):
    gate, heard, owner = threading.Event(), [], QWidget()
    tasks.run(owner, lambda _task: gate.wait(60), then=heard.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert heard == []


def test_an_error_reaches_who_asked(qtbot, tasks, owner):
    heard = []

    def fail(_task):
        raise Offline(cause="dns")

    tasks.run(owner, fail, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert (heard[0].code, heard[0].facts) == ("offline", {"cause": "dns"})


def test_an_error_that_nobody_takes_is_told_to_all(qtbot, tasks, owner):
    def fail(_task):
        raise Offline()

    with qtbot.waitSignal(tasks.failed) as told:
        tasks.run(owner, fail)
    assert isinstance(told.args[0], Offline)


def test_a_fault_of_the_program_is_logged_and_told_as_one(qtbot, tasks, owner, caplog):
    heard = []
    tasks.run(owner, lambda _task: 1 // 0, failed=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert type(heard[0]) is ProgramError
    assert heard[0].facts == {"fault": "ZeroDivisionError"}
    assert "ZeroDivisionError" in caplog.text


def test_cancelled_work_tells_nothing(qtbot, tasks, owner):
    seen, heard = threading.Event(), []

    def work(task):
        while not task.cancelled():
            seen.wait(0.001)
        return "late"

    task = tasks.run(owner, work, then=heard.append, failed=heard.append)
    task.cancel()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert heard == []


def test_progress_is_reported_on_the_way(qtbot, tasks, owner):
    steps, heard = [], []

    def work(task):
        for number in (1, 2, 3):
            task.report(number, 3)
        return "done"

    tasks.run(owner, work, then=heard.append, progress=lambda done, total: steps.append((done, total)))
    qtbot.waitUntil(lambda: bool(heard))
    assert steps == [(1, 3), (2, 3), (3, 3)]


def test_long_work_shows_busy_then_offers_a_cancel(qtbot, tasks, owner):
    gate = threading.Event()
    with qtbot.waitSignals([tasks.busy, tasks.slow], order="strict", timeout=20_000):
        task = tasks.run(owner, lambda _task: gate.wait(60), label="Working")
    with qtbot.waitSignal(tasks.ended) as ended:
        gate.set()
    assert ended.args[0] is task


def test_a_write_cannot_be_cancelled_on_the_way_out(qtbot, owner):
    tasks, written = Tasks(), []
    for number in range(5):
        tasks.run(owner, lambda _task, number=number: written.append(number), lane=STORE)
    tasks.close()
    assert written == [0, 1, 2, 3, 4]


def test_what_is_asked_after_the_end_is_not_begun(qtbot, owner):
    tasks, done = Tasks(), []
    tasks.close()
    tasks.run(owner, lambda _task: done.append("late"), lane=STORE)
    assert tasks.is_idle
    assert done == []
