"""Backup, restore and move, killed at many points: the work is as before or as it was wanted, and never in between."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.backup_driver import MOST_POINTS
from tests.ending_driver import KILLED

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.machinery, pytest.mark.timeout(400)]  # some forty starts of the program
BOTH, EARLIER = ["EARLIER", "LATER"], ["EARLIER"]


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    """What was left after each death, by what was being done."""
    root = tmp_path_factory.mktemp("killed")
    command = [sys.executable, "-m", "tests.backup_driver", str(root)]
    environment = {**os.environ, "TMPDIR": str(root), "PYTHONDONTWRITEBYTECODE": "1", "COO_HOME": str(root / "home")}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert all(one["ended"] == (KILLED if one["at"] else 0) for one in found)
    assert all(one["evidence"] for one in found)
    return {name: [one for one in found if one["act"] == name] for name in ("back_up", "restore", "arrive")}


def test_a_backup_that_was_cut_off_has_no_name_and_the_work_is_untouched(ends):
    whole, *cut = ends["back_up"]
    assert whole["file"] == "whole"
    assert len(cut) > MOST_POINTS // 2
    assert {one["file"] for one in cut} <= {"", "whole"}
    assert all(one["names"] == BOTH for one in ends["back_up"])


def test_a_restore_that_was_cut_off_has_not_begun_or_ends_with_the_next_start(ends):
    whole, *cut = ends["restore"]
    assert (whole["names"], whole["arrival"]) == (EARLIER, True)
    assert len(cut) > MOST_POINTS // 2
    assert all(one["names"] == (EARLIER if one["arrival"] else BOTH) for one in cut)
    assert all(one["notes"] for one in ends["restore"] if one["arrival"])
    assert {one["arrival"] for one in cut} == {True, False}


def test_a_move_that_was_cut_off_has_not_begun_or_ends_with_the_next_start(ends):
    whole, *cut = ends["arrive"]
    assert (whole["names"], whole["arrival"]) == (EARLIER, True)
    assert len(cut) > MOST_POINTS // 2
    assert all(one["names"] == (EARLIER if one["arrival"] else []) for one in cut)
    assert {one["arrival"] for one in cut} == {True, False}
