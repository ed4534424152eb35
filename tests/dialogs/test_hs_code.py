"""A code chosen in the dialog of all codes, by keys, at a length that its field takes."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.dialogs.hs_code import HsCodeDialog
from coo_desktop.views.session import Session
from tests.views.codes import built_in_codes, desk_with

Key = Qt.Key


@pytest.fixture
def asker() -> DialogAsker:
    return DialogAsker()


@pytest.fixture
def session(qtbot, asker, tmp_path_factory) -> Iterator[Session]:
    made = desk_with(built_in_codes(tmp_path_factory.getbasetemp() / "codes"), asker)
    asker.session = made
    yield made
    made.tasks.close()


def opened(qtbot, session: Session, owner: QWidget) -> HsCodeDialog:
    dialog = owner.findChild(HsCodeDialog)
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    settle(qtbot, session, dialog)
    return dialog


def settle(qtbot, session: Session, dialog: HsCodeDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.browser.is_busy and session.tasks.is_idle, timeout=10_000)


def test_a_subheading_is_found_and_taken_by_keys(qtbot, session, asker, owner):
    answers = []
    asker.hs_code(owner, {"text": "vacuum flask", "digits": (6,)}, answers.append)
    dialog = opened(qtbot, session, owner)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Down)
    settle(qtbot, session, dialog)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert answers == ["961700"]
    assert not dialog.isVisible()


def test_a_heading_is_no_answer_for_six_digits(qtbot, session, asker, owner):
    answers = []
    asker.hs_code(owner, {"text": "9617", "digits": (6, 8)}, answers.append)
    dialog = opened(qtbot, session, owner)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert "6/8" in dialog.warning.text()
    assert not answers


def test_a_code_is_taken_from_the_tree(qtbot, session, asker, owner):
    answers = []
    asker.hs_code(owner, {"text": "", "digits": ()}, answers.append)
    dialog = opened(qtbot, session, owner)
    tree = dialog.browser.tree
    tree.setFocus()
    tree.setCurrentItem(tree.topLevelItem(0))
    for _key in range(2):
        qtbot.keyClick(tree, Key.Key_Right)
        settle(qtbot, session, dialog)
    dialog.accepting.click()
    assert answers == ["01"]


def test_a_section_is_no_answer_and_escape_answers_nothing(qtbot, session, asker, owner):
    answers = []
    asker.hs_code(owner, {"text": "", "digits": ()}, answers.append)
    dialog = opened(qtbot, session, owner)
    dialog.browser.tree.setCurrentItem(dialog.browser.tree.topLevelItem(0))
    dialog.accepting.click()
    assert dialog.warning.text()
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert not answers
    assert not dialog.isVisible()
