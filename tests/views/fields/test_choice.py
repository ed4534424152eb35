"""The criterion of a goods line is chosen in its cell, each with the engine's verdict beside it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.words.verdicts import VERDICTS
from tests.domain.given import PRE_REVIEW, values_of
from tests.views.fields.test_items_table import CONTROL, SHIFT, column, go, press, types
from tests.views.pages import stored

Key = Qt.Key


@pytest.fixture
def goods(qtbot, session) -> Iterator[ItemsEditor]:
    """Two lines of a certificate to Japan: one of an approved product, one of none."""
    product = stored(session, "pre_review", values_of(PRE_REVIEW), stage="approved")
    rows = [{"id": "g1", "product": product.id, "name_en": "VACUUM FLASK"}, {"id": "g2", "name_en": "CUP"}]
    values = {"destination_country": "JP", "goods": rows}
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, "rcep_2022", values), window)
    page.resize(1366, 768)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    editor = page.fields.editor("goods")
    editor.view.setFocus()
    yield editor
    window.close()


def opened(qtbot, goods: ItemsEditor, row: int) -> QComboBox:
    go(goods, row, "criterion")
    press(qtbot, Key.Key_F2)
    widget = QApplication.focusWidget()
    assert isinstance(widget, QComboBox)
    return widget


def said(combo: QComboBox) -> dict[str, str]:
    """What a screen reader hears of each choice, by its beginning."""
    texts = [str(combo.itemData(at, Qt.ItemDataRole.AccessibleTextRole) or "") for at in range(1, combo.count())]
    return {text.partition(",")[0]: text.partition(", ")[2] for text in texts if text}


def test_each_criterion_has_the_engines_verdict_and_its_reasons(qtbot, goods):
    combo = opened(qtbot, goods, 0)
    verdicts = said(combo)
    words = {_(word) for word, _icon, _meaning in VERDICTS.values()}
    judged = {text for text in verdicts.values() if text}
    assert judged
    assert judged <= words
    signed = [at for at in range(1, combo.count()) if not combo.itemIcon(at).isNull()]
    assert len(signed) == sum(bool(text) for text in verdicts.values())
    assert all(combo.itemData(at, Qt.ItemDataRole.ToolTipRole) for at in signed)


def test_a_line_without_a_product_has_no_verdicts(qtbot, goods):
    combo = opened(qtbot, goods, 1)
    assert all(combo.itemIcon(at).isNull() for at in range(combo.count()))


def test_letters_and_enter_choose_in_the_cell_and_go_down(qtbot, goods):
    go(goods, 0, "criterion")
    types(qtbot, "ctc")
    press(qtbot, Key.Key_Return)
    assert column(goods, "criterion")[0] == "CTC"
    assert goods.view.currentIndex().row() == 1


def test_filling_all_rows_writes_the_criterion_that_holds_and_says_what_is_not_verified(qtbot, goods):
    before = goods.value()
    press(qtbot, Key.Key_F, CONTROL | SHIFT)
    first, second = column(goods, "criterion")
    assert first == "CTC"
    assert not second
    press(qtbot, Key.Key_Z, CONTROL)
    assert goods.value() == before


def test_the_description_follows_the_packages_until_it_is_typed_and_all_can_be_filled(qtbot, goods):
    for name, text in (("package_unit", "carton"), ("package_count", "12")):
        go(goods, 0, name)
        types(qtbot, text)
        press(qtbot, Key.Key_Return)
    assert column(goods, "description")[0] == "TWELVE (12) CARTONS OF VACUUM FLASK"
    goods.model.columns = (*goods.model.columns, goods.spec.item_type.by_id["description"])
    go(goods, 0, "name_en")
    types(qtbot, "FLASK")
    press(qtbot, Key.Key_Return)
    assert column(goods, "description")[0] == "TWELVE (12) CARTONS OF FLASK"
    goods.model.setData(goods.model.index(0, len(goods.model.columns) - 1), "MY OWN WORDS")
    go(goods, 0, "package_count")
    types(qtbot, "13")
    press(qtbot, Key.Key_Return)
    assert column(goods, "description")[0] == "MY OWN WORDS"
    goods.view.setFocus()
    press(qtbot, Key.Key_F, CONTROL | SHIFT)
    assert column(goods, "description")[0] == "THIRTEEN (13) CARTONS OF MY OWN WORDS"
