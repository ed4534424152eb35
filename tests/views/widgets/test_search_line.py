"""The search above a list: Chinese is found by its sounds, and nothing that is not seen stays chosen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QTableWidgetItem

from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.tables import plain_table

ROWS = (("茶叶", "Ningbo"), ("保温杯", "Ningbo"), ("TEA POT", "上海"))


@pytest.fixture
def session(make):
    return make(records=StoredRecordTools())


@pytest.fixture
def table(window):
    made = plain_table("Goods", ("What", "Where"), (10, 10), (1,), window)
    fill(made)
    return made


def fill(table, rows=ROWS):
    table.setRowCount(len(rows))
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.setItem(number, column, QTableWidgetItem(text))


@pytest.fixture
def search(session, window, table):
    made = SearchLine(session, window, table)
    beneath(window, made, table)
    return made


def seen(table) -> list[str]:
    return [table.item(row, 0).text() for row in range(table.rowCount()) if not table.isRowHidden(row)]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("茶", ["茶叶"]),
        ("ｔｅａ", ["TEA POT"]),
        ("chaye", ["茶叶"]),
        ("bwb ningbo", ["保温杯"]),
        ("shanghai pot", ["TEA POT"]),
        ("  ", [row[0] for row in ROWS]),
        ("nowhere", []),
    ],
)
def test_every_typed_word_stands_in_a_row_or_in_its_sound(qtbot, table, search, typed, left):
    search.line.setText(typed)
    qtbot.waitUntil(lambda: seen(table) == left, timeout=20_000)
    search.line.clear()
    assert len(seen(table)) == len(ROWS)


def test_rows_that_come_while_something_is_typed_are_narrowed_too(qtbot, table, search):
    qtbot.keyClicks(search.line, "cha")
    qtbot.waitUntil(lambda: seen(table) == ["茶叶"], timeout=20_000)
    fill(table, (("铁观音茶", ""), ("杯", "")))
    qtbot.waitUntil(lambda: seen(table) == ["铁观音茶"], timeout=20_000)


def test_a_row_that_is_not_seen_is_not_chosen(qtbot, table, search):
    table.selectRow(0)
    qtbot.keyClicks(search.line, "TEA")
    assert not table.selectionModel().selectedRows()
    qtbot.keyClick(search.line, Qt.Key.Key_Down)
    assert table.hasFocus()
    assert [index.row() for index in table.selectionModel().selectedRows()] == [2]


def test_in_a_list_the_first_that_is_left_is_chosen(qtbot, session, window):
    lines = QListWidget(window)
    lines.addItems(["茶叶", "TEA POT"])
    lines.setCurrentRow(0)
    search = SearchLine(session, window, lines)
    for typed, chosen in (("pot", 1), ("nowhere", -1), ("", 0)):
        search.line.setText(typed)
        assert lines.currentRow() == chosen
