"""The jobs of a clerk's day stay cheap: what they cost is counted on the real window, and the bounds are committed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations import templates
from coo_desktop.views.document.page import FormPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.documents.effort import Effort
from tests.flows.documents.test_shipment_files import drop
from tests.flows.documents.test_templates import begin
from tests.flows.keyboard import ALT, CONTROL, SHIFT, Key
from tests.flows.office import approve
from tests.flows.screen import Screen

GOODS = 20
TITLES = ("Description of Goods", "Quantity", "Unit", "Unit Price", "Amount", "Cartons", "G.W.", "N.W.")
#: Parts of a goods line that the forms of these jobs leave empty for good reason: an addition to the criterion, a
#: producer of its own, the number of the only invoice, a share that only RVC prints.
RESTING = {"criterion_addition", "producer", "invoice_number", "criterion_percent"}
VESSEL, DEPARTURE = "STAR V.26", "1018"
Lines = Sequence[tuple[str, ...]]


@pytest.fixture
def screen(screens, backend_process) -> Screen:
    """A desk with twenty approved products and a template of the buyer's certificates."""
    made: Screen = screens(RCEP, "demo")
    clerk = made.clerk
    filed = []
    for number in range(GOODS):
        names = {"name_en": name_of(number), "name_zh": f"保温杯 {number:02}"}
        filed.append(clerk.write(values_of(PRE_REVIEW, **names), form="pre_review"))
        clerk.submit(filed[-1].id)
    clerk.sync()
    approve(backend_process, *(document.id for document in filed))
    clerk.sync()
    clerk.perform(templates.keep, "rcep_2022", values_of(RCEP), "Sakura Tokyo")
    return made


def products_of(screen: Screen) -> list[str]:
    return [row.id for row in screen.clerk.store.reader.whole.of("pre_review", "pre_review")]


def name_of(number: int) -> str:
    return f"VACUUM FLASK NO. {number:02}"


def lines_of(count: int) -> list[tuple[str, ...]]:
    """What the customer's table says of each line, under TITLES."""
    told = []
    for number in range(count):
        quantity, cartons = 100 + number, 10 + number
        figures = (quantity, "PCS", "4.50", f"{quantity * 4.5:.2f}", cartons, 20 + number, 15 + number)
        told.append((name_of(number), *map(str, figures)))
    return told


def total_of(lines: Lines) -> str:
    return f"{sum(float(line[4]) for line in lines):.2f}"


def invoice_row(number: str, lines: Lines) -> str:
    return f"{number}\t2026-10-15\t{total_of(lines)}\tUSD\tFOB"


def block(lines: Lines) -> str:
    return "\n".join("\t".join(line) for line in (TITLES, *lines))


def invoice_file(folder: Path, number: str, lines: Lines) -> Path:
    """The customer's invoice as a workbook."""
    path = folder / f"{number}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Invoice")
        said = (("COMMERCIAL INVOICE",), ("Invoice No.:", number), ("Date:", "2026-10-15"), ("Terms:", "FOB NINGBO"))
        told = (*said, ("Currency:", "USD"), TITLES, *lines, ("TOTAL", "", "", "", total_of(lines)))
        for at, row in enumerate(told):
            sheet.write_row(at, 0, row)
    return path


def test_the_jobs_of_a_day_fit_their_budgets(screen, tmp_path, qtbot):
    last, lines = general_of(screen), lines_of(GOODS)
    dropped = rcep_by_drop(screen, qtbot, invoice_file(tmp_path, "LF2026-2001", lines))
    within(dropped, keys=60, clicks=3, dialogs=1, seconds=45)
    second = rcep_by_drop(screen, qtbot, invoice_file(tmp_path, "LF2026-2002", lines))
    within(second, keys=60, clicks=3, dialogs=1, seconds=45)
    within(rcep_by_paste(screen, qtbot, lines), keys=120, clicks=2, dialogs=1, seconds=60)
    within(general_by_copy(screen, last, lines_of(5)), keys=60, clicks=4, dialogs=1, seconds=40)


def within(effort: Effort, **bounds: int) -> None:
    for name, most in bounds.items():
        assert getattr(effort, name) <= most, f"{name} over {most}: {effort}"


def rcep_by_drop(screen: Screen, qtbot: Any, file: Path) -> Effort:
    """A certificate from the buyer's template, the customer's invoice dropped on it. No page or strip asks anything."""
    with Effort() as effort:
        begin(qtbot, screen, "sak")
        page = screen.page
        drop(screen, file)
        assert screen.page is page, "a page asks what the file is"
        fill_all(screen)
        click(screen, page.fields.editor("vessel").focus_widget())
        type_departure(screen)
        sent = send(screen)
    assert holes(page) == set()
    assert len(sent.values["goods"]) == GOODS
    return effort


def rcep_by_paste(screen: Screen, qtbot: Any, lines: Lines) -> Effort:
    """The same with the invoice's row and its lines copied one after the other in the spreadsheet."""
    with Effort() as effort:
        begin(qtbot, screen, "sak")
        page = screen.page
        paste(screen, invoice_row("LF2026-3001", lines))
        click(screen, page.fields.editor("vessel").focus_widget())
        type_departure(screen)
        click(screen, page.fields.editor("goods").view.viewport())
        paste(screen, block(lines))
        screen._qtbot.waitUntil(lambda: screen.session.tasks.is_idle)
        fill_all(screen)
        sent = send(screen)
    assert holes(page) == set()
    assert len(sent.values["goods"]) == GOODS
    return effort


