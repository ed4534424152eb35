"""Tables in and out of a kind of record, past certificates, duplicates: by the buttons of its page."""

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.operations.imports import record_import
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.records.kind_page import RecordKindPage
from tests.views.pages import stored

Key = Qt.Key


@pytest.fixture
def session(make):
    return make(records=StoredRecordTools())


@pytest.fixture
def page(qtbot, session):
    made = RecordKindPage(session, session.rules.form("importer"), None)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def names(session):
    return sorted(one.values["name"] for one in session.read.whole.of("record", "importer"))


def notice(page):
    return page.notices._shown["told"].text if "told" in page.notices._shown else ""


def read(qtbot, page, tmp_path, text, name="a.csv"):
    file = tmp_path / name
    file.write_bytes(text.encode())
    page.read_table(file)
    qtbot.waitUntil(lambda: page.importing.isVisible() or notice(page) != "")


@pytest.mark.parametrize(("kind", "is_named"), [("importer", True), ("special_clause", True), ("template", False)])
def test_past_certificates_are_looked_through_for_what_they_name(qtbot, session, kind, is_named):
    made = RecordKindPage(session, session.rules.form(kind), None)
    qtbot.addWidget(made)
    assert made.buttons["past"].isHidden() is not is_named


def test_a_table_is_shown_first_and_taken_over_with_one_key(qtbot, session, page, tmp_path):
    stored(session, "importer", {"name": "ACME", "country": "US"})
    read(qtbot, page, tmp_path, "Name,Country,Colour\nACME,GB,red\nNEW ONE,日本,blue\n")
    panel = page.importing
    assert [line.state for line in panel.model.lines] == ["update", "new"]
    assert "Colour" in panel._said.text()
    assert names(session) == ["ACME"]
    qtbot.keyClick(panel.taking, Key.Key_Space)
    qtbot.waitUntil(lambda: page.list.isVisible())
    assert names(session) == ["ACME", "NEW ONE"]
    assert {one.values["country"] for one in session.read.whole.of("record", "importer")} == {"GB", "JP"}
    assert "2" in notice(page)


def test_known_records_are_left_alone_where_the_person_says_so(qtbot, session, page, tmp_path):
    stored(session, "importer", {"name": "ACME", "country": "US"})
    read(qtbot, page, tmp_path, "Name,Country\nACME,GB\n")
    qtbot.keyClick(page.importing.changing, Key.Key_Space)
    assert not page.importing.taking.isEnabled()


def test_lines_with_problems_are_marked_and_taken_only_when_asked_for(qtbot, session, page, tmp_path):
    read(qtbot, page, tmp_path, "Name,Address,Country\n中文名,1 ROAD,US\nGOOD,1 ROAD,US\n")
    panel = page.importing
    cell = panel.model.index(0, 2)
    assert panel.model.data(cell, Qt.ItemDataRole.ToolTipRole)
    assert [line.values["name"] for line in panel.chosen()] == ["GOOD"]
    qtbot.keyClick(panel.only_faulty, Key.Key_Space)
    assert panel.model.rowCount() == 1
    qtbot.keyClick(panel.faulty, Key.Key_Space)
    assert len(panel.chosen()) == 2


def test_cancel_takes_nothing(qtbot, session, page, tmp_path):
    read(qtbot, page, tmp_path, "Name\nACME\n")
    qtbot.keyClick(page.importing.leaving, Key.Key_Space)
    assert page.list.isVisible()
    assert names(session) == []


def test_the_work_stops_between_two_commits_and_says_what_is_left(qtbot, session, page, tmp_path, monkeypatch):
    monkeypatch.setattr(record_import, "BLOCK", 2)
    read(qtbot, page, tmp_path, "Name\n" + "".join(f"N{number}\n" for number in range(10)))
    qtbot.keyClick(page.importing.taking, Key.Key_Space)
    stopping = page.importing.progress.stopping
    qtbot.waitUntil(stopping.hasFocus)
    qtbot.keyClick(stopping, Key.Key_Space)
    assert not stopping.isEnabled()
    qtbot.waitUntil(lambda: page.list.isVisible())
    assert names(session) == ["N0", "N1"]
    assert "8" in notice(page)


