"""The short questions answered by keys."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.dialogs.simple import HsCodeDialog
from coo_desktop.domain.documents.document import Query
from coo_desktop.views.questions import ConfirmQuestion, DocumentQuestion, HsCodeQuestion, OptionQuestion, TextQuestion
from coo_desktop.views.session import Session
from tests.views.codes import built_in_codes, desk_with
from tests.views.pages import stored

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(qtbot, tmp_path_factory) -> Iterator[Session]:
    made = desk_with(built_in_codes(tmp_path_factory.getbasetemp() / "codes"), DialogAsker())
    yield made
    made.tasks.close()


@pytest.fixture
def owner(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def dialog_of(qtbot, owner: QWidget) -> QuestionDialog:
    dialog = owner.findChild(QuestionDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return dialog


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def test_enter_confirms(qtbot, session, owner):
    answers = []
    session.ask(owner, ConfirmQuestion("发送", "RCEP", "发送(&E)"), answers.append)
    dialog_of(qtbot, owner)
    press(qtbot, Qt.Key.Key_Return)
    assert answers == [True]


def test_escape_answers_nothing(qtbot, session, owner):
    answers = []
    session.ask(owner, ConfirmQuestion("发送", "RCEP"), answers.append)
    dialog = dialog_of(qtbot, owner)
    press(qtbot, Qt.Key.Key_Escape)
    assert not answers
    assert not dialog.isVisible()


def test_enter_on_cancel_cancels(qtbot, session, owner):
    answers = []
    session.ask(owner, ConfirmQuestion("删除", "?"), answers.append)
    dialog = dialog_of(qtbot, owner)
    dialog.cancelling.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert not answers


def test_an_empty_reason_is_no_answer(qtbot, session, owner):
    answers = []
    session.ask(owner, TextQuestion("失证重发", "原因"), answers.append)
    dialog = dialog_of(qtbot, owner)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "lost in post")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert answers == ["lost in post"]


def test_one_of_several_is_found_by_typing(qtbot, session, owner):
    answers = []
    options = [("rcep_2022", "RCEP 证书"), ("co_general", "一般原产地证")]
    session.ask(owner, OptionQuestion("类型", options, "co_general"), answers.append)
    dialog = dialog_of(qtbot, owner)
    assert dialog.list.currentItem().text() == "一般原产地证"
    qtbot.keyClicks(QApplication.focusWidget(), "rcep")
    press(qtbot, Qt.Key.Key_Return)
    assert answers == ["rcep_2022"]


def test_a_document_is_found_by_typing_and_taken_with_arrow_keys(qtbot, session, owner):
    cup = stored(session, "pre_review", {"name_zh": "保温杯", "hs_code": "961700"}, stage="approved")
    lid = stored(session, "pre_review", {"name_zh": "杯盖", "hs_code": "392350"}, stage="approved")
    stored(session, "pre_review", {"name_zh": "草稿杯"})
    answers = []
    query = Query(family="pre_review", stages=("approved",))
    session.ask(owner, DocumentQuestion("产品", query), answers.append)
    dialog = dialog_of(qtbot, owner)
    assert dialog.list.count() == 2
    press(qtbot, Qt.Key.Key_Down)
    second = dialog.list.currentItem().data(Qt.ItemDataRole.UserRole)
    press(qtbot, Qt.Key.Key_Up)
    assert {second, dialog.list.currentItem().data(Qt.ItemDataRole.UserRole)} == {cup.id, lid.id}
    qtbot.keyClicks(QApplication.focusWidget(), "392350")
    press(qtbot, Qt.Key.Key_Return)
    assert answers == [lid.id]


def test_nothing_found_is_said(qtbot, session, owner):
    session.ask(owner, OptionQuestion("类型", [("a", "A")]), lambda _answer: None)
    dialog = dialog_of(qtbot, owner)
    qtbot.keyClicks(QApplication.focusWidget(), "zzz")
    assert dialog.empty.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    assert dialog.isVisible()


def codes_of(qtbot, session: Session, owner: QWidget) -> HsCodeDialog:
    dialog = owner.findChild(HsCodeDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    settle(qtbot, session, dialog)
    return dialog


def settle(qtbot, session: Session, dialog: HsCodeDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.browser.is_busy and session.tasks.is_idle, timeout=10_000)


def test_a_subheading_is_found_and_taken_by_keys(qtbot, session, owner):
    answers = []
    session.ask(owner, HsCodeQuestion("vacuum flask", (6,)), answers.append)
    dialog = codes_of(qtbot, session, owner)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    settle(qtbot, session, dialog)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert answers == ["961700"]
    assert not dialog.isVisible()


def test_a_heading_is_no_answer_for_six_digits(qtbot, session, owner):
    answers = []
    session.ask(owner, HsCodeQuestion("9617", (6, 8)), answers.append)
    dialog = codes_of(qtbot, session, owner)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert "6/8" in dialog.warning.text()
    assert not answers


def test_a_code_is_taken_from_the_tree(qtbot, session, owner):
    answers = []
    session.ask(owner, HsCodeQuestion("", ()), answers.append)
    dialog = codes_of(qtbot, session, owner)
    tree = dialog.browser.tree
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0))
    for _key in range(2):
        qtbot.keyClick(tree, Qt.Key.Key_Right)
        settle(qtbot, session, dialog)
    dialog.accepting.click()
    assert answers == ["01"]


def test_a_section_is_no_answer_and_escape_answers_nothing(qtbot, session, owner):
    answers = []
    session.ask(owner, HsCodeQuestion("", ()), answers.append)
    dialog = codes_of(qtbot, session, owner)
    dialog.browser.tree.setCurrentItem(dialog.browser.tree.topLevelItem(0))
    dialog.accepting.click()
    assert dialog.warning.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not answers
    assert not dialog.isVisible()
