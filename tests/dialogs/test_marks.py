"""Shipping marks as text or as a picture with its printed width."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs.marks import MarksDialog
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.views.questions import MarksQuestion
from coo_desktop.views.session import Session
from tests.views.pages import make_desk, rules

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(qtbot) -> Iterator[Session]:
    made = make_desk()
    yield made
    made.tasks.close()


@pytest.fixture
def opened(qtbot, session):
    owners = []

    def made(value: dict[str, Any] | None = None) -> tuple[MarksDialog, list[Any]]:
        owner = QWidget()
        qtbot.addWidget(owner)
        owners.append(owner)
        owner.show()
        dialog = MarksDialog(session, MarksQuestion(rules().form("rcep_2022").by_id["marks"], value or {}), owner)
        answers: list[Any] = []
        dialog.answered.connect(answers.append)
        with qtbot.waitActive(dialog):
            dialog.open()
            dialog.activateWindow()
        return dialog, answers

    yield made
    owners.clear()


def picture(folder: Path) -> Path:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    path = folder / "mark.png"
    assert image.save(str(path))
    return path


def test_text_marks_are_typed_counted_and_answered(qtbot, opened):
    dialog, answers = opened()
    dialog.box.setFocus()
    qtbot.keyClicks(dialog.box, "SAKURA")
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.box, "TOKYO")
    assert "2" in dialog.lines.text()
    qtbot.keyClick(dialog.box, Qt.Key.Key_Return, CONTROL)
    assert answers == [{"form": "text", "text": "SAKURA\nTOKYO"}]


def test_a_picture_is_taken_in_shown_and_answered_with_its_width(qtbot, opened, session, tmp_path):
    dialog, answers = opened()
    dialog.picture_choice.setFocus()
    qtbot.keyClick(dialog.picture_choice, Qt.Key.Key_Space)
    dialog.take_file(picture(tmp_path))
    qtbot.waitUntil(lambda: not dialog.shown.pixmap().isNull())
    dialog.width_line.selectAll()
    qtbot.keyClicks(dialog.width_line, "35")
    qtbot.keyClick(dialog.width_line, Qt.Key.Key_Return, CONTROL)
    spec = rules().form("rcep_2022").by_id["marks"]
    assert answers[0]["form"] == "picture"
    assert answers[0]["width_mm"] == "35"
    assert not list(KINDS["marks"].faults(answers[0], spec))
    assert session.read.evidence(answers[0]["evidence"]).name == "mark.png"


def test_no_picture_is_no_answer(qtbot, opened):
    dialog, answers = opened()
    dialog.picture_choice.setChecked(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert not answers
    assert dialog.warning.text()


@pytest.mark.parametrize("width", ["0", "abc", "500", ""])
def test_a_width_that_cannot_be_printed_is_told(qtbot, opened, width):
    dialog, answers = opened({"form": "picture", "evidence": "e", "sha256": "0", "width_mm": "40"})
    dialog.width_line.setText(width)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    assert not answers
    assert "毫米" in dialog.warning.text()


def test_a_file_that_is_no_picture_is_told(qtbot, opened, tmp_path):
    dialog, _answers = opened()
    path = tmp_path / "a.png"
    path.write_bytes(b"GIF89a")
    dialog.take_file(path)
    qtbot.waitUntil(lambda: bool(dialog.warning.text()))


def test_a_pasted_picture_becomes_the_marks(qtbot, opened):
    dialog, _answers = opened()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    QApplication.clipboard().setImage(image)
    dialog.picture_choice.setChecked(True)
    dialog.paste()
    qtbot.waitUntil(lambda: not dialog.shown.pixmap().isNull())
