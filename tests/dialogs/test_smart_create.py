"""智能创建 worked by keys: a product, a destination, a certificate."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs.smart_create import SmartCreateDialog
from coo_desktop.views.desk import Desk
from tests.dialogs.test_item import FLASK
from tests.views.pages import make_desk, stored

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot) -> Iterator[Desk]:
    made = make_desk()
    stored(made, "pre_review", FLASK, stage="approved", facts={"number": "P0001"})
    stored(made, "pre_review", {**FLASK, "name_zh": "草稿"})
    yield made
    made.tasks.close()


@pytest.fixture
def dialog(qtbot, desk) -> Iterator[SmartCreateDialog]:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    opened = SmartCreateDialog(desk, {}, owner)
    with qtbot.waitActive(opened):
        opened.open()
        opened.activateWindow()
    yield opened
    owner.close()


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def test_only_approved_products_are_offered_and_found_by_code_number_and_name(qtbot, dialog):
    assert dialog.products.count() == 1
    for text, count in (("961700", 1), ("P0001", 1), ("保温", 1), ("nothing", 0)):
        dialog.search.setText(text)
        assert dialog.products.count() == count


def test_a_certificate_is_chosen_by_keys(qtbot, dialog):
    answers = []
    dialog.answered.connect(answers.append)
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is dialog.products
    press(qtbot, Qt.Key.Key_Space)
    dialog.destination.line.setFocus()
    qtbot.keyClicks(dialog.destination.line, "JP")
    qtbot.waitUntil(lambda: dialog.list.count() >= 2)
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    rcep = next(row for row, text in enumerate(texts) if "RCEP" in text)
    assert "CTC" in texts[rcep]
    dialog.list.setFocus()
    dialog.list.setCurrentRow(rcep)
    assert "722020" in dialog.reasons.text()
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert answers[0]["form"] == "rcep_2022"
    assert answers[0]["criterion"] == "CTC"
    assert answers[0]["destination"] == "JP"
    assert len(answers[0]["products"]) == 1


def test_a_destination_outside_an_agreement_offers_only_what_can_be_made(qtbot, dialog):
    dialog.products.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.destination.line.setFocus()
    qtbot.keyClicks(dialog.destination.line, "BR")
    qtbot.waitUntil(lambda: dialog.list.count() >= 1)
    assert not [row for row in range(dialog.list.count()) if "RCEP" in dialog.list.item(row).text()]


def test_nothing_chosen_is_no_answer(qtbot, dialog):
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    assert dialog.warning.text()
