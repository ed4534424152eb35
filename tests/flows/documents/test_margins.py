"""The margin of a determination on the screen: at the price it names the criterion holds, a cent below no more."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton

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


STEEL = {"id": "m1", "name_zh": "不锈钢内胆", "hs_code": "961700", "origin": "KR", "unit_price": "30", "quantity": "1"}
BOX = {"id": "m2", "name_zh": "彩盒", "hs_code": "961700", "origin": "US", "unit_price": "1", "quantity": "1"}


def verdict_of(page, name):
    """The verdict on the card that names an agreement."""
    for card in page.side.origins.findChildren(QFrame):
        lines = texts(card)
        if len(lines) > 2 and name in lines[2]:
            return lines[1]
    return ""


def test_a_proof_of_origin_turns_the_answer_and_packing_needs_no_change(qtbot, screen):
    """The card asks whether the proof is at hand; one press marks the material, one undo takes it back. What is told to
    be retail packing no longer has to change its heading."""
    values = values_of(PRE_REVIEW, product_rule="CTH", materials=[STEEL, BOX])
    page, keys = screen.open(screen.clerk.perform(drafts.start, "pre_review", values).id), screen.keys
    open_origins(qtbot, page)
    rcep = "区域全面经济伙伴关系协定"
    qtbot.waitUntil(lambda: verdict_of(page, rcep) == "可符合")
    asked = re.compile(".*则可以成立：不锈钢内胆 \\(961700, KR\\)。证明是否在手？.*")
    shown(qtbot, page.side.origins, asked)
    (button,) = [each for each in page.side.origins.findChildren(QPushButton) if each.accessibleName().startswith(rcep)]
    assert button.text() == "有证明：标为累积"
    keys.push(button)
    qtbot.waitUntil(lambda: verdict_of(page, rcep) == "符合")
    assert [row.get("cumulated") for row in page.values()["materials"]] == [True, None]
    keys.go_to("name_zh")
    keys.press(Key.Key_Z, CONTROL)
    screen.checked()
    assert not any(row.get("cumulated") for row in page.values()["materials"])

    keys.fill("fob_price", "9")  # ten percent of it no longer takes the box in
    keys.edit_row("materials")
    dialog = QApplication.activeModalWidget()
    keys.fill("role", "零售包装")
    assert dialog.row()["role"] == "retail_packing"
    keys.accept()
