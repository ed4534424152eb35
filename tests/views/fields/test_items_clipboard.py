"""A copied block goes in at once where its columns are certain, else it is shown first; a long one is read aside."""

import json
import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.domain.sheets.layouts import BLOCK_LAYOUTS
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields import items_clipboard
from coo_desktop.views.fields.items_table import ItemsEditor
from tests.views.fields.test_items_table import CONTROL, column, go, press
from tests.views.pages import stored

Key = Qt.Key
SHADED = "Amount\tQty\tDescription of Goods\tShade\r\n1,000.00\t500\tSTEEL FLASK\tblue\r\nTOTAL 1,000.00\t500\t\t\r\n"
FOREIGN = "Zeug\tStueck\tPreis\tGeld\r\nFLASK\t120\t5.00\t600\r\nCUP\t50\t1.50\t75\r\n"
#: A code where the name goes, a word where the code goes.
SHIFTED = "961700\tSTEEL FLASK\tCTC\r\n392310\tPLASTIC BOX\tCTC\r\n"


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


def paste(qtbot, goods: ItemsEditor, text: str) -> None:
    QApplication.clipboard().setText(text)
    goods.view.setFocus()
    press(qtbot, Key.Key_V, CONTROL)


def is_asked(goods: ItemsEditor) -> bool:
    return goods.pasting.strip is not None and goods.pasting.strip.isVisible()


def proposed(goods: ItemsEditor) -> list[str]:
    return [choice.currentData() for choice in goods.pasting.strip.choices]


def test_a_certain_block_is_taken_at_once(qtbot, goods):
    paste(qtbot, goods, "STEEL FLASK\t961700\tCTC\t500\r\n")
    assert not is_asked(goods)
    assert column(goods, "quantity") == ["500"]


def test_an_unknown_title_is_shown_before_and_enter_takes_the_rows_as_one_step(qtbot, goods):
    paste(qtbot, goods, SHADED)
    assert is_asked(goods)
    assert QApplication.activeModalWidget() is None
    assert column(goods, "name_en") == []
    assert proposed(goods) == ["amount", "quantity", "name_en", ""]
    assert QApplication.focusWidget() is goods.pasting.strip.choices[3]
    press(qtbot, Key.Key_Return)
    assert not is_asked(goods)
    assert [column(goods, name) for name in ("name_en", "amount")] == [["STEEL FLASK"], ["1000.00"]]
    assert "Shade" in goods.hint.text()
    assert "TOTAL" in goods.hint.text()
    assert QApplication.focusWidget() is goods.view
    press(qtbot, Key.Key_Z, CONTROL)
    assert goods.value() == []


def test_esc_leaves_the_block_and_the_rows_as_they_were(qtbot, goods):
    paste(qtbot, goods, "STEEL FLASK\t961700\tCTC\t500\r\n")
    before = goods.value()
    paste(qtbot, goods, SHADED)
    press(qtbot, Key.Key_Escape)
    assert not is_asked(goods)
    assert goods.value() == before
    assert QApplication.focusWidget() is goods.view


def test_what_was_decided_about_titles_asks_nothing_the_second_time(qtbot, goods):
    session = goods.around.session
    parts = {part.id: part.label.in_(session.language) for part in goods.spec.item_type.fields}
    paste(qtbot, goods, FOREIGN)
    assert proposed(goods) == ["", "", "", ""]
    assert not goods.pasting.strip.taking.isEnabled()
    strip = goods.pasting.strip
    for at, name in enumerate(("name_en", "quantity", "unit_price", "amount")):
        choice = strip.choices[at]
        choice.setFocus()
        while choice.currentText() != parts[name]:
            press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(session.read.setting(BLOCK_LAYOUTS)))
    assert column(goods, "name_en") == ["FLASK", "CUP"]
    go(goods, 0, "name_en")
    paste(qtbot, goods, FOREIGN.replace("FLASK", "TRAY").replace("CUP", "POT"))
    assert not is_asked(goods)
    assert [column(goods, name) for name in ("name_en", "amount")] == [["TRAY", "POT"], ["600", "75"]]


def test_a_part_takes_one_column(qtbot, goods):
    paste(qtbot, goods, SHADED)
    strip = goods.pasting.strip
    while strip.choices[3].currentData() != "quantity":
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Tab)
    assert proposed(goods) == ["amount", "", "name_en", "quantity"]


