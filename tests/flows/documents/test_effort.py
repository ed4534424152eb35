"""The main job of a clerk's day stays cheap: Form RCEP, twenty approved products, the invoice in a spreadsheet."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.documents.effort import Effort
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approve
from tests.flows.screen import Screen, shown_problems

GOODS = 20
MOST_KEYS, MOST_CLICKS, MOST_MODALS, MOST_S = 150, 2, 2, 60
BUYER = values_of(RCEP)


@pytest.fixture
def screen(screens, backend_process) -> Screen:
    """A desk with twenty approved products."""
    made = screens(RCEP, "demo")
    clerk = made.clerk
    filed = []
    for number in range(GOODS):
        names = {"name_en": f"VACUUM FLASK NO. {number:02}", "name_zh": f"保温杯 {number:02}"}
        filed.append(clerk.write(values_of(PRE_REVIEW, **names), form="pre_review"))
        clerk.submit(filed[-1].id)
    clerk.sync()
    approve(backend_process, *(document.id for document in filed))
    clerk.sync()
    return made


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
    assert effort.modals <= MOST_MODALS
    assert effort.seconds <= MOST_S


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
        before = effort.keys
        screen.keys.press(Key.Key_C)
        screen.keys.press(Key.Key_A, CONTROL)
        screen.keys.press(Key.Key_F9)
        assert effort.keys - before == 4
        QTest.mouseClick(screen.window.windowHandle(), Qt.MouseButton.LeftButton)
        screen.keys.add_row("materials")
        screen.keys.press(Key.Key_Escape)
    assert (effort.clicks, effort.modals) == (1, 1)