def test_a_hostile_file_is_told_in_words_and_the_list_stays(qtbot, page, tmp_path):
    read(qtbot, page, tmp_path, "Name\0\n")
    assert page.list.isVisible()
    assert "a.csv" in notice(page)
    assert page.buttons["import"].isEnabled()


def test_a_table_of_something_else_names_the_column_that_is_missing(qtbot, page, tmp_path):
    read(qtbot, page, tmp_path, "Colour\nred\n")
    assert page._form.by_id["name"].label.in_("zh_CN") in notice(page) or "Name" in notice(page)


@pytest.mark.parametrize(("name", "written"), [("out.csv", "out.csv"), ("out", "out.xlsx")])
def test_every_record_is_written_and_read_back_as_kept_already(qtbot, session, page, tmp_path, name, written):
    stored(session, "importer", {"name": "=ACME()", "country": "US"})
    page.write_table(tmp_path / name)
    qtbot.waitUntil(lambda: notice(page) != "")
    assert (tmp_path / written).is_file()
    page.read_table(tmp_path / written)
    qtbot.waitUntil(lambda: page.importing.isVisible())
    assert [line.state for line in page.importing.model.lines] == ["same"]


def test_what_cannot_be_written_is_told(qtbot, page, tmp_path):
    page.write_table(tmp_path / "gone" / "a.csv")
    qtbot.waitUntil(lambda: notice(page) != "")
    assert page.buttons["export"].isEnabled()


def test_past_certificates_give_their_importers(qtbot, session, page):
    stored(session, "rcep_2022", {"consignee_name": "ACME", "consignee_address": "1 ROAD", "consignee_country": "US"})
    page.buttons["past"].click()
    qtbot.waitUntil(lambda: page.importing.isVisible())
    page.importing.faulty.setChecked(True)
    page.importing.taking.click()
    qtbot.waitUntil(lambda: page.list.isVisible())
    assert names(session) == ["ACME"]
    page.buttons["past"].click()
    qtbot.waitUntil(lambda: page.buttons["past"].isEnabled())
    assert page.list.isVisible()


def test_duplicates_are_merged_with_the_chosen_values_and_parted_again(qtbot, session, page):
    stored(session, "importer", {"name": "ACME LTD", "country": "US", "phone": "1"})
    stored(session, "importer", {"name": "ACME CO., LTD.", "phone": "2", "address": "1 ROAD", "country": "US"})
    page.buttons["duplicates"].click()
    panel = page.duplicates
    qtbot.waitUntil(panel.isVisible)
    assert panel.list.count() == 1
    phone = [spec.id for spec in panel.table._fields].index("phone")
    panel.table.setCurrentCell(phone, 1)
    panel.table.choose(phone, 1)
    qtbot.keyClick(panel.uniting, Key.Key_Space)
    qtbot.waitUntil(lambda: names(session) == ["ACME CO., LTD."])
    [kept] = session.read.whole.of("record", "importer")
    assert (kept.values["phone"], kept.values["address"]) == ("1", "1 ROAD")
    qtbot.waitUntil(panel.undoing.isEnabled)
    qtbot.keyClick(panel.undoing, Key.Key_Space)
    qtbot.waitUntil(lambda: names(session) == ["ACME CO., LTD.", "ACME LTD"])
    qtbot.waitUntil(lambda: panel.list.count() == 1)
    qtbot.keyClick(panel.parting, Key.Key_Space)
    qtbot.waitUntil(lambda: panel.list.count() == 0)
    panel.leaving.click()
    page.buttons["duplicates"].click()
    qtbot.waitUntil(lambda: panel.isVisible() and page.buttons["duplicates"].isEnabled())
    assert panel.list.count() == 0
