"""The short questions answered by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Query
from coo_desktop.views.session import Session
from tests.views.pages import stored

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def asker() -> DialogAsker:
    return DialogAsker()


@pytest.fixture
def session(make, asker) -> Session:
    asker.session = make(ask=asker)
    return asker.session


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


def test_enter_confirms(qtbot, session, asker, owner):
    answers = []
    asker.confirm(owner, {"title": "发送", "text": "RCEP", "accept": "发送(&E)"}, lambda: answers.append(True))
    dialog_of(qtbot, owner)
    press(qtbot, Qt.Key.Key_Return)
    assert answers == [True]


def test_escape_answers_nothing(qtbot, session, asker, owner):
    answers = []
    asker.confirm(owner, {"title": "发送", "text": "RCEP"}, lambda: answers.append(True))
    dialog = dialog_of(qtbot, owner)
    press(qtbot, Qt.Key.Key_Escape)
    assert not answers
    assert not dialog.isVisible()


def test_enter_on_cancel_cancels(qtbot, session, asker, owner):
    answers = []
    asker.confirm(owner, {"title": "删除", "text": "?"}, lambda: answers.append(True))
    dialog = dialog_of(qtbot, owner)
    dialog.cancelling.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert not answers


def test_an_empty_reason_is_no_answer(qtbot, session, asker, owner):
    answers = []
    asker.text(owner, {"title": "失证重发", "text": "原因"}, answers.append)
    dialog = dialog_of(qtbot, owner)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    qtbot.keyClicks(QApplication.focusWidget(), "lost in post")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert answers == ["lost in post"]


def test_one_of_several_is_found_by_typing(qtbot, session, asker, owner):
    answers = []
    options = [("rcep_2022", "RCEP 证书"), ("co_general", "一般原产地证")]
    asker.pick(owner, {"title": "类型", "options": options, "value": "co_general"}, answers.append)
    dialog = dialog_of(qtbot, owner)
    assert dialog.list.currentItem().text() == "一般原产地证"
    qtbot.keyClicks(QApplication.focusWidget(), "rcep")
    press(qtbot, Qt.Key.Key_Return)
    assert answers == ["rcep_2022"]


def test_a_document_is_found_by_typing_and_taken_with_arrow_keys(qtbot, session, asker, owner):
    cup = stored(session, "pre_review", {"name_zh": "保温杯", "hs_code": "961700"}, stage="approved")
    lid = stored(session, "pre_review", {"name_zh": "杯盖", "hs_code": "392350"}, stage="approved")
    stored(session, "pre_review", {"name_zh": "草稿杯"})
    answers = []
    asker.pick(owner, {"title": "产品", "query": Query(family="pre_review", stages=("approved",))}, answers.append)
    dialog = dialog_of(qtbot, owner)
    assert dialog.list.count() == 2
    press(qtbot, Qt.Key.Key_Down)
    second = dialog.list.currentItem().data(Qt.ItemDataRole.UserRole)
    press(qtbot, Qt.Key.Key_Up)
    assert {second, dialog.list.currentItem().data(Qt.ItemDataRole.UserRole)} == {cup.id, lid.id}
    qtbot.keyClicks(QApplication.focusWidget(), "392350")
    press(qtbot, Qt.Key.Key_Return)
    assert answers == [lid.id]


def test_nothing_found_is_said(qtbot, session, asker, owner):
    asker.pick(owner, {"title": "类型", "options": [("a", "A")]}, lambda _answer: None)
    dialog = dialog_of(qtbot, owner)
    qtbot.keyClicks(QApplication.focusWidget(), "zzz")
    assert dialog.empty.isVisible()
    press(qtbot, Qt.Key.Key_Return)
    assert dialog.isVisible()
