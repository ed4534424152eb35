"""What the table of `make bench` says of a row."""

import sys

import pytest

from tests.benchmarks.__main__ import measured, modules
from tests.benchmarks.table import Measure, Row, in_turns, main, shown


@pytest.mark.parametrize(
    ("row", "is_met", "words"),
    [
        (Row("a", "b", 2, 1.5), True, "2 ×  1.50 ×"),
        (Row("a", "b", 2, 2.5), False, "NO"),
        (Row("a", "b", 2, 1.5, growth=1.3, growth_aim=1.2), False, "1.30 (≤ 1.2)"),
        (Row("a", "b", 16, 12.25, Measure.MILLISECONDS), True, "12.25 ms"),
        (Row("a", "b", 2, None, note="no node"), True, "not run  no node"),
    ],
)
def test_a_row_is_met_within_its_aims(row: Row, is_met: bool, words: str) -> None:
    assert row.is_met is is_met
    assert words in shown([row]).splitlines()[1]


def test_a_module_ends_with_whether_all_its_rows_are_met(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["module", "3"])
    assert main(lambda rounds: [Row("rounds", "", 2, rounds)]) == 1
    assert "3.00" in capsys.readouterr().out
    assert main(lambda rounds: [Row("rounds", "", 3, rounds)]) == 0


def test_a_module_that_fails_is_a_row_that_is_not_met() -> None:
    (row,) = measured("no_such_module")
    assert not row.is_met


def test_works_take_turns() -> None:
    done: list[str] = []
    costs = in_turns({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 3)
    assert done == ["a", "b"] * 3
    assert set(costs) == {"a", "b"}


def test_modules_with_rows_are_found_and_nothing_else() -> None:
    found = modules()
    assert {"origin", "paper", "pouchdb", "rates", "rules"} <= set(found)
    assert not {"table", "seeding", "seed_models", "raw_page", "usefulness"} & set(found)
