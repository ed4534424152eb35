"""Tables of records: columns found by name, cells understood, formulas disarmed so that they come back as they were."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.records.tables import ID_TITLE, NumberText, entries, fitting, table
from coo_desktop.domain.sheets.cells import Page, guarded, plain
from tests.rulebooks import shipped

IMPORTER, PRODUCER = shipped().form("importer"), shipped().form("producer")

TODAY = dt.date(2026, 11, 23)


def read(form, *rows):
    sheet = Page("a", rows)
    return list(entries(sheet, fitting(form, sheet), TODAY))


@given(st.text())
def test_any_text_comes_back_from_its_guarded_cell(text):
    assert plain(guarded(text)) == text


@given(st.text(), st.sampled_from("=+-@＝＋－＠\t\r\n"), st.text(" \u3000", max_size=3))
def test_no_cell_begins_like_a_formula(text, start, blanks):
    cell = guarded(blanks + start + text)
    assert cell.startswith("'")


@pytest.mark.parametrize("text", ["ACME", "", "O'BRIEN", "1-2", "a=b"])
def test_an_innocent_text_stays_as_it_is(text):
    assert guarded(text) == plain(text) == text


def test_columns_are_found_by_either_label_by_id_and_by_wire_name():
    for titles in (
        ("英文名称 *", "英文地址", "国家（地区）"),
        ("name", "ADDRESS", "Country or region"),
        ("英文名称", "英文地址", "国家"),
        ("Ｎａｍｅ", " address ", "country"),
    ):
        [entry] = read(IMPORTER, titles, ("ACME", "1 ROAD", "us"))
        assert entry.values == {"name": "ACME", "address": "1 ROAD", "country": "US"}
    assert fitting(PRODUCER, Page("", (("creditCode",),))).fields[0].id == "credit_code"


def test_titles_may_stand_below_a_heading_and_unknown_ones_are_told():
    sheet = Page("a", (("进口商一览表",), (), ("Name", "Colour", "记录编号"), ("ACME", "red", "r1")))
    found = fitting(IMPORTER, sheet)
    assert (found.titles_at, found.unknown, found.of_id) == (2, ("Colour",), 2)
    [entry] = entries(sheet, found, TODAY)
    assert (entry.line, entry.record, entry.values) == (4, "r1", {"name": "ACME"})


def test_a_title_that_comes_twice_counts_once():
    assert fitting(IMPORTER, Page("", (("Name", "name"),))).unknown == ("name",)


def test_a_country_may_be_told_by_its_name():
    assert [
        entry.values["country"] for entry in read(IMPORTER, ("name", "country"), ("A", "美国"), ("B", "japan"))
    ] == [
        "US",
        "JP",
    ]


def test_a_blank_line_is_no_record_and_a_short_one_is_filled_up():
    found = read(IMPORTER, ("name", "address"), ("", " "), ("ACME",))
    assert [(entry.line, entry.values) for entry in found] == [(3, {"name": "ACME", "address": ""})]


def test_a_number_in_a_text_field_is_doubtful():
    [entry] = read(PRODUCER, ("name_zh", "phone", "credit_code"), ("甲", NumberText("2187654321"), "913302"))
    assert entry.doubtful == ("phone",)


def test_a_table_holds_every_field_and_the_record_id():
    document = Document(id="r1", form="importer", family="record", values={"name": "=1+1", "country": "US"})
    sheet = table(IMPORTER, [document], "en")
    assert sheet.rows[0][-1] == ID_TITLE.en
    assert len(sheet.rows[0]) == len(IMPORTER.stored) + 1
    assert sheet.rows[1][0] == "'=1+1"
    [entry] = entries(sheet, fitting(IMPORTER, sheet), TODAY)
    assert entry.record == "r1"
    assert {name: value for name, value in entry.values.items() if value} == document.values


@pytest.mark.parametrize("number", ["-5", "+7.50", "-1,234.50"])
def test_a_number_stays_a_number_for_the_spreadsheet(number):
    assert guarded(number) == number
    assert plain(number) == number


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+86 574 1", "-1+2", "@a", "\ta", "\ra", " =1", "'=1", "'-5", "-"])
def test_what_a_spreadsheet_would_run_is_text_and_comes_back(text):
    assert guarded(text).startswith("'")
    assert plain(guarded(text)) == text
