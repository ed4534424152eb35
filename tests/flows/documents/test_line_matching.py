"""Lines of a customer's file get their products, are gone through by keys, and are asked of no second time."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon

from coo_desktop.domain.matching.match import Certainty
from coo_desktop.environment.words import _
from coo_desktop.views.document.page import FormPage
from tests.flows.documents.test_shipment_files import drop, goods, offered, settle
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.screen import Screen
from tests.flows.typing.test_product_cell import stocked

BUYER = "Sakura Trading Co., Ltd."
TITLES = "Item No.,Description,HS Code,Quantity,Unit,Amount"
LINES = (
    "tf/450,Bottle of steel,,100,PCS,1000",
    "K7,Vacuum Steel Mug,961700,50,PCS,500",
    "K8,BAMBOO SERVING TRAYS,,20,PCS,100",
    "K9,GARDEN HOSE 15 M,391739,5,PCS,70",
)


@pytest.fixture
def screen(screens: Any) -> Screen:
    return stocked(screens)


def invoice(folder: Path, number: str) -> Path:
    file = folder / f"{number}.csv"
    file.write_text("\n".join([f"Invoice No.:,{number}", f'Buyer:,"{BUYER}"', TITLES, *LINES]), "utf-8")
    return file


def products(page: FormPage) -> list[str]:
    return [row.get("product", "") for row in goods(page)]


def shown(page: FormPage) -> list[Certainty]:
    """How sure each line is, as its cell tells it: in words, with a sign, on a colour."""
    model = page.fields.editor("goods").model
    column = [part.id for part in model.columns].index("product")
    cells = [model.index(row, column) for row in range(model.rowCount())]
    assert all(isinstance(cell.data(Qt.ItemDataRole.DecorationRole), QIcon) for cell in cells)
    assert len({cell.data(Qt.ItemDataRole.BackgroundRole).name() for cell in cells}) == len(
        {model.marks.matches[row["id"]].certainty for row in model.rows}
    )
    return [model.marks.matches[row["id"]].certainty for row in model.rows]


def hint_of(page: FormPage) -> Any:
    return page.fields.editor("goods").hint


def at(page: FormPage) -> int:
    return page.fields.editor("goods").view.currentIndex().row()


def test_a_wrong_product_is_corrected_once_and_the_next_file_of_the_customer_asks_nothing(screen, tmp_path):
    keys, page = screen.keys, screen.new(2, "rcep_2022")
    before = page.values()
    drop(screen, invoice(tmp_path, "LF-1"))
    assert products(page) == ["flask", "mug", "tray", ""]
    sure, doubtful, none = Certainty
    assert shown(page) == [sure, doubtful, sure, none]
    first = goods(page)[0]
    assert (first["name_en"], first["quantity_unit"]) == ("Bottle of steel", "PCS")
    assert (first["name_zh"], first["hs_code"]) == ("不锈钢真空保温杯", "961700")
    keys.press(Key.Key_Z, CONTROL)
    assert page.values() == before
    keys.press(Key.Key_Y, CONTROL)
    assert products(page) == ["flask", "mug", "tray", ""]

    keys.go_to("goods")
    keys.press(Key.Key_J, CONTROL)
    assert at(page) == 1
    keys.type("tf-4")
    keys.press(Key.Key_Return)
    screen._qtbot.waitUntil(lambda: products(page)[1] == "flask")
    second = goods(page)[1]
    assert (second["name_en"], second["name_zh"]) == ("Vacuum Steel Mug", "不锈钢真空保温杯")
    keys.press(Key.Key_J, CONTROL)
    assert at(page) == 3
    keys.press(Key.Key_J, CONTROL | SHIFT)
    assert at(page) == 3
    screen._qtbot.waitUntil(lambda: hint_of(page).isVisible() and "4" in hint_of(page).text())
    settle(screen)

    other = screen.new(2, "rcep_2022")
    drop(screen, invoice(tmp_path, "LF-2"))
    assert products(other) == ["flask", "flask", "tray", ""]
    assert shown(other)[:3] == [sure, sure, sure]
    other.fields.editor("goods").setFocus()
    keys.press(Key.Key_J, CONTROL)
    keys.push(offered(other, _("&New pre-review from this line")))
    begun = screen.opened("pre_review").values()
    wanted = {"name_en": "GARDEN HOSE 15 M", "hs_code": "391739", "unit": "PCS", "specification": "K9"}
    assert {name: begun[name] for name in wanted} == wanted
    settle(screen)


def test_pasted_lines_get_their_products_and_right_doubtful_ones_are_confirmed(screen):
    keys, page = screen.keys, screen.new(2, "rcep_2022")
    keys.fill("consignee_name", BUYER)
    keys.go_to("goods")
    QGuiApplication.clipboard().setText("\n".join([TITLES, *LINES]).replace(",", "\t"))
    keys.press(Key.Key_V, CONTROL)
    settle(screen)
    assert products(page) == ["flask", "mug", "tray", ""]
    keys.press(Key.Key_J, CONTROL)
    keys.press(Key.Key_Y, CONTROL | SHIFT)
    assert at(page) == 3
    settle(screen)
    keys.press(Key.Key_Z, CONTROL)
    assert goods(page) == []
    keys.press(Key.Key_V, CONTROL)
    settle(screen)
    assert shown(page)[1] is Certainty.SURE
    QGuiApplication.clipboard().clear()


def test_a_choice_for_nobody_is_said_not_to_be_remembered(screen):
    keys, page = screen.keys, screen.new(2, "rcep_2022")
    keys.go_to("goods")
    QGuiApplication.clipboard().setText("\n".join([TITLES, *LINES]).replace(",", "\t"))
    keys.press(Key.Key_V, CONTROL)
    settle(screen)
    keys.press(Key.Key_J, CONTROL)
    keys.type("tf-4\n")
    screen._qtbot.waitUntil(lambda: products(page)[1] == "flask")
    settle(screen)
    said, hint = _("Not remembered: neither the file names a buyer nor the certificate a consignee."), hint_of(page)
    screen._qtbot.waitUntil(lambda: (hint.text(), hint.isVisible()) == (said, True))
    QGuiApplication.clipboard().clear()


def test_a_choice_that_is_undone_is_not_remembered(screen, tmp_path):
    keys, page = screen.keys, screen.new(2, "rcep_2022")
    drop(screen, invoice(tmp_path, "LF-3"))
    keys.go_to("goods")
    keys.press(Key.Key_J, CONTROL)
    keys.type("竹制")
    settle(screen)
    keys.press(Key.Key_Return)
    screen._qtbot.waitUntil(lambda: products(page)[1] == "tray")
    settle(screen)
    keys.press(Key.Key_Z, CONTROL)
    assert products(page)[1] == "mug"
    settle(screen)
    other = screen.new(2, "rcep_2022")
    drop(screen, invoice(tmp_path, "LF-4"))
    assert products(other)[1] == "mug"
    assert shown(other)[1] is Certainty.DOUBTFUL
    screen.saved()
    document_id = other.document.id
    keys.press(Key.Key_W, CONTROL)
    marks = screen.open(document_id).fields.editor("goods").model.marks
    assert [match.certainty for match in marks.matches.values()] == [Certainty.DOUBTFUL, Certainty.NONE]
