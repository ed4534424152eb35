"""Files taken in as evidence: added, dropped, pasted, refused and removed."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from coo_desktop.dialogs.evidence import EvidenceDialog, size_words
from coo_desktop.views.questions import EvidenceQuestion
from tests.rulebooks import shipped
from tests.store import hostile

CONTROL = Qt.KeyboardModifier.ControlModifier
PDF = hostile.pdf()


@pytest.fixture
def opened(session, resting, answered):
    def made(rows: list[dict[str, Any]] | None = None, locked: bool = False) -> tuple[EvidenceDialog, list[Any]]:
        spec = shipped().form("rcep_2022").by_id["evidence"]
        dialog = EvidenceDialog(session, EvidenceQuestion(spec, rows or [], locked), resting)
        return dialog, answered(dialog)

    return made


def file(folder: Path, name: str, content: bytes = PDF) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def drop(dialog: EvidenceDialog, mime: QMimeData) -> None:
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    dialog.dropEvent(event)


def test_files_are_taken_in_and_answered(qtbot, opened, session, tmp_path):
    dialog, answers = opened()
    dialog.take_files([file(tmp_path, "合同.pdf"), file(tmp_path, "b.pdf", hostile.pdf(2))])
    qtbot.waitUntil(lambda: len(dialog.rows) == 2)
    assert dialog.table.item(0, 0).text() == "合同.pdf"
    assert dialog.table.item(0, 3).text() == "在本机"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    assert [row["name"] for row in answers[0]] == ["合同.pdf", "b.pdf"]
    assert session.read.evidence(answers[0][0]["id"]).sha256 == answers[0][0]["sha256"]


def test_a_hostile_file_is_told_and_the_others_are_kept(qtbot, opened, tmp_path):
    dialog, _answers = opened()
    dialog.take_files([file(tmp_path, "a.pdf"), file(tmp_path, "setup.exe", b"MZ\x90")])
    qtbot.waitUntil(lambda: "setup.exe" in dialog.warning.text())
    qtbot.waitUntil(lambda: [row["name"] for row in dialog.rows] == ["a.pdf"])
    assert "PDF" in dialog.warning.text()


def test_dropped_files_are_taken_in(qtbot, opened, tmp_path):
    dialog, _answers = opened()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file(tmp_path, "a.pdf"))), QUrl("https://example.cn/b.pdf")])
    drop(dialog, mime)
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)


def test_a_pasted_picture_is_taken_in_as_png(qtbot, opened, session):
    dialog, _answers = opened()
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(image)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    assert dialog.rows[0]["mime"] == "image/png"


def test_a_clipboard_of_text_is_refused_in_words(qtbot, opened):
    dialog, _answers = opened()
    QApplication.clipboard().setText("x" * 1_000_000)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, CONTROL)
    assert dialog.warning.text()
    assert not dialog.rows


def test_the_same_file_stands_in_the_list_once(qtbot, opened, tmp_path):
    dialog, _answers = opened()
    dialog.take_files([file(tmp_path, "a.pdf"), file(tmp_path, "again.pdf")])
    qtbot.waitUntil(lambda: "again.pdf" in dialog.warning.text() or not dialog._coming)
    assert len(dialog.rows) == 1


def test_a_file_is_removed_by_keys_and_escape_asks_first(qtbot, opened):
    row = {"id": "e", "sha256": "0", "name": "a.pdf", "mime": "application/pdf", "size_bytes": 10, "purpose": ""}
    dialog, answers = opened([row])
    dialog.table.selectRow(0)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete, CONTROL)
    assert dialog.rows == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert dialog.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)
    assert answers == [[]]


def test_a_file_of_a_colleague_is_shown_under_a_plain_name(opened):
    row = {"id": "e", "sha256": "0", "name": "..\\invoice\u202egnp.exe", "mime": "image/png", "size_bytes": 10}
    dialog, _answers = opened([row])
    assert dialog.table.item(0, 0).text() == "invoicegnp.exe"


def test_a_locked_list_cannot_be_changed(qtbot, opened):
    dialog, _answers = opened([], locked=True)
    assert not dialog.acceptDrops()
    assert not dialog.accepting.isVisible()


@pytest.mark.parametrize(
    ("size", "words"), [(10, "1 KB"), (2048, "2 KB"), (3 * 1024 * 1024, "3.0 MB"), (None, ""), ("9", "")]
)
def test_sizes_are_read_by_people(size, words):
    assert size_words(size) == words


def test_a_file_has_a_size_and_a_print_has_a_scale(qtbot):
    from coo_desktop.environment.words import _

    assert (_("Size"), _("Scale")) == ("大小", "缩放")
