"""The dialog of one row, worked by keys: a goods line from an approved product to its description."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from coo_desktop.dialogs.item import ItemDialog
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.fills import filled_row
from coo_desktop.views.questions import DocumentQuestion, ItemQuestion
from coo_desktop.views.session import Session
from tests.views.pages import make_desk, stored

CONTROL = Qt.KeyboardModifier.ControlModifier
FLASK = {
    "name_zh": "不锈钢真空保温杯",
    "name_en": "STAINLESS STEEL VACUUM FLASK",
    "hs_code": "961700",
    "unit": "PCS",
    "currency": "CNY",
    "ex_works_price": "38.00",
    "fob_price": "42.00",
    "product_rule": "CTH or RVC40",
    "materials": [
        {"id": "m1", "name_zh": "钢带", "hs_code": "722020", "origin": "KR", "unit_price": "16.00", "quantity": "0.45"},
        {"id": "m2", "name_zh": "涂料", "hs_code": "320890", "origin": "CN", "unit_price": "38.00", "quantity": "0.02"},
    ],
}


@pytest.fixture
def session(qtbot) -> Iterator[Session]:
    made = make_desk()
    yield made
    made.tasks.close()


@pytest.fixture
def product(session) -> Document:
    return stored(session, "pre_review", FLASK, stage="approved", facts={"number": "P1"})


@pytest.fixture
def opened(qtbot, session):
    """Opens the dialog of a goods line and gives it with the list its answers go to."""
    owners = []

    def made(row: dict[str, Any] | None = None, **question: Any) -> tuple[ItemDialog, list[Any]]:
        owner = QWidget()
        qtbot.addWidget(owner)
        owners.append(owner)
        document = stored(session, "rcep_2022", {"destination_country": "JP"})
        spec = session.rules.form("rcep_2022").by_id["goods"]
        asked = ItemQuestion(
            spec,
            session.rules.form("rcep_2022"),
            row or filled_row(spec, {"id": "g1"}),
            document.values,
            document.id,
            **question,
        )
        owner.show()
        dialog = ItemDialog(session, asked, owner)
        answers: list[Any] = []
        dialog.answered.connect(answers.append)
        with qtbot.waitActive(dialog):
            dialog.open()
            dialog.activateWindow()
        return dialog, answers

    yield made
    owners.clear()


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def fill(qtbot, dialog: ItemDialog, name: str, text: str) -> None:
    widget = dialog.fields.editor(name).focus_widget()
    widget.setFocus()
    qtbot.keyClicks(widget, text)


def test_a_goods_line_is_made_by_keys_from_an_approved_product(qtbot, session, product, opened):
    session.asker.answer(DocumentQuestion, product.id)
    dialog, answers = opened()
    assert QApplication.focusWidget() is dialog.fields.editor("product").focus_widget()
    press(qtbot, Qt.Key.Key_Return)
    row = dialog.row()
    assert (row["hs_code"], row["name_en"]) == ("961700", "STAINLESS STEEL VACUUM FLASK")
    assert row["quantity_unit"] == "PCS"
    fill(qtbot, dialog, "criterion", "CTC")
    fill(qtbot, dialog, "package_count", "250")
    fill(qtbot, dialog, "package_unit", "CARTON")
    auto = next(button for button in dialog.findChildren(QPushButton) if button.text() == "自动填充")
    auto.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert dialog.row()["description"].startswith("TWO HUNDRED AND FIFTY (250) CARTONS OF STAINLESS STEEL")
    fill(qtbot, dialog, "quantity", "6000")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert len(answers) == 1
    assert answers[0]["criterion"] == "CTC"
    assert answers[0]["quantity"] == "6000"


def test_the_determination_is_shown_with_reasons_and_taken(qtbot, session, product, opened):
    dialog, _answers = opened({"id": "g1", "product": product.id})
    qtbot.waitUntil(lambda: bool(dialog.offers.findChildren(QPushButton)))
    use = next(button for button in dialog.offers.findChildren(QPushButton) if "CTC" in button.accessibleName())
    use.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert dialog.row()["criterion"] == "CTC"
    texts = " ".join(label.text() for label in dialog.offers.findChildren(type(dialog.offers.empty)))
    assert "722020" in texts
    assert "符合" in texts


def test_a_typed_description_keeps_its_words_under_the_packages(qtbot, session, opened):
    row = {"id": "g1", "name_en": "CUP", "package_count": "2", "package_unit": "CARTON", "description": "CUP WITH LID"}
    dialog, _answers = opened(row)
    auto = next(button for button in dialog.findChildren(QPushButton) if button.text() == "自动填充")
    auto.click()
    assert dialog.row()["description"] == "TWO (2) CARTONS OF CUP WITH LID"
    fill(qtbot, dialog, "package_count", "\b3")
    dialog.fields.editor("package_count").show_value("3")
    auto.click()
    assert dialog.row()["description"] == "THREE (3) CARTONS OF CUP WITH LID"


def test_escape_asks_before_typed_data_is_thrown_away(qtbot, opened):
    dialog, answers = opened()
    fill(qtbot, dialog, "name_en", "CUP")
    press(qtbot, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Esc" in dialog.warning.text()
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not answers


def test_escape_leaves_an_untouched_dialog_at_once(qtbot, opened):
    dialog, _answers = opened()
    press(qtbot, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_is_wrong_in_a_part_is_told_after_it_was_left(qtbot, opened):
    dialog, _answers = opened()
    assert not dialog.fields.boxes["quantity"].message.text()
    fill(qtbot, dialog, "quantity", "many")
    press(qtbot, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: bool(dialog.fields.boxes["quantity"].message.text()))


def test_a_jump_from_the_problem_list_lands_in_its_part(qtbot, opened):
    dialog, _answers = opened(part="gross_weight")
    assert QApplication.focusWidget() is dialog.fields.editor("gross_weight").focus_widget()


def test_undo_works_inside_the_dialog(qtbot, opened):
    dialog, _answers = opened()
    fill(qtbot, dialog, "name_en", "CUP")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert dialog.row()["name_en"] == ""


def test_a_locked_row_can_be_read_only(qtbot, opened):
    dialog, answers = opened({"id": "g1", "name_en": "CUP"}, locked=True)
    fill(qtbot, dialog, "name_en", "X")
    assert dialog.row()["name_en"] == "CUP"
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert not answers


def test_everything_that_takes_the_focus_has_a_name(opened):
    dialog, _answers = opened()
    nameless = [
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisibleTo(dialog)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
    ]
    assert not nameless
