"""Drives every row of a table once; scripts/walk.py runs it, the suite does not: its name is not that of a test."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.flows.walk.rows import Row
from tests.flows.walk.walker import Walker


def pytest_generate_tests(metafunc: Any) -> None:
    """A test for each row that is wanted, in the order of the table."""
    rows: tuple[Row, ...] = import_module(metafunc.config.getoption("table")).ROWS
    wanted = set(filter(None, metafunc.config.getoption("rows").split(",")))
    chosen = [row for row in rows if not wanted or row.number in wanted]
    metafunc.parametrize("row", chosen, ids=[row.number for row in chosen])


def test_row(walker: Walker, row: Row, record_property: Callable[[str, object], None], pytestconfig: Any) -> None:
    record_property("number", row.number)
    record_property("title", row.title)
    pictures = pytestconfig.getoption("pictures")
    try:
        row.walk(walker)
    finally:
        if pictures:
            walker.take_picture(Path(pictures) / f"{row.number.replace(' ', '-')}.png")
