"""Files taken in as evidence: added, dropped, pasted, refused and removed."""

import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication

from coo_desktop.dialogs.evidence import EvidenceDialog
from coo_desktop.dialogs.file_table import size_words
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Offline, Refused, Unanswered, Untrusted
from coo_desktop.views.questions import EvidenceQuestion
from tests.fakes.office import FakeOffice
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


def offered(dialog: EvidenceDialog) -> list[bool]:
    row = dialog.file_buttons
    return [button.isEnabled() for button in (row.remove, row.fetch, row.open_chosen)]


def test_no_button_is_offered_that_has_nothing_to_work_on(qtbot, opened, tmp_path):
    dialog, _answers = opened()
    assert offered(dialog) == [False, False, False]
    dialog.take_files([file(tmp_path, "a.pdf")])
    qtbot.waitUntil(lambda: len(dialog.rows) == 1)
    dialog.table.selectRow(0)
    assert offered(dialog) == [True, False, True]
    dialog.remove()
    assert offered(dialog) == [False, False, False]


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


@pytest.fixture
def theirs(make, resting, answered):
    """(the dialog over a file that a colleague attached, as a locked document shows it; the office that has it)."""
    office = FakeOffice()
    session = make(office=office)
    office._store = session.ports.store
    sha256 = hashlib.sha256(PDF).hexdigest()
    office.sent[sha256] = PDF
    row = {"id": new_id(), "sha256": sha256, "name": "合同.pdf", "mime": "application/pdf", "size_bytes": len(PDF)}
    spec = shipped().form("rcep_2022").by_id["evidence"]
    dialog = EvidenceDialog(session, EvidenceQuestion(spec, [row], locked=True), resting)
    answered(dialog)
    dialog.table.selectRow(0)
    return dialog, office


def state(dialog: EvidenceDialog) -> str:
    return dialog.table.item(0, 3).text()


def test_a_file_of_a_colleague_is_fetched_and_opened_by_keys(qtbot, theirs, viewer):
    dialog, _office = theirs
    assert state(dialog) == "不在本机"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_O, CONTROL)
    assert "合同.pdf" in dialog.warning.text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: state(dialog) == "已送达贸促会")
    assert not dialog.coming.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: bool(viewer.shown))
    (copy,) = viewer.shown
    assert copy.read_bytes() == PDF
    assert (copy.suffix, copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (".pdf", 0o400, 0o700)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Offline(), "没有网络"),
        (Unanswered(cause="cut"), "网络中断"),
        (Refused(why="not-found"), "还没有"),
        (Untrusted(reason="x"), "合同.pdf"),
    ],
)
def test_a_file_that_does_not_come_is_told_at_the_place(qtbot, theirs, trouble, said):
    dialog, office = theirs
    office.trouble = trouble
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: said in dialog.warning.text())
    qtbot.waitUntil(lambda: not dialog.coming.is_busy)
    assert (state(dialog), dialog.coming.isVisible()) == ("不在本机", False)


def test_fetching_is_stopped_by_its_button(qtbot, theirs):
    dialog, office = theirs
    begun, stopped = threading.Event(), threading.Event()

    def slow(_file, progress, cancelled):
        progress(1, 2)
        begun.set()
        while not cancelled():
            stopped.wait(0.01)
        stopped.set()

    office.fetch = slow
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: begun.is_set() and dialog.coming.bar.value() == 50)
    qtbot.mouseClick(dialog.coming.stopping, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(stopped.is_set)
    assert (state(dialog), dialog.coming.isVisible()) == ("不在本机", False)


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
