"""The product of a goods line is typed in its cell, found by anything that is known of it, and taken with Enter."""

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Document
from coo_desktop.environment.words import _
from tests.domain.given import RCEP
from tests.flows.keyboard import Key
from tests.flows.screen import Screen

PRODUCTS = {
    "flask": ("不锈钢真空保温杯", "STAINLESS STEEL VACUUM FLASK", "961700", "TF-450"),
    "mug": ("不锈钢真空马克杯", "STAINLESS STEEL VACUUM MUG", "961700", "MG-12"),
    "tray": ("竹制托盘", "BAMBOO SERVING TRAY", "441919", ""),
}


def stocked(screens: Any) -> Screen:
    """A desk with three approved products."""
    made: Screen = screens(RCEP)
    for name, (zh, en, code, model) in PRODUCTS.items():
        values = {"name_zh": zh, "name_en": en, "hs_code": code, "specification": model, "unit": "SET"}
        with made.clerk.store.unit() as unit:
            unit.put(Document(id=name, form="pre_review", family="pre_review", values=values, stage="approved"))
    return made


@pytest.fixture
def screen(screens: Any) -> Screen:
    return stocked(screens)


def test_a_product_is_typed_in_its_cell_by_what_is_known_of_it_and_nothing_else_is_taken(screen):
    keys, page = screen.keys, screen.new(2, "rcep_2022")
    grid = page.fields.editor("goods")
    grid.show_value([{"id": new_id(), "name_en": "MY OWN NAME"}, {"id": new_id()}])
    grid.edited.emit()
    keys.go_to("goods")
    screen.to_column("goods", "product")
    keys.type("tf450\n")
    screen._qtbot.waitUntil(lambda: column(page, "product")[0] == "flask")
    assert (
        grid.view.currentIndex().row(),
        page.values()["goods"][0]["name_en"],
        page.values()["goods"][0]["hs_code"],
    ) == (1, "MY OWN NAME", "961700")
    kept = _("Kept as written, though the product has other values: {parts}.")
    said = kept.format(parts=grid.spec.item_type.by_id["name_en"].label.in_(screen.session.language))
    screen._qtbot.waitUntil(lambda: (grid.hint.text(), grid.hint.isVisible()) == (said, True))
    keys.type("竹")
    assert grid.view.findChild(QLineEdit).text() == "竹"
    keys.press(Key.Key_Backspace)
    keys.type("zztp")
    keys.press(Key.Key_Tab)
    screen._qtbot.waitUntil(lambda: column(page, "product")[1] == "tray")
    assert page.values()["goods"][1]["name_en"] == "BAMBOO SERVING TRAY"
    keys.press(Key.Key_Left)
    keys.type("no such thing\n")
    assert column(page, "product") == ["flask", "tray"]
    keys.press(Key.Key_Delete)
    assert column(page, "product") == ["flask", ""]
    screen.saved()


def column(page: Any, part: str) -> list[str]:
    return [row.get(part, "") for row in page.values()["goods"]]
