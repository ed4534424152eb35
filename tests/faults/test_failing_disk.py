"""The work on a disk that fails at any operation, and after a power cut at any moment: what was told is there.

The program runs in processes forked from `tests.faults.disk.driver`, whose disk is that of `faults.c`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk import shim
from tests.lengths import IS_WHOLE, times

ROOT = Path(__file__).resolve().parents[2]
WORK = ("save", "evidence", "pull", "acknowledge", "migrate", "migrate late", "import")
KEEPING = ("first start", "backup", "restore", "restore kept", "put back", "move", "wipe")
SCENARIOS = (*WORK, *KEEPING)
#: What keeps the work is left out in one scenario each: then work must be lost, or these tests see nothing.
CONTROLS = {"never flushed": "save", "replaced unflushed": "evidence"}
EACH = times(2, 4)
#: How many points and states of a scenario at most, chosen by a seed; all its states at the whole length.
POINTS, STATES, CONTROL_STATES = times(2, 190), times(10, 100_000), times(40, 400)
TASKS = {
    **{f"faults {name}": {"scenario": name, "most": POINTS} for name in SCENARIOS},
    **{f"cuts {name}": {"scenario": name, "each": EACH, "most": STATES} for name in SCENARIOS},
    **{
        control: {"scenario": name, "each": EACH, "most": CONTROL_STATES, "control": control}
        for control, name in CONTROLS.items()
    },
}
pytestmark = [
    pytest.mark.machinery,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(bool(shim.why_not()), reason=shim.why_not()),
]


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """What came of a task; a process of its own runs it at its whole length, and one all of them in short."""
    known = {}

    def find(name):
        tasks = {name: TASKS[name]} if IS_WHOLE else TASKS
        if name not in known:
            known.update(dict.fromkeys(tasks))
            known.update(run(tmp_path_factory.mktemp("disk"), tasks))
        assert known[name] is not None, "the driver ended early; the first test says why"
        return known[name]

    return find


def run(folder, tasks):
    environment = {**os.environ, **shim.environment(folder), "HOME": str(folder), "TMPDIR": str(folder)}
    environment["COO_HOME"] = str(folder / "home")
    command = [sys.executable, "-m", "tests.faults.disk.driver", str(folder / "tasks"), json.dumps(tasks)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_disk_that_fails_at_any_operation_loses_nothing_that_was_told(result, name, record_property):
    """A step that is refused says why, and the next try on a sound disk succeeds: `wrong` tells of that too."""
    found = result(f"faults {name}")
    record_property("disk operations that failed", found["points"])
    assert found["wrong"] == []
    assert found["unknown"] == 0
    assert found["points"] == min(4 * found["operations"], POINTS)
    assert found["refused"] or not IS_WHOLE


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_power_cut_at_any_moment_takes_nothing_that_was_told(result, name, record_property):
    found = result(f"cuts {name}")
    record_property("states after a power cut", found["different"])
    assert found["wrong"] == []
    assert found["different"] > 0


@pytest.mark.parametrize("control", CONTROLS)
def test_work_that_is_not_flushed_is_seen_to_be_lost(result, control, record_property):
    found = result(control)
    assert found["found"]["lost"] > found["different"] // 20
    record_property("controls of the power cut that must fail", 1)
