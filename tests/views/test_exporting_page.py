"""Everything exported: one whole file at the chosen place, or none, and what could not be put in."""

import json
import zipfile

import pytest

from coo_desktop.views.exporting_page import ExportingPage
from tests.views.pages import stored


@pytest.fixture
def page(qtbot, make):
    desk = make(paper=lambda document, *look: b"%PDF-1.7")
    page = ExportingPage(desk)
    qtbot.addWidget(page)
    page.show()
    stored(desk, "rcep_2022", {"consignee_name": "SAKURA"})
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


def test_a_stop_leaves_no_file(qtbot, page, tmp_path):
    page.exporting.export(tmp_path / "all.zip")
    page.exporting.stop()
    assert page.exporting.button.isEnabled()
    qtbot.waitUntil(lambda: page.exporting._desk.tasks.is_idle)
    assert list(tmp_path.iterdir()) == []
