"""Reference data on a certificate's page: chosen by keys, filled into their fields, undone; and a new name kept."""

import pytest
from PySide6.QtCore import Qt

from coo_desktop.store.record_tools import StoredRecordTools
from tests.views.pages import stored

Key = Qt.Key
YAMATO = {"name": "YAMATO SOLAR K.K.", "address": "MINATO TOKYO", "country": "JP"}


@pytest.fixture
def session(make):
    made = make(records=StoredRecordTools())
    stored(made, "importer", YAMATO)
    stored(made, "producer", {"name_zh": "宁波金太阳能", "name_en": "NINGBO GOLDEN SUN", "address": "1 ROAD"})
    stored(made, "special_clause", {"title": "合同", "text": "AS PER CONTRACT"})
    return made


@pytest.fixture
def page(open_page, session):
    return open_page(stored(session, "rcep_2022", {"consignee_name": "OLD"}))


def choose(qtbot, page, name, typed):
    field = page.fields.editor(name).focus_widget()
    field.setFocus()
    form = page.form.by_id[name].from_record.record
    qtbot.waitUntil(lambda: page.help.records.books.of(form) is not None)
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Return)
    return field


def test_choosing_an_importer_fills_name_address_and_country_and_is_saved(qtbot, session, page):
    choose(qtbot, page, "consignee_name", "yam")
    values = page.values()
    assert [values[f"consignee_{part}"] for part in ("name", "address", "country")] == list(YAMATO.values())
    page.save()
    qtbot.waitUntil(lambda: session.read.document(page.document.id).values.get("consignee_country") == "JP")


def test_undo_gives_every_field_back(qtbot, page):
    choose(qtbot, page, "consignee_name", "yam")
    while page.steps.stack.canUndo():
        page.act("undo")
    assert [page.values()[f"consignee_{part}"] for part in ("name", "address", "country")] == ["OLD", "", ""]


def test_a_producer_becomes_lines_of_its_box(qtbot, page):
    choose(qtbot, page, "producer_text", "nbjtyn")
    assert page.values()["producer_text"] == "NINGBO GOLDEN SUN\n1 ROAD"


def test_a_clause_is_put_below_what_is_there(qtbot, page):
    field = page.fields.editor("special_clause").focus_widget()
    field.setFocus()
    qtbot.waitUntil(lambda: page.help.records.books.of("special_clause") is not None)
    qtbot.keyClicks(field, "L/C NO. 1")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClicks(field, "contract")
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Return)
    assert page.values()["special_clause"] == "L/C NO. 1\nAS PER CONTRACT"


def test_a_new_name_is_offered_to_be_kept_and_then_is_kept(qtbot, session, page):
    name = page.fields.editor("consignee_name").focus_widget()
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "ACME INC")
    qtbot.keyClick(name, Key.Key_Tab)
    button = page.help.records.keeping["consignee_name"]
    qtbot.waitUntil(button.isVisible)
    button.click()
    qtbot.waitUntil(lambda: not button.isVisible())
    assert "ACME INC" in {one.values["name"] for one in session.read.whole.of("record", "importer")}


def test_a_known_name_is_not_offered_again(qtbot, page):
    choose(qtbot, page, "consignee_name", "yam")
    qtbot.keyClick(page.fields.editor("consignee_name").focus_widget(), Key.Key_Tab)
    assert not page.help.records.keeping["consignee_name"].isVisible()


def test_the_page_of_a_record_offers_no_records(open_page, session):
    assert open_page(stored(session, "importer", {"name": "B"})).help.records.offers == {}


def test_a_locked_page_fills_nothing(qtbot, open_page, session):
    page = open_page(stored(session, "rcep_2022", {"consignee_name": "OLD"}, stage="submitted"))
    page.help.records.offers["consignee_name"].chosen.emit(YAMATO)
    assert page.values()["consignee_name"] == "OLD"
