"""The walk of all rows: its table is the manual's, and a row that does not work makes the script fail."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.flows.walk.rows import ROWS
from tests.lengths import IS_WHOLE

whole_programs = pytest.mark.skipif(not IS_WHOLE, reason="starts the script in a process of its own: make faults")
ROOT = Path(__file__).resolve().parents[3]
#: The manual's own numbers; what follows a number in the table is a kind of it.
MANUAL = {
    *("1.1.1", "1.1.2", "1.2.1", "1.2.2"),
    *("1.3.1.1", "1.3.1.2", "1.3.1.3", "1.3.2.1", "1.3.2.2", "1.3.2.3"),
    *("1.4.1.1", "1.4.1.2", "1.4.2", "1.4.3.1", "1.4.3.2", "1.4.4.1", "1.4.4.2", "1.4.4.3", "1.4.x"),
    *("1.5.1", "1.6.1", "1.6.2", "1.7.1", "1.8.1", "1.9", "1.10"),
}


def walked(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "scripts/walk.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_row_of_the_manual_has_exactly_one_walk():
    numbers = Counter(row.number for row in ROWS)
    assert [number for number, count in numbers.items() if count > 1] == []
    assert {number.partition(" ")[0] for number in numbers if number[0].isdigit()} == MANUAL
    assert len({row.walk for row in ROWS}) == len(ROWS)
    twice = [number for number in numbers if number.partition(" ")[0] != number and number[0].isdigit()]
    assert twice == ["1.4.2 preferential", "1.4.2 general"]


@pytest.mark.machinery
@whole_programs
def test_a_row_that_fails_is_told_with_its_reason_and_makes_the_script_fail(tmp_path):
    done = walked("--table=tests.flows.walk.failing", f"--pictures={tmp_path}")
    lines = {line.partition(" ")[0]: line for line in done.stdout.splitlines()}
    assert done.returncode == 1, done.stderr
    assert lines["works"].rstrip().endswith("ok")
    assert "FAIL" in lines["fails"]
    assert "the row does not work" in lines["fails"]
    assert "2 rows walked, 1 failed: fails" in done.stdout
    assert {file.stem for file in tmp_path.glob("*.png")} == {"works", "fails"}


@pytest.mark.machinery
@whole_programs
def test_an_unknown_row_makes_the_script_fail():
    done = walked("--rows=1.99")
    assert done.returncode == 1
    assert "no row 1.99" in done.stdout + done.stderr
