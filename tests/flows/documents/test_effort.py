"""The jobs of a clerk's day stay cheap: what they cost is counted on the real window, and the bounds are committed."""

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QMenu, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.views.document.page import FormPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.documents.effort import Effort
from tests.flows.keyboard import ALT, CONTROL, SHIFT, Key
from tests.flows.office import approve
from tests.flows.screen import Screen, shown_problems

GOODS = 20
TITLES = ("Description of Goods", "Quantity", "Unit", "Unit Price", "Amount", "Cartons", "G.W.", "N.W.")
#: Parts of a goods line that the forms of these jobs leave empty for good reason: an addition to the criterion, a
#: producer of its own, the number of the only invoice, a share that only RVC prints.
RESTING = {"criterion_addition", "producer", "invoice_number", "criterion_percent"}
MOST_KEYS, MOST_CLICKS, MOST_DIALOGS = 150, 2, 2
BUYER = values_of(RCEP)
VESSEL, DEPARTURE = "STAR V.26", "1018"
Lines = Sequence[tuple[str, ...]]


@pytest.fixture
def screen(screens, backend_process) -> Screen:
    """A desk with twenty approved products."""
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


def test_a_general_certificate_copied_from_last_month(screen):
    last = general_of(screen)
    lines = lines_of(5)
    with Effort() as effort:
        screen.keys.press(Key.Key_2, CONTROL)
        click_row(screen, 0, screen.window.tabs.current_page().table)
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
    assert effort.keys <= 60, effort
    assert effort.clicks <= 4, effort
    assert effort.dialogs <= 1, effort
    assert effort.seconds <= 40, effort


def type_departure(screen: Screen) -> None:
    """With the cursor in the vessel; the day stands beside it."""
    screen.keys.type(VESSEL)
    screen.keys.go_to("departure_date")
    screen.keys.type(DEPARTURE)


def send(screen: Screen) -> Document:
    """Everything is right, Ctrl+Enter, and Enter to the one question."""
    assert shown_problems(screen.page) == [] or screen.page.check() == ()
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


def test_a_certificate_of_twenty_lines_from_a_spreadsheet_fits_its_budget(screen):
    with Effort() as effort:
        start_from_products(screen)
        fill_from_clipboard(screen)
        assert [code for severity, code in shown_problems(screen.page) if severity == "block"] == []
        screen.saved()
        screen.keys.asked(lambda: screen.keys.press(Key.Key_Return, CONTROL))
        screen.keys.enter()
    screen.sync()
    sent = screen.clerk.document(screen.page.document.id)
    assert sent.stage == "submitted"
    assert [row["quantity"] for row in sent.values["goods"]] == [str(100 + number) for number in range(GOODS)]
    assert all(row["description"].startswith(row_opening(row)) for row in sent.values["goods"])
    assert effort.keys <= MOST_KEYS, effort.keys
    assert effort.clicks <= MOST_CLICKS
    assert effort.dialogs <= MOST_DIALOGS


def start_from_products(screen: Screen) -> None:
    """Smart create: every product ticked, the destination, and the certificate that is offered first."""
    keys = screen.keys
    keys.asked(lambda: keys.press(Key.Key_N, CONTROL | SHIFT))
    keys.press(Key.Key_Tab)
    for number in range(GOODS):
        keys.press(Key.Key_Space)
        if number < GOODS - 1:
            keys.press(Key.Key_Down)
    keys.press(Key.Key_Tab)
    keys.type("JP")
    keys.press(Key.Key_Tab)
    screen.offered("rcep_2022")
    keys.enter()
    screen.opened("rcep_2022")


def fill_from_clipboard(screen: Screen) -> None:
    """What the order says, copied cell by cell; the goods come as one block."""
    rows = [f"{100 + number}\tPCS\t{10 + number}\tCARTON" for number in range(GOODS)]
    pasted: dict[str, Any] = {
        "invoices": "LF2026-1015\t2026-10-15\t35700.00\tUSD\tFOB",
        "consignee_name": BUYER["consignee_name"],
        "consignee_address": BUYER["consignee_address"],
        "producer_text": BUYER["producer_text"],
        "marks": BUYER["marks"]["text"],
        "goods": "\n".join(rows),
    }
    typed = {"vessel": "STAR V.26", "departure_date": "1018", "load_port": "CNNGB", "discharge_port": "JPTYO"}
    keys = screen.keys
    for section in screen.page.form.sections:
        for name in (name for row in section.rows for name in row):
            if name in typed:
                keys.fill(name, typed[name])
            elif name in pasted:
                keys.go_to(name)
                if name == "goods":
                    screen.to_column("goods", "quantity")
                QGuiApplication.clipboard().setText(pasted[name])
                keys.press(Key.Key_V, CONTROL)
    screen.checked()
    QGuiApplication.clipboard().clear()


def row_opening(row: dict[str, Any]) -> str:
    count = row["package_count"]
    words = {"10": "TEN", "29": "TWENTY-NINE"}
    return f"{words[count]} ({count}) CARTONS OF" if count in words else ""


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
