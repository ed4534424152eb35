"""An HS code typed as people know it: words, pinyin or digits bring hits, keys choose one, what was typed stays."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.views.fields.hs_editor import HsCodeEdit
from coo_desktop.views.questions import HsCodeQuestion
from coo_desktop.views.session import Session
from tests.fakes.asker import FakeAsker
from tests.views.codes import built_in_codes, desk_with, own_product

Key = Qt.Key


@pytest.fixture
def asker() -> FakeAsker:
    return FakeAsker()


@pytest.fixture
def session(qtbot, asker, tmp_path_factory) -> Iterator[Session]:
    made = desk_with(built_in_codes(tmp_path_factory.getbasetemp() / "codes"), asker)
    yield made
    made.tasks.close()


@pytest.fixture
def edit(qtbot, session) -> Iterator[HsCodeEdit]:
    window = QWidget()
    qtbot.addWidget(window)
    field = HsCodeEdit(session, (6,), window)
    field.resize(500, 30)
    window.resize(600, 100)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: field.line.hasFocus())
    yield field
    window.close()


def settle(qtbot, edit: HsCodeEdit) -> None:
    qtbot.waitUntil(lambda: not edit.suggestions.is_searching, timeout=10_000)


def types(qtbot, edit: HsCodeEdit, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)
    settle(qtbot, edit)


def commit(qtbot, edit: HsCodeEdit, text: str) -> None:
    """Text as an input method commits it."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit.line, event)
    settle(qtbot, edit)


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


@pytest.mark.parametrize("text", ["zhenkong", "9617", "vacuum flask", "vacum flsk", "96 17"])
def test_words_pinyin_and_digits_choose_the_code_with_enter(qtbot, edit, text):
    heard = []
    edit.edited.connect(lambda: heard.append(edit.value()))
    types(qtbot, edit, text)
    press(qtbot, Key.Key_Return)
    assert edit.value() == "961700"
    assert heard[-1] == "961700"
    assert not edit.suggestions.is_open


def test_chinese_from_an_input_method_chooses_the_code(qtbot, edit):
    commit(qtbot, edit, "真空瓶")
    press(qtbot, Key.Key_Return)
    assert edit.value() == "961700"


def test_nothing_is_searched_while_an_input_method_composes(qtbot, edit):
    commit(qtbot, edit, "真空")
    QApplication.sendEvent(edit.line, QInputMethodEvent("ping", []))
    assert not edit.suggestions.is_searching
    assert edit.line.hasFocus()
    commit(qtbot, edit, "瓶")
    assert edit.line.text() == "真空瓶"


def test_the_arrow_keys_choose_another_hit(qtbot, edit):
    types(qtbot, edit, "7323")
    first = edit.suggestions.popup.code()
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    assert first == "732310"
    assert edit.value() == "732391"


def test_digits_typed_in_full_stay_what_was_typed(qtbot, edit):
    types(qtbot, edit, "961799")
    press(qtbot, Key.Key_Return)
    assert edit.value() == "961799"
    edit.line.clear()
    types(qtbot, edit, "9617.00")
    assert not edit.suggestions.is_open
    press(qtbot, Key.Key_Return)
    assert edit.line.text() == "9617.00"
    assert edit.value() == "961700"


def test_a_whole_code_is_left_alone_where_longer_ones_are_offered(qtbot, session):
    window = QWidget()
    qtbot.addWidget(window)
    field = HsCodeEdit(session, (4, 6), window)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    types(qtbot, field, "9617")
    assert field.suggestions.is_open
    press(qtbot, Key.Key_Return)
    assert field.value() == "9617"
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    assert field.value() == "961700"


def test_mistyped_digits_are_answered_and_never_replaced_by_enter(qtbot, edit):
    types(qtbot, edit, "9671")
    assert edit.suggestions.is_open
    press(qtbot, Key.Key_Return)
    assert edit.value() == "9671"


def test_tab_takes_only_a_hit_that_somebody_went_to(qtbot, edit):
    types(qtbot, edit, "9617")
    press(qtbot, Key.Key_Tab)
    assert edit.value() == "9617"
    edit.setFocus()
    types(qtbot, edit, "9617")
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Tab)
    assert edit.value() == "961700"


def test_escape_takes_the_hits_away_and_keeps_the_text(qtbot, edit):
    types(qtbot, edit, "tea")
    assert edit.suggestions.is_open
    press(qtbot, Key.Key_Escape)
    assert not edit.suggestions.is_open
    assert edit.value() == "tea"


def test_the_latest_text_wins(qtbot, edit):
    qtbot.keyClicks(edit.line, "vacuum flask")
    edit.line.selectAll()
    types(qtbot, edit, "coffee")
    press(qtbot, Key.Key_Return)
    assert edit.value().startswith("0901")


def test_the_hits_go_with_the_focus(qtbot, edit):
    types(qtbot, edit, "tea")
    edit.line.clearFocus()
    assert not edit.suggestions.is_open


def test_own_products_stand_first_and_say_so(qtbot, session, edit):
    own_product(session, "蓝风真空瓶", "732393")
    commit(qtbot, edit, "真空瓶")
    model = edit.suggestions.popup.model()
    assert model.index(0, 0).data() == "7323.93"
    assert model.index(0, 1).data().startswith("本企业产品：蓝风真空瓶")
    assert model.index(1, 0).data() == "9617.00"


def test_f4_asks_for_the_whole_tree_and_takes_its_answer(qtbot, asker, edit):
    asker.answer(HsCodeQuestion, "732393")
    types(qtbot, edit, "7323")
    press(qtbot, Key.Key_F4)
    assert asker.questions == [HsCodeQuestion("7323", (6,))]
    assert edit.value() == "732393"


def test_showing_a_value_tells_nobody_and_names_it(qtbot, edit):
    heard = []
    edit.edited.connect(lambda: heard.append(1))
    edit.show_value("961700")
    qtbot.waitUntil(lambda: "保温瓶" in edit.name.toolTip(), timeout=10_000)
    assert not heard
    edit.show_value("")
    assert edit.name.text() == ""


def test_a_code_that_no_pack_knows_has_no_name(qtbot, session, edit):
    edit.show_value("000000")
    qtbot.waitUntil(lambda: session.tasks.is_idle, timeout=10_000)
    assert edit.name.text() == ""
