"""Every engine broken on purpose is caught by the test that is named for it; with a whole one the test passes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lengths import times
from tests.sync.broken_engine import BROKEN, VARIABLE

ROOT = Path(__file__).parents[2]
CAUGHT_BY = {
    "drop_idempotency_key": "tests/sync/test_push.py::test_a_withdrawal_whose_answer_is_lost_happens_once",
    "ack_before_storing": "tests/sync/test_push.py::test_a_program_killed_between_sending_and_the_answer_sends_once",
    "cursor_before_documents": "tests/sync/test_pull.py::test_a_page_whose_documents_found_no_room_comes_again",
    "last_writer_wins": "tests/sync/test_reconcile.py::test_edits_of_one_field_end_in_a_conflict",
}


def outcome(test: str, bug: str) -> str:
    """The last line that pytest says about one test, run in a process of its own with an engine broken so."""
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", "-p", "no:randomly", test]
    environment = {**os.environ, VARIABLE: bug}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in ran.stdout.splitlines() if " in " in line]
    return lines[-1] if lines else ran.stdout + ran.stderr


def test_every_broken_engine_has_its_test():
    assert set(CAUGHT_BY) == set(BROKEN)


@pytest.mark.machinery
@pytest.mark.parametrize("bug", list(BROKEN)[: times(1, len(BROKEN))])
def test_a_broken_engine_is_caught(bug):
    told = outcome(CAUGHT_BY[bug], bug)
    assert " failed" in told
    assert "error" not in told


def test_with_a_whole_engine_the_same_test_passes():
    told = outcome(CAUGHT_BY["last_writer_wins"], "")
    assert "1 passed" in told
