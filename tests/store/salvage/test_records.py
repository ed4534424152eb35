"""Rows come back as SQLite wrote them, from leaves alone, and one that is not whole is none."""

import sqlite3

import pytest

from coo_desktop.store.salvage.pages import PAGE, USABLE
from coo_desktop.store.salvage.records import records

ROWS = [
    (None, 0, 1, -1, 127, -128, 32767, -32768),
    (2**23 - 1, -(2**23), 2**31 - 1, -(2**31), 2**47 - 1, -(2**47), 2**63 - 1, -(2**63)),
    (1.5, -0.0, 1e300, "", "茶叶", "a" * 100, b"", b"\x00\xff"),
    *((n * 1000, "x" * n, b"y" * n, "", "", "", "", "") for n in (480, 481, 1500, 3970, 3980, 4005, 9000, 40_000)),
]


@pytest.fixture
def pages(tmp_path):
    """The plain pages of a file with these rows; 80 bytes of each are kept free, as in an encrypted one."""
    file = tmp_path / "plain.db"
    connection = sqlite3.connect(file)
    connection.execute(f"PRAGMA page_size={PAGE}")
    connection.execute("CREATE TABLE reserved (a)")
    connection.commit()
    connection.close()
    content = bytearray(file.read_bytes())
    content[20] = PAGE - USABLE
    content = content[:PAGE]
    file.unlink()
    file.write_bytes(empty(content))
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE t (a, b, c, d, e, f, g, h)")
    connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ROWS)
    connection.execute("CREATE INDEX i ON t (b)")
    connection.commit()
    connection.close()
    content = file.read_bytes()
    return {at // PAGE + 1: content[at : at + USABLE] for at in range(0, len(content), PAGE)}


def empty(head):
    """A file of one page without tables."""
    page = bytearray(PAGE)
    page[:100] = head[:100]
    page[28:32] = (1).to_bytes(4, "big")
    page[100] = 13
    page[105:107] = USABLE.to_bytes(2, "big")
    return bytes(page)


def test_every_kind_of_value_and_every_length_comes_back(pages):
    found = [(rowid, tuple(values)) for rowid, values in records(pages) if len(values) == 8]
    assert sorted(found) == [(number, row) for number, row in enumerate(ROWS, 1)]


def test_a_row_without_one_of_its_pages_is_none_and_the_others_stay(pages):
    whole = {rowid for rowid, values in records(pages) if len(values) == 8}
    for number in pages:
        left = {name: page for name, page in pages.items() if name != number}
        found = [(rowid, tuple(values)) for rowid, values in records(left) if len(values) == 8]
        assert {rowid for rowid, _ in found} <= whole
        assert all(values == ROWS[rowid - 1] for rowid, values in found)


def test_a_ring_of_pages_ends(pages):
    ring = {number: number.to_bytes(4, "big") + page[4:] for number, page in pages.items() if page[0] == 0}
    assert {rowid for rowid, values in records({**pages, **ring}) if len(values) == 8} >= {1, 2, 3}
