"""Rows of an items field worked by keys: typed in cells, pasted from Excel, filled down, moved and taken back."""

import csv
import io
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.questions import ItemQuestion
from tests.views.pages import stored

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ROWS = [
    {"id": "m1", "name_zh": "不锈钢带", "hs_code": "722020", "origin": "KR", "unit_price": "16.00", "quantity": "0.45"},
    {"id": "m2", "name_zh": "PP 粒子", "hs_code": "390210", "origin": "SA", "unit_price": "9.50", "quantity": "0.08"},
    {"id": "m3", "name_zh": "硅胶圈", "hs_code": "401693", "origin": "TW", "unit_price": "0.35", "quantity": "2"},
]


@pytest.fixture
def page(qtbot, session) -> Iterator[FormPage]:
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, "pre_review", {"materials": ROWS}), window)
    page.resize(1366, 768)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield page
    window.close()


@pytest.fixture
def items(page) -> ItemsEditor:
    editor = page.fields.editor("materials")
    editor.view.setFocus()
    editor.view.choose(0, 0)
    return editor


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def types(qtbot, text: str) -> None:
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClicks(widget, letter)


def column(items: ItemsEditor, name: str) -> list[object]:
    return [row.get(name) for row in items.value()]


def filled_parts(items: ItemsEditor) -> list[dict[str, object]]:
    return [{part: value for part, value in row.items() if value and part != "id"} for row in items.value()]


def go(items: ItemsEditor, row: int, name: str) -> None:
    at = [spec.id for spec in items.model.columns].index(name)
    items.view.choose(row, at)


def select(items: ItemsEditor, name: str, rows: range) -> None:
    go(items, rows[0], name)
    for row in rows:
        index = items.view.currentIndex().siblingAtRow(row)
        items.view.selectionModel().select(index, items.view.selectionModel().SelectionFlag.Select)


def spreadsheet_cells(text: str) -> list[str]:
    return [cell for line in csv.reader(io.StringIO(text, newline=""), dialect="excel-tab") for cell in line]


def test_the_model_keeps_qts_rules(qtmodeltester, items):
    tester = QAbstractItemModelTester(items.model, QAbstractItemModelTester.FailureReportingMode.Fatal, items)
    items.paste()
    items.remove()
    assert tester is not None


def test_typing_starts_a_cell_and_enter_goes_down(qtbot, items):
    go(items, 0, "unit_price")
    types(qtbot, "17")
    press(qtbot, Qt.Key.Key_Return)
    assert column(items, "unit_price") == ["17", "9.50", "0.35"]
    assert items.view.currentIndex().row() == 1
    assert QApplication.focusWidget() is items.view


def test_f2_edits_what_is_there_and_tab_goes_to_the_right(qtbot, items):
    go(items, 1, "origin")
    press(qtbot, Qt.Key.Key_F2)
    types(qtbot, "jp")
    press(qtbot, Qt.Key.Key_Tab)
    assert column(items, "origin") == ["KR", "JP", "TW"]
    assert items.model.columns[items.view.currentIndex().column()].id == "unit_price"


def test_escape_leaves_a_cell_as_it_was(qtbot, items):
    go(items, 0, "unit_price")
    types(qtbot, "99")
    press(qtbot, Qt.Key.Key_Escape)
    assert column(items, "unit_price")[0] == "16.00"


def test_a_name_typed_in_a_code_cell_becomes_its_code(qtbot, items):
    items.model.setData(items.model.index(0, 2), "ignored")
    go(items, 0, "origin")
    press(qtbot, Qt.Key.Key_F2)
    QApplication.focusWidget().clear()
    types(qtbot, "japan")
    press(qtbot, Qt.Key.Key_Return)
    assert column(items, "origin")[0] == "JP"


def test_a_block_from_excel_is_one_step_of_undo(qtbot, items, page):
    QApplication.clipboard().setText(
        '"碳钢\n板"\t7208.51\tCN\t5.20\t0.5\r\n涂料\t３２０８９０\t中国\t1,038.00\t0.02\r\n'
    )
    go(items, 2, "name_zh")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(items, "name_zh") == ["不锈钢带", "PP 粒子", "碳钢 板", "涂料"]
    assert column(items, "hs_code")[2:] == ["720851", "320890"]
    assert column(items, "origin")[2:] == ["CN", "CN"]
    assert column(items, "unit_price")[2:] == ["5.20", "1038.00"]
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert items.value() == [{**row} for row in page.document.values["materials"]]


def test_twenty_lines_of_six_cells_are_pasted_at_once(qtbot, items):
    line = "材料\t722020\tKR\t16.00\t0.45\tx"
    QApplication.clipboard().setText("\r\n".join([line] * 20) + "\r\n")
    go(items, 0, "name_zh")
    heard = []
    items.edited.connect(lambda: heard.append(1))
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert heard == [1]
    assert len(items.value()) == 20
    assert len({row["id"] for row in items.value()}) == 20


def test_one_value_fills_the_selection(qtbot, items):
    QApplication.clipboard().setText("CN")
    select(items, "origin", range(3))
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(items, "origin") == ["CN", "CN", "CN"]


def test_ctrl_d_fills_down(qtbot, items):
    select(items, "origin", range(3))
    press(qtbot, Qt.Key.Key_D, CONTROL)
    assert column(items, "origin") == ["KR", "KR", "KR"]


