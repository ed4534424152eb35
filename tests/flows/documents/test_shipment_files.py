"""A customer's invoice is dropped on the window, or opened: its lines are in a certificate, what was not is said."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QPushButton

from coo_desktop.domain.sheets.layouts import LAYOUTS
from coo_desktop.domain.sheets.titles import ColumnKind
from coo_desktop.environment.words import _
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.shipments.page import ShipmentPage
from tests.domain.given import RCEP
from tests.flows.keyboard import CONTROL, Key
from tests.flows.screen import Screen
from tests.sheets.make import HERE

LINES = 8
READING_MS = 20_000
COPY = Qt.DropAction.CopyAction
UNKNOWN = "Zeug,Stueck,Preis,Geld\nFLASK,120,5.00,600\nCUP,50,1.50,75\nSumme,,,675\n"


@pytest.fixture
def screen(screens: Any) -> Screen:
    made: Screen = screens(RCEP)
    return made


def drop(screen: Screen, *files: Path, on: Any = None) -> None:
    """What the system sends when files are dropped: first the drag, then the drop, to the window under the pointer."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    window = screen.window
    place = on.mapTo(window, on.rect().center()) if on is not None else QPoint(200, 300)
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(place, COPY, mime, buttons, keys)
    QApplication.sendEvent(window.windowHandle(), entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(place), COPY, mime, buttons, keys, QEvent.Type.Drop)
    QApplication.sendEvent(window.windowHandle(), dropped)
    settle(screen)


def settle(screen: Screen) -> None:
    screen._qtbot.waitUntil(lambda: screen.session.tasks.is_idle, timeout=READING_MS)


def asked(screen: Screen) -> ShipmentPage:
    """The page that asks what to make of a file."""
    page = screen.window.tabs.currentWidget()
    assert isinstance(page, ShipmentPage), page
    return page


def said(page: FormPage) -> str:
    return " ".join(page.header.notices.texts())


def offered(page: FormPage, words: str) -> QPushButton:
    """The button of a message above the page."""
    return next(one for one in page.header.notices.findChildren(QPushButton) if one.text() == words)


def goods(page: FormPage) -> list[dict[str, Any]]:
    return list(page.values()["goods"])


def test_an_invoice_dropped_on_an_open_certificate_fills_it_as_one_step(screen):
    page = screen.new(2, "rcep_2022")
    before = page.values()
    drop(screen, HERE / "01-plain.xlsx")
    filled = goods(page)
    assert len(filled) == LINES
    assert all(row["name_en"] and row["quantity"] and row["unit_price"] for row in filled)
    assert page.values()["invoices"][0]["number"]
    assert str(LINES) in said(page)
    assert screen.saved().values["goods"] == filled
    screen.keys.press(Key.Key_Z, CONTROL)
    assert page.values() == before
    screen.keys.press(Key.Key_Y, CONTROL)
    assert goods(page) == filled


SAKURA = {"name": "Sakura Tableware Fictive KK", "address": "2-1 UMEDA, KITA-KU, OSAKA", "country": "JP"}


def test_a_buyer_that_the_reference_data_know_is_the_consignee_within_the_same_step(screen):
    screen.clerk.write(SAKURA, "importer")
    screen.clerk.write({"name": "SAKURA TABLEWARE FICTIVE LLC", "country": "JP"}, "importer")
    page = screen.new(2, "rcep_2022")
    before = page.values()
    drop(screen, HERE / "01-plain.xlsx")
    values = page.values()
    assert [values[f"consignee_{part}"] for part in SAKURA] == [*SAKURA.values()]
    screen.keys.press(Key.Key_Z, CONTROL)
    assert page.values() == before


def test_a_consignee_that_stands_there_stays(screen):
    screen.clerk.write(SAKURA, "importer")
    page = screen.new(2, "rcep_2022")
    screen.keys.write(page.fields.editor("consignee_name").focus_widget(), "SOMEBODY ELSE")
    drop(screen, HERE / "01-plain.xlsx")
    assert page.values()["consignee_name"] == "SOMEBODY ELSE"
    assert not page.values()["consignee_address"]


def test_a_packing_list_afterwards_adds_packages_and_weights_to_the_same_lines(screen):
    page = screen.new(2, "rcep_2022")
    drop(screen, HERE / "01-plain.xlsx")
    ids = [row["id"] for row in goods(page)]
    drop(screen, HERE / "15-packing-list.xlsx")
    assert [row["id"] for row in goods(page)] == ids
    assert all(row["package_count"] and row["gross_weight"] and row["net_weight"] for row in goods(page))
    screen.keys.press(Key.Key_Z, CONTROL)
    assert not any(row.get("package_count") for row in goods(page))


def test_the_same_invoice_again_adds_nothing_unless_it_is_wanted(screen):
    page = screen.new(2, "rcep_2022")
    drop(screen, HERE / "01-plain.xlsx")
    drop(screen, HERE / "01-plain.xlsx")
    assert len(goods(page)) == LINES
    screen.keys.push(offered(page, _("&Add the lines again")))
    assert len(goods(page)) == 2 * LINES
    assert len(page.values()["invoices"]) == 1