def general_by_copy(screen: Screen, last: Document, lines: Lines) -> Effort:
    """Last month's certificate copied: number, departure, marks as last time, the lines of this month."""
    with Effort() as effort:
        screen.keys.press(Key.Key_2, CONTROL)
        certificates: Any = screen.window.tabs.current_page()
        screen._qtbot.waitUntil(lambda: last.id in certificates.model.known_rows())
        click_row(screen, certificates.model.known_rows()[last.id], certificates.table)
        copy_as_it_is(screen)
        page = screen.opened("co_general")
        paste(screen, invoice_row("LF2026-1016", lines))
        click(screen, page.fields.editor("vessel").focus_widget())
        type_departure(screen)
        screen.keys.go_to("marks")
        screen.keys.press(Key.Key_L, CONTROL | SHIFT)
        click_row(screen, 0, page.fields.editor("goods").view)
        paste(screen, block(lines))
        sent = send(screen)
    assert sent.values["marks"] == last.values["marks"]
    assert holes(page) == set()
    return effort


def fill_all(screen: Screen) -> None:
    """Ctrl+Shift+F in the goods: criterion, description and what else the program knows."""
    screen.keys.press(Key.Key_F, CONTROL | SHIFT)


def type_departure(screen: Screen) -> None:
    """With the cursor in the vessel; the day stands beside it."""
    screen.keys.type(VESSEL)
    screen.keys.go_to("departure_date")
    screen.keys.type(DEPARTURE)


def send(screen: Screen) -> Document:
    """Everything is right, Ctrl+Enter, and Enter to the one question."""
    found = screen.page.check()
    # Only told: whether the customs list the good for non-preferential origin is not known on this computer.
    assert {one.code for one in found} <= {"origin_would_hold"}, [
        (one.severity, one.code, one.field, one.part) for one in found
    ]
    screen.saved()
    screen.keys.asked(lambda: screen.keys.press(Key.Key_Return, CONTROL))
    screen.keys.enter()
    screen.sync()
    sent = screen.clerk.document(screen.page.document.id)
    assert sent.stage == "submitted"
    return sent


def holes(page: FormPage) -> set[tuple[int, str]]:
    """The parts of goods lines, by number, that are empty and rest on nothing."""
    item = page.form.by_id["goods"].item_type
    assert item is not None
    parts = [spec.id for spec in item.fields if not spec.is_computed and spec.id not in RESTING]
    rows = page.values()["goods"]
    return {(number, part) for number, row in enumerate(rows) for part in parts if not row.get(part)}


def paste(screen: Screen, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    screen.keys.press(Key.Key_V, CONTROL)


def click_row(screen: Screen, row: int, table: QAbstractItemView) -> None:
    click(screen, table.viewport(), table.visualRect(table.model().index(row, 0)).center())


def click(screen: Screen, widget: QWidget, at: QPoint | None = None) -> None:
    """The wheel brings a field into sight, which costs no click."""
    page = screen.window.tabs.current_page()
    if isinstance(page, FormPage):
        page._scroll.ensureWidgetVisible(widget)
    place = widget.mapTo(screen.window, at or widget.rect().center())
    window, none = screen.window.windowHandle(), Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, none, place)


def copy_as_it_is(screen: Screen) -> None:
    """Alt+C opens the menu of types, Enter takes the document's own."""

    def is_ready() -> bool:
        menu = QApplication.activePopupWidget()
        return isinstance(menu, QMenu) and QGuiApplication.focusWindow() is menu.windowHandle()

    screen.keys.press(Key.Key_C, ALT)
    screen._qtbot.waitUntil(is_ready)
    screen.keys.press(Key.Key_Return)


def general_of(screen: Screen) -> Document:
    """Last month's general certificate of five goods."""
    words = ("TWENTY", "TWENTY-ONE", "TWENTY-TWO", "TWENTY-THREE", "TWENTY-FOUR")
    values = values_of(RCEP)
    usual = {name: part for name, part in values["goods"][0].items() if name not in ("origin_country", "highest_rate")}
    values["goods"] = [
        {
            **usual,
            "id": f"g{number}",
            "product": product,
            "name_en": name_of(number),
            "name_zh": f"保温杯 {number:02}",
            "criterion": "CTH",
            "package_count": str(20 + number),
            "description": f"{words[number]} ({20 + number}) CARTONS OF {name_of(number)}",
        }
        for number, product in enumerate(products_of(screen)[:5])
    ]
    return screen.clerk.write(values, form="co_general")


def test_the_counter_counts_each_key_click_and_dialog_once(screens):
    screen = screens(RCEP, "demo")
    with Effort() as effort:
        screen.new(1, "pre_review")
        screen.keys.fill("name_en", "Ab")
        before, thoughts = effort.keys, effort.thoughts
        screen.keys.press(Key.Key_C)
        screen.keys.press(Key.Key_A, CONTROL)
        screen.keys.press(Key.Key_F9)
        assert effort.keys - before == 4
        assert effort.thoughts - thoughts == 2
        hands = effort.hands
        QTest.mouseClick(screen.window.windowHandle(), Qt.MouseButton.LeftButton)
        screen.keys.add_row("materials")
        screen.keys.press(Key.Key_Escape)
    assert (effort.clicks, effort.dialogs, effort.hands - hands) == (1, 1, 2)