def test_rows_are_copied_out_as_excel_takes_them(qtbot, items):
    select(items, "hs_code", range(2))
    press(qtbot, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().splitlines() == ["722020", "390210"]


def test_a_cell_that_a_spreadsheet_would_run_is_copied_as_text_and_pasted_as_it_was(qtbot, items):
    typed = ['=HYPERLINK("http://evil.example")', "+1-2", "@SUM(A1)"]
    for at, text in enumerate(typed):
        items.model.setData(items.model.index(at, 0), text)
    go(items, 0, "name_zh")
    select(items, "name_zh", range(3))
    press(qtbot, Qt.Key.Key_C, CONTROL)
    cells = spreadsheet_cells(QApplication.clipboard().text())
    assert cells == [f"'{text}" for text in typed]
    go(items, 1, "name_zh")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(items, "name_zh") == [typed[0], *typed]


def test_rows_are_removed_duplicated_and_moved_by_keys(qtbot, items, page):
    press(qtbot, Qt.Key.Key_D, CONTROL | SHIFT)
    assert column(items, "hs_code") == ["722020", "722020", "390210", "401693"]
    assert len({row["id"] for row in items.value()}) == 4
    press(qtbot, Qt.Key.Key_Delete, CONTROL)
    assert column(items, "hs_code") == ["722020", "390210", "401693"]
    press(qtbot, Qt.Key.Key_Up, CONTROL | SHIFT)
    assert column(items, "hs_code") == ["390210", "722020", "401693"]
    for _step in range(3):
        press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert column(items, "hs_code") == ["722020", "390210", "401693"]


def test_ctrl_insert_asks_for_a_row_with_its_defaults(qtbot, items, session):
    session.asker.answer_by(ItemQuestion, lambda question: {**question.row, "name_zh": "新料"})
    press(qtbot, Qt.Key.Key_Insert, CONTROL)
    assert column(items, "name_zh")[-1] == "新料"
    assert session.asker.questions[-1].row["id"] not in ("m1", "m2", "m3")


def test_ctrl_e_opens_the_row_and_takes_its_answer(qtbot, items, session):
    session.asker.answer_by(ItemQuestion, lambda question: {**question.row, "supplier": "浦项"})
    press(qtbot, Qt.Key.Key_E, CONTROL)
    assert items.value()[0]["supplier"] == "浦项"


def test_a_locked_table_can_be_read_and_copied_only(qtbot, items):
    items.set_locked(True)
    press(qtbot, Qt.Key.Key_Delete, CONTROL)
    types(qtbot, "9")
    QApplication.clipboard().setText("X")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert items.value() == ROWS


def test_computed_values_follow_what_is_typed(qtbot, items, page):
    before = page.fields.editor("vnm").result.text()
    go(items, 0, "quantity")
    types(qtbot, "1")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.fields.editor("vnm").result.text() != before)
    assert "16" in page.fields.editor("vnm").sum.text()


def test_a_paste_of_a_wrong_file_does_not_freeze_or_fail(qtbot, items):
    QApplication.clipboard().setText('"unclosed\t' + "x" * 300_000)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert len(items.value()) >= 3


GOODS = "STEEL FLASK\t961700\tCTH\t500\tPCS\r\nPLASTIC BOX\t392310\tCTH\t900\tPCS\r\n"
NUMBERED = "1\tSTEEL FLASK\t961700\tCTH\r\n2\tPLASTIC BOX\t392310\tCTH\r\n"


@pytest.fixture
def goods(qtbot, session) -> Iterator[ItemsEditor]:
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, "rcep_2022", {}), window)
    page.resize(1366, 768)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    editor = page.fields.editor("goods")
    editor.view.setFocus()
    yield editor
    window.close()


@pytest.mark.parametrize("block", [GOODS, NUMBERED])
def test_a_paste_into_an_empty_grid_begins_where_something_is_typed(qtbot, goods, block):
    QApplication.clipboard().setText(block)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(goods, "name_en") == ["STEEL FLASK", "PLASTIC BOX"]
    assert column(goods, "hs_code") == ["961700", "392310"]
    assert column(goods, "criterion") == ["CTH", "CTH"]


def test_a_paste_on_a_computed_cell_loses_no_column(qtbot, goods):
    QApplication.clipboard().setText(GOODS)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    go(goods, 1, "item_number")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(goods, "name_en") == ["STEEL FLASK", "STEEL FLASK", "PLASTIC BOX"]


def test_rows_copied_whole_are_pasted_as_they_were(qtbot, goods):
    QApplication.clipboard().setText(GOODS)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    goods.view.selectAll()
    press(qtbot, Qt.Key.Key_C, CONTROL)
    copied = filled_parts(goods)
    goods.remove()
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert filled_parts(goods) == copied


TITLED = "Amount\tQty\tDescription of Goods\r\n1,000.00\t500\tSTEEL FLASK\r\nTOTAL 1,000.00\t500\t\r\n"


def test_titles_tell_the_columns_also_those_that_the_grid_does_not_show(qtbot, goods):
    QApplication.clipboard().setText(TITLED)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(goods, "name_en") == ["STEEL FLASK"]
    assert column(goods, "amount") == ["1000.00"]
    assert goods.hint.isVisible()
    assert "TOTAL" in goods.hint.text()


def test_whole_rows_are_copied_with_the_titles_of_all_parts(qtbot, goods):
    QApplication.clipboard().setText(TITLED)
    press(qtbot, Qt.Key.Key_V, CONTROL)
    goods.view.selectAll()
    press(qtbot, Qt.Key.Key_C, CONTROL)
    titles, line = QApplication.clipboard().text().splitlines()
    assert len(titles.split("\t")) > len(goods.model.columns)
    assert "1000.00" in line.split("\t")


def test_one_line_that_begins_with_a_number_of_its_own_loses_it(qtbot, goods):
    QApplication.clipboard().setText("3\tSTEEL FLASK\t961700")
    press(qtbot, Qt.Key.Key_V, CONTROL)
    assert column(goods, "name_en") == ["STEEL FLASK"]
