"""What the heartbeat may rely on in a pass, kept by the real engine over a real backend and by the fake of screens."""

import pytest

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.office.sync_state import SyncState
from tests.backend.process import backend_process
from tests.fakes.sync import QuietSync
from tests.sync.desk import Desk

__all__ = ["backend_process"]


class SyncContract:
    """Every test gets `sync`, of a desk that is signed in and has nothing to send."""

    def test_a_pass_ends_synced(self, sync):
        _change, state = sync.run_pass()
        assert isinstance(state, SyncState)
        assert (state.light, state.waiting) == ("synced", 0)

    def test_a_pass_without_news_changes_nothing(self, sync):
        sync.run_pass()
        sync.hurry()
        change, state = sync.run_pass()
        assert (change, state.light) == (Change(by="sync"), "synced")

    def test_a_pass_takes_how_far_it_is_and_whether_to_stop(self, sync):
        steps = []
        change, _state = sync.run_pass(lambda *step: steps.append(step), lambda: True)
        assert isinstance(change, Change)
        assert all(done <= total for done, total in steps)

    def test_to_hurry_is_no_pass(self, sync):
        assert sync.hurry() is None


class TestRealSync(SyncContract):
    @pytest.fixture
    def sync(self, backend_process, tmp_path):
        desk = Desk(tmp_path / "desk", backend_process.url, "demo").sign_in()
        yield desk.engine
        desk.close()


class TestFakeSync(SyncContract):
    @pytest.fixture
    def sync(self):
        return QuietSync()