def test_a_file_over_a_text_box_is_read_and_not_typed(screen):
    page = screen.new(2, "rcep_2022")
    box = page.findChild(QPlainTextEdit)
    assert box is not None
    page._scroll.ensureWidgetVisible(box)
    drop(screen, HERE / "01-plain.xlsx", on=box)
    assert len(goods(page)) == LINES
    assert box.toPlainText() == ""


def test_an_invoice_elsewhere_offers_the_certificates_that_fit_and_enter_makes_the_first(screen):
    drop(screen, HERE / "17-all-columns.xlsx", HERE / "15-packing-list.xlsx")
    chooser = asked(screen)
    assert chooser.forms.currentRow() == 0
    screen.keys.press(Key.Key_Return)
    screen._qtbot.waitUntil(lambda: isinstance(screen.window.tabs.currentWidget(), FormPage))
    assert len(goods(screen.page)) == 12
    assert len(screen.saved().values["goods"]) == 12
    assert chooser not in screen.window.tabs.open_pages().values()


def test_the_form_that_was_used_last_is_offered_first(screen):
    screen.clerk.clock.pass_s(60)  # the backend of this module has other tests' certificates of the same minute
    screen.new(2, "co_general")
    screen.saved()
    screen.keys.press(Key.Key_W, CONTROL)
    drop(screen, HERE / "01-plain.xlsx")
    assert asked(screen).forms.item(0).data(Qt.ItemDataRole.UserRole) == "co_general"


def test_ctrl_o_opens_files_that_are_chosen(screen):
    page = screen.new(2, "rcep_2022")
    screen.keys.press(Key.Key_O, CONTROL)
    [dialog] = screen.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(HERE / "30-pdf.pdf")])
    dialog.reject()
    settle(screen)
    with screen._qtbot.waitActive(screen.window):
        screen.window.activateWindow()  # a window manager does this
    assert goods(page)
    screen.keys.push(offered(page, _("&Keep the file as evidence")))
    settle(screen)
    assert [row["name"] for row in page.values()["evidence"]] == ["30-pdf.pdf"]


def test_an_unknown_layout_is_explained_once_and_remembered(screen, tmp_path):
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(UNKNOWN, "utf-8")
    second.write_text(UNKNOWN.replace("FLASK", "TRAY"), "utf-8")
    page = screen.new(2, "rcep_2022")
    drop(screen, first)
    mapping = asked(screen).mapping
    assert not asked(screen).taking.isEnabled()
    for column, held in enumerate((ColumnKind.NAME, ColumnKind.QUANTITY, ColumnKind.UNIT_PRICE, ColumnKind.AMOUNT)):
        mapping.choices[column].setCurrentIndex(mapping.choices[column].findData(held.value))
    assert [mapping.preview.item(row, 0).text() for row in range(2)] == ["FLASK", "CUP"]
    screen.keys.press(Key.Key_Return)
    settle(screen)
    assert screen.page is page
    assert [(row["name_en"], row["quantity"]) for row in goods(page)][:2] == [("FLASK", "120"), ("CUP", "50")]
    assert screen.session.read.setting(LAYOUTS)
    drop(screen, second)
    assert screen.page is page
    assert "TRAY" in [row["name_en"] for row in goods(page)]


def test_a_file_without_titles_is_explained_and_its_first_line_is_taken(screen, tmp_path):
    bare = tmp_path / "bare.csv"
    bare.write_text("FLASK,120,600\nCUP,50,75\n", "utf-8")
    page = screen.new(2, "rcep_2022")
    drop(screen, bare)
    mapping = asked(screen).mapping
    mapping.titles.setValue(0)
    for column, held in enumerate((ColumnKind.NAME, ColumnKind.QUANTITY, ColumnKind.AMOUNT)):
        mapping.choices[column].setCurrentIndex(mapping.choices[column].findData(held.value))
    screen.keys.press(Key.Key_Return)
    settle(screen)
    assert [row["name_en"] for row in goods(page)] == ["FLASK", "CUP"]


def test_a_hostile_file_is_refused_in_words_and_changes_nothing(screen, tmp_path):
    hostile = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    page = screen.new(2, "rcep_2022")
    before = page.values()
    drop(screen, hostile)
    told = screen.window.notices.texts()
    assert any("bomb.xlsx" in text and "恶意" in text for text in told), told
    assert page.values() == before


@pytest.mark.parametrize(("name", "content"), [("letter.docx", "x"), ("letter.csv", "Dear Sir"), ("none.xlsx", "")])
def test_a_file_that_is_no_table_is_refused_in_words(screen, tmp_path, name: str, content: str):
    (tmp_path / name).write_text(content, "utf-8")
    drop(screen, tmp_path / name)
    assert any(name in text for text in screen.window.notices.texts())


def test_what_was_set_aside_is_said_with_details(screen):
    page = screen.new(2, "rcep_2022")
    drop(screen, HERE / "13-hidden-rows.xlsx")
    notices = page.header.notices
    box = notices.findChild(QPlainTextEdit)
    assert not box.isVisible()
    screen.keys.push(offered(page, _("De&tails")))
    assert box.isVisible()
    assert _("hidden row") in box.toPlainText()


def test_a_locked_certificate_takes_no_lines(screen):
    page = screen.new(2, "rcep_2022")
    screen.saved()
    page.fields.editor("goods").set_locked(True)
    drop(screen, HERE / "01-plain.xlsx")
    assert goods(page) == []
    assert asked(screen).forms.count()
