"""The page of faults: each row names tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
#: Every row of a table but its two heads: what goes wrong, what must happen, what proves it.
ROWS = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| ") and "proved by" not in line]


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests in a file, those of a class too."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_there_are_rows():
    assert len(ROWS) > 60


@pytest.mark.parametrize("row", ROWS, ids=[row[0].strip() for row in ROWS])
def test_a_row_is_proved_by_tests_that_exist(row: list[str]):
    fault, behaviour, proof = (cell.strip() for cell in row)
    assert fault
    assert behaviour
    named = _TEST.findall(proof)
    assert ", ".join(f"`{file}::{name}`" for file, name in named) == proof
    assert [
        f"{file}::{name}" for file, name in named if not (ROOT / file).is_file() or name not in names_in(file)
    ] == []


def test_no_fault_stands_twice():
    faults = [row[0] for row in ROWS]
    assert sorted(set(faults)) == sorted(faults)