@pytest.mark.parametrize("text", [SHIFTED, "FLASK\t961700" + "\tx" * 12 + "\r\nBOX\t392310" + "\ty" * 12])
def test_values_of_another_kind_and_columns_too_many_are_shown_before(qtbot, goods, text):
    paste(qtbot, goods, text)
    assert is_asked(goods)
    assert goods.value() == []


def test_the_unit_in_a_title_goes_to_its_own_part(qtbot, goods):
    paste(qtbot, goods, "Description\tQty (PCS)\tCartons\r\nCUP\t500\t20\r\n")
    assert [column(goods, name) for name in ("quantity_unit", "package_unit")] == [["PCS"], ["CARTON"]]


def test_a_hundred_lines_are_read_on_the_screens_thread_and_five_thousand_on_a_worker(qtbot, goods, monkeypatch):
    session, runs = goods.around.session, []
    ran = session.run
    monkeypatch.setattr(session, "run", lambda *given, **named: runs.append(given[0]) or ran(*given, **named))
    line = "STEEL FLASK\t961700\tCTC\t500\tPCS\t20\tCARTON"
    paste(qtbot, goods, "\r\n".join([line] * 100))
    assert (len(goods.model.rows), runs.count(goods.pasting)) == (100, 0)
    go(goods, 0, "name_en")
    paste(qtbot, goods, "\r\n".join([line] * 5_000))
    assert len(goods.model.rows) == 100
    qtbot.waitUntil(lambda: len(goods.model.rows) == 5_000, timeout=30_000)
    assert runs.count(goods.pasting) == 2
    assert not goods.pasting.progress.isVisible()
    assert len({row["id"] for row in goods.model.rows}) == 5_000


def test_a_long_paste_that_is_stopped_changes_nothing(qtbot, goods, monkeypatch):
    monkeypatch.setattr(items_clipboard, "MOST_CELLS_AT_ONCE", 1)
    paste(qtbot, goods, "STEEL FLASK\t961700\tCTC\t500\r\n" * 50)
    goods.pasting.progress.stopping.click()
    qtbot.waitUntil(lambda: goods.around.session.tasks.is_idle)
    assert goods.value() == []


def test_what_was_typed_while_a_long_block_was_read_stays(qtbot, goods, monkeypatch):
    paste(qtbot, goods, "STEEL FLASK\t961700\tCTC\t500\r\n" * 3)
    monkeypatch.setattr(items_clipboard, "MOST_CELLS_AT_ONCE", 1)
    go(goods, 1, "name_en")
    paste(qtbot, goods, "CUP\t691110\tCTC\t7\r\n" * 4)
    goods.model.set_rows([{**goods.model.rows[0], "quantity": "9"}, *goods.model.rows[1:]])
    qtbot.waitUntil(lambda: len(goods.model.rows) == 5)
    assert column(goods, "quantity") == ["9", "7", "7", "7", "7"]


def test_undo_restores_the_document_byte_for_byte_and_redo_what_was_pasted(qtbot, goods):
    """Twenty random blocks, each pasted over what the ones before left, then taken back one by one."""
    chance, page = random.Random(20), goods.window().findChild(FormPage)
    words = ("STEEL FLASK", "杯", "961700", "1,000.5", "20 CTNS", '3"', "'=1", "CTC", "", "2026-10-15")
    states = [json.dumps(page.values(), ensure_ascii=False)]
    for _ in range(20):
        width = chance.randint(1, 4)
        lines = ["\t".join(chance.choices(words, k=width)) for _line in range(chance.randint(2, 5))]
        go(goods, chance.randrange(max(1, len(goods.model.rows))), "name_en")
        paste(qtbot, goods, "\r\n".join(lines))
        if is_asked(goods):
            press(qtbot, Key.Key_Return)
        now = json.dumps(page.values(), ensure_ascii=False)
        states += [now] if now != states[-1] else []
    assert len(states) > 10
    for state in reversed(states[:-1]):
        press(qtbot, Key.Key_Z, CONTROL)
        assert json.dumps(page.values(), ensure_ascii=False) == state
    for state in states[1:]:
        press(qtbot, Key.Key_Y, CONTROL)
        assert json.dumps(page.values(), ensure_ascii=False) == state
