"""The margin of a determination on the screen: at the price it names the criterion holds, a cent below no more."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from coo_desktop.domain.operations import drafts
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approved_product, certificate_of

FLOOR = re.compile(r"扣减法：非原产材料价值还可增加 [\d.]+，或 FOB 最低可至 ([\d.]+)。")
TOO_MUCH = "非原产材料价值须减少 0.01"


@pytest.fixture
def screen(screens):
    return screens(RCEP)


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def shown(qtbot, widget, pattern):
    """Waits for a label that matches: cards are drawn with the next turn of the loop."""
    found = []

    def look():
        found[:] = [match for text in texts(widget) if (match := pattern.fullmatch(text))]
        return bool(found)

    qtbot.waitUntil(look)
    return found[0]


def open_origins(qtbot, page):
    tabs = page.side.tabs
    at = tabs.indexOf(page.side.origins)
    qtbot.mouseClick(tabs.tabBar(), Qt.MouseButton.LeftButton, pos=tabs.tabBar().tabRect(at).center())
    assert page.side.shows_origins


def test_on_a_products_page_the_price_of_the_margin_holds_and_a_cent_less_does_not(qtbot, screen):
    product = screen.clerk.perform(drafts.start, "pre_review", values_of(PRE_REVIEW, product_rule="RVC40"))
    page, keys = screen.open(product.id), screen.keys
    open_origins(qtbot, page)
    floor = shown(qtbot, page.side.origins, FLOOR)[1]
    keys.fill("fob_price", floor)
    screen.checked()
    shown(qtbot, page.side.origins, re.compile(f"扣减法：.*最低可至 {floor}。"))
    assert not any(TOO_MUCH in text for text in texts(page.side.origins))
    cents = f"{int(floor.replace('.', '')) - 1}"
    keys.go_to("ex_works_price")  # a line comes selected by Tab
    keys.fill("fob_price", f"{cents[:-2]}.{cents[-2:]}")
    screen.checked()
    shown(qtbot, page.side.origins, re.compile(f"扣减法：{TOO_MUCH}.*"))
    assert "不符合" in " ".join(texts(page.side.origins))


def test_no_margin_is_shown_while_a_price_is_unknown(qtbot, screen):
    values = values_of(PRE_REVIEW, product_rule="RVC40", materials__unit_price="")
    page = screen.open(screen.clerk.perform(drafts.start, "pre_review", values).id)
    open_origins(qtbot, page)
    assert not any(FLOOR.fullmatch(text) or "须减少" in text for text in texts(page.side.origins))


def test_the_goods_dialog_and_smart_create_show_the_margin_of_the_product(qtbot, screen, backend_process):
    clerk, keys = screen.clerk, screen.keys
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    page = screen.open(clerk.write(certificate_of(RCEP, product), form="rcep_2022").id)
    keys.go_to("goods")
    dialog = keys.asked(lambda: keys.press(Key.Key_E, CONTROL))
    shown(qtbot, dialog.offers, FLOOR)
    keys.accept()
    assert page is screen.page

    keys.press(Key.Key_2, CONTROL)
    keys.asked(lambda: keys.press(Key.Key_N, CONTROL | SHIFT))
    keys.press(Key.Key_Tab)
    keys.press(Key.Key_Space)
    keys.press(Key.Key_Tab)
    keys.type("JP")
    keys.press(Key.Key_Tab)
    screen.offered("rcep_2022")
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: any(FLOOR.search(line) for line in dialog.reasons.text().splitlines()))
    keys.press(Key.Key_Escape)
