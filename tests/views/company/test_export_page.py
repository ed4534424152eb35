"""Everything exported: one whole file at the chosen place, or none, and what could not be put in."""

import hashlib
import json
import threading
import zipfile

import pytest

from coo_desktop.domain.operations import settings
from coo_desktop.views.company.export_page import ExportingPage, Outcome
from coo_desktop.views.session import remember_file
from tests.views.pages import stored


@pytest.fixture
def page(qtbot, make):
    session = make(paper=lambda document, *look: b"%PDF-1.7")
    page = ExportingPage(session)
    qtbot.addWidget(page)
    page.show()
    stored(session, "rcep_2022", {"consignee_name": "SAKURA"})
    return page


def exported(qtbot, page, place):
    page.exporting.export(place)
    qtbot.waitUntil(lambda: not page.exporting.is_running)


def test_the_archive_is_whole_and_told(qtbot, page, tmp_path):
    place = tmp_path / "all.zip"
    with qtbot.waitSignal(page.exporting.done):
        page.exporting.export(place)
    with zipfile.ZipFile(place) as archive:
        assert len(json.loads(archive.read("contents.json"))["documents"]) == 1
    assert "1" in page.exporting.message.text()
    assert [file.name for file in tmp_path.iterdir()] == ["all.zip"]


def test_a_place_that_cannot_be_written_is_told(qtbot, page, tmp_path):
    exported(qtbot, page, tmp_path / "nowhere" / "all.zip")
    assert "无法写入" in page.exporting.message.text()
    assert page.exporting.button.isEnabled()


def test_a_stop_leaves_no_file(qtbot, make, tmp_path):
    drawing, stopped = threading.Event(), threading.Event()

    def paper(_document, *_look) -> bytes:
        drawing.set()
        assert stopped.wait(10)
        return b"%PDF-1.7"

    session = make(paper=paper)
    page = ExportingPage(session)
    qtbot.addWidget(page)
    stored(session, "rcep_2022", {"consignee_name": "SAKURA"})
    page.exporting.export(tmp_path / "all.zip")
    assert drawing.wait(10)
    page.exporting.stop()
    stopped.set()
    assert page.exporting.button.isEnabled()
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert list(tmp_path.iterdir()) == []


def test_a_stop_that_comes_too_late_says_that_the_file_is_there(qtbot, page, tmp_path):
    page.exporting.export(tmp_path / "all.zip")
    qtbot.waitUntil(lambda: (tmp_path / "all.zip").exists())
    page.exporting.stop()
    qtbot.waitUntil(lambda: not page.exporting.is_running)
    assert "没有" not in page.exporting.message.text()
    assert (tmp_path / "all.zip").exists()


def test_completing_and_stopping_never_both_happen():
    for first, second in (("complete", "stop"), ("stop", "complete")):
        outcome = Outcome()
        assert getattr(outcome, first)()
        assert not getattr(outcome, second)()


def test_a_saved_file_is_remembered_with_what_is_in_it(qtbot, session, tmp_path):
    file = tmp_path / "paper.pdf"
    file.write_bytes(b"paper")
    remember_file(session, file)
    qtbot.waitUntil(lambda: bool(settings.exported(session.read)))
    assert settings.exported(session.read) == [{"path": str(file), "sha256": hashlib.sha256(b"paper").hexdigest()}]


def test_a_file_that_has_gone_is_no_matter(qtbot, session, tmp_path):
    remember_file(session, tmp_path / "gone.pdf")
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert settings.exported(session.read) == []
