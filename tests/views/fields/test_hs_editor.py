"""The HS code of a form and of a cell: searched where it is typed, kept as typed, chosen from all codes with F4."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.dialogs.simple import HsCodeDialog
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields.hs_editor import HsCodeEditor
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.session import Session
from tests.views.codes import built_in_codes, desk_with
from tests.views.pages import stored

Key = Qt.Key
ROWS = [{"id": "m1", "name_zh": "不锈钢带", "hs_code": "722020"}, {"id": "m2", "name_zh": "塑料"}]


@pytest.fixture
def session(qtbot, tmp_path_factory) -> Iterator[Session]:
    asker = DialogAsker()
    made = desk_with(built_in_codes(tmp_path_factory.getbasetemp() / "codes"), asker)
    yield made
    made.tasks.close()


@pytest.fixture
def page(qtbot, session) -> Iterator[FormPage]:
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, "pre_review", {"hs_code": "961700", "materials": ROWS}), window)
    page.resize(1366, 768)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield page
    window.close()


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def types(qtbot, text: str) -> HsCodeEditor:
    """Types where the cursor is, which may open a cell, and waits for the hits."""
    for letter in text:
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    editor = QApplication.focusWidget().parent()
    assert isinstance(editor, HsCodeEditor)
    qtbot.waitUntil(lambda: not editor.suggestions.is_searching, timeout=10_000)
    return editor


def cell(page: FormPage, row: int) -> ItemsEditor:
    items = page.fields.editor("materials")
    items.view.setFocus()
    items.view.choose(row, [spec.id for spec in items.model.columns].index("hs_code"))
    return items


def test_a_field_shows_the_name_beside_its_code(qtbot, page):
    editor = page.fields.editor("hs_code")
    qtbot.waitUntil(lambda: "保温瓶" in editor.name.toolTip(), timeout=10_000)
    assert editor.name.isVisible()


def test_a_word_typed_in_a_field_becomes_its_code(qtbot, page):
    editor = page.fields.editor("hs_code")
    editor.line.setFocus()
    editor.line.selectAll()
    types(qtbot, "bicycle")
    press(qtbot, Key.Key_Return)
    assert editor.value() == "871200"
    assert page.fields.values()["hs_code"] == "871200"


def test_a_word_typed_in_a_cell_becomes_its_code_and_enter_goes_down(qtbot, page):
    items = cell(page, 0)
    types(qtbot, "zhenkong")
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_Return)
    assert [row.get("hs_code") for row in items.value()] == ["961700", None]
    assert items.view.currentIndex().row() == 1
    assert QApplication.focusWidget() is items.view


def test_digits_typed_in_a_cell_stay_and_enter_goes_down_at_once(qtbot, page):
    items = cell(page, 0)
    types(qtbot, "722011")
    press(qtbot, Key.Key_Return)
    assert items.value()[0]["hs_code"] == "722011"
    assert items.view.currentIndex().row() == 1


def test_escape_in_a_cell_takes_first_the_hits_then_the_text(qtbot, page):
    items = cell(page, 0)
    editor = types(qtbot, "tea")
    press(qtbot, Key.Key_Escape)
    assert not editor.suggestions.is_open
    press(qtbot, Key.Key_Escape)
    assert items.value()[0]["hs_code"] == "722020"


def test_f4_in_a_cell_answers_into_the_cell(qtbot, session, page):
    items = cell(page, 1)
    editor = types(qtbot, "9617")
    press(qtbot, Key.Key_F4)
    dialog = page.window().findChild(HsCodeDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.waitUntil(lambda: not dialog.browser.is_busy and session.tasks.is_idle, timeout=10_000)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    page.window().activateWindow()
    qtbot.waitUntil(lambda: editor.line.hasFocus(), timeout=10_000)
    press(qtbot, Key.Key_Return)
    assert items.value()[1]["hs_code"] == "961700"


def test_a_locked_field_suggests_and_asks_nothing(qtbot, session, page):
    editor = page.fields.editor("hs_code")
    editor.set_locked(True)
    editor.line.setFocus()
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_F4)
    assert not editor.suggestions.is_searching
    assert page.window().findChild(HsCodeDialog) is None


def test_a_code_is_read_as_people_write_it_and_a_material_offers_its_chapter(qtbot, page):
    editor = page.fields.editor("hs_code")
    editor.line.setFocus()
    editor.line.selectAll()
    types(qtbot, "HS 9617.00")
    assert editor.value() == "961700"
    editor.line.selectAll()
    shown = types(qtbot, "taoci").suggestions.popup.model()
    codes = [shown.index(row, 0).data() for row in range(shown.rowCount())]
    assert len(codes) > 10
    assert all(code.startswith("69") for code in codes)
