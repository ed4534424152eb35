"""The heartbeat: one pass at a time, one more when asked meanwhile, and everybody hears what it changed."""

import threading

import pytest

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.office.sync_state import SyncCause, SyncState
from coo_desktop.domain.operations import drafts
from coo_desktop.views.status import heartbeat as module
from coo_desktop.views.status.heartbeat import Heartbeat
from tests.views.pages import make_desk

LONG_S = 36_000


class SlowSync:
    """Implements the Sync port; each pass waits until the test lets it go."""

    def __init__(self):
        self.begun = 0
        self.at_once = 0
        self.most_at_once = 0
        self.gate = threading.Semaphore(0)
        self.answer = (Change(), SyncState(light="synced"))
        self.error = None

    def run_pass(self, progress=None, cancelled=lambda: False):
        self.begun += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.gate.acquire(timeout=60)
        self.at_once -= 1
        if self.error:
            raise self.error
        return self.answer


@pytest.fixture
def sync():
    return SlowSync()


@pytest.fixture
def session(qtbot, sync):
    import dataclasses

    made = make_desk()
    made.ports = dataclasses.replace(made.ports, sync=sync)
    yield made
    sync.gate.release(100)
    made.tasks.close()


@pytest.fixture
def heartbeat(session):
    return Heartbeat(session, LONG_S)


def test_two_passes_never_run_at_once_and_one_more_follows(qtbot, session, sync, heartbeat):
    for _ in range(5):
        session.sync_now()
    qtbot.waitUntil(lambda: sync.begun == 1)
    sync.gate.release(10)
    qtbot.waitUntil(lambda: sync.begun == 2 and not heartbeat.is_running)
    assert sync.most_at_once == 1


def test_the_light_tells_of_a_pass_and_of_its_end(qtbot, session, sync, heartbeat):
    lights = []
    session.synced.connect(lambda state: lights.append(state.light))
    session.sync_now()
    sync.gate.release()
    qtbot.waitUntil(lambda: lights == ["syncing", "synced"])


def test_while_a_pass_runs_the_light_does_not_tell_why_the_last_one_failed(qtbot, session, sync, heartbeat):
    session.show_state(SyncState(light="offline", cause=SyncCause.TIMEOUT))
    states = []
    session.synced.connect(states.append)
    session.sync_now()
    sync.gate.release()
    qtbot.waitUntil(lambda: [state.light for state in states] == ["syncing", "synced"])
    assert states[0].cause is None


def test_what_a_pass_changed_reaches_every_screen(qtbot, session, sync, heartbeat):
    sync.answer = (Change(ids=("a",), families=frozenset({"certificate"}), by="sync"), SyncState(light="synced"))
    session.sync_now()
    with qtbot.waitSignal(session.changed) as told:
        sync.gate.release()
    assert told.args[0].by == "sync"


def test_a_save_is_sent_soon_after(qtbot, session, sync, heartbeat, monkeypatch):
    monkeypatch.setattr(module, "SOON_MS", 1)
    session.do(session, drafts.start, "importer", {"name": "SAKURA"})
    qtbot.waitUntil(lambda: sync.begun == 1)


def test_what_a_pass_brought_does_not_start_the_next_one(qtbot, session, sync, heartbeat, monkeypatch):
    monkeypatch.setattr(module, "SOON_MS", 0)
    sync.answer = (Change(ids=("a",), by="sync"), SyncState(light="synced"))
    sync.gate.release(10)
    session.sync_now()
    qtbot.waitUntil(lambda: sync.begun == 1 and not heartbeat.is_running)
    with qtbot.assertNotEmitted(session.synced, wait=50):
        pass
    assert sync.begun == 1


def test_an_error_of_a_pass_is_told_and_the_next_one_still_comes(qtbot, session, sync, heartbeat):
    sync.error = Untrusted(reason="person")
    heard = []
    session.failed.connect(heard.append)
    session.sync_now()
    sync.gate.release()
    qtbot.waitUntil(lambda: bool(heard) and not heartbeat.is_running)
    assert (session.state.light, session.state.cause) == ("attention", SyncCause.UNTRUSTED)
    sync.error = None
    session.sync_now()
    sync.gate.release()
    qtbot.waitUntil(lambda: session.state.light == "synced")


def test_a_stopped_heart_begins_no_pass(qtbot, session, sync, heartbeat, monkeypatch):
    monkeypatch.setattr(module, "SOON_MS", 0)
    heartbeat.stop()
    assert not heartbeat.is_running
