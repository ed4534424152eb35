"""Tables of records: columns found by name, cells understood, formulas disarmed so that they come back as they were."""

import datetime as dt
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.records.tables import ID_TITLE, LeftOut, NumberText, best_page, entries, fitting, table
from coo_desktop.domain.sheets.cells import NO_VALUE, MergedCells, Page, guarded, plain
from coo_desktop.domain.sheets.titles import title_key
from tests.rulebooks import shipped

IMPORTER, PRODUCER = shipped().form("importer"), shipped().form("producer")

TODAY = dt.date(2026, 11, 23)


def read(form, *rows):
    sheet = Page("a", rows)
    return list(entries(sheet, fitting(form, sheet), TODAY))


def is_number(cell):
    """What a spreadsheet adds up: figures alone, with a sign, groups of three and decimals."""
    return re.fullmatch(r"[+-][0-9,]+(\.[0-9]+)?", cell) is not None


@given(st.text())
def test_any_text_comes_back_from_its_guarded_cell(text):
    assert plain(guarded(text)) == text


@given(st.text(), st.sampled_from("=+-@＝＋－＠\t\r\n"), st.text(" \u3000", max_size=3))
@example("0", "+", "")
def test_no_cell_begins_like_a_formula_that_is_no_number(text, start, blanks):
    cell = guarded(blanks + start + text)
    assert cell.startswith("'") or is_number(cell)


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
    assert (found.titles_at, found.unknown, found.of_id) == (2, {1: "Colour"}, 2)
    [entry] = entries(sheet, found, TODAY)
    assert (entry.line, entry.record, entry.values) == (4, "r1", {"name": "ACME"})


def test_a_title_that_comes_twice_counts_once():
    assert fitting(IMPORTER, Page("", (("Name", "name"),))).unknown == {1: "name"}


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


def page_entries(form, page):
    return list(entries(page, fitting(form, page), TODAY))


@pytest.mark.parametrize(
    "titles",
    [
        ("Company Name", "Company Address", "Country/Region", "Contact Person", "Tel", "Remark"),
        ("客户名称", "客户地址", "国别", "联系人姓名", "联系电话", "备注"),
        ("客户名称 Customer", "地址 Address", "国家 Country", "联系人 Contact", "电话 Tel.", "备注 Remarks"),
        ("BUYER:", "Address (in English)", "COUNTRY", "Attn", "Phone No.", "Notes"),
    ],
)
def test_columns_are_found_by_what_other_programs_call_them(titles):
    found = fitting(IMPORTER, Page("", (titles,)))
    ids = [found.fields[at].id for at in range(6)]
    assert (ids, found.unknown) == (["name", "address", "country", "contact", "phone", "remarks"], {})


def test_every_other_name_stands_for_one_field_only():
    for form in (IMPORTER, PRODUCER, shipped().form("special_clause")):
        told = form.params["titles"].items()
        of_field = [{title_key(word) for word in words} for _field, words in told]
        assert sum(map(len, of_field)) == len(set().union(*of_field))
        assert set(form.params["titles"]) <= set(form.by_id)


def test_merged_cells_hold_for_each_of_their_rows_and_make_no_row_of_their_own():
    rows = (("Name", "Country"), ("A", "JAPAN"), ("B", ""), ("", ""))
    found = page_entries(IMPORTER, Page("", rows, (MergedCells(1, 1, 3, 1),)))
    assert [(one.values["name"], one.values["country"]) for one in found] == [("A", "JP"), ("B", "JP")]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#value!", " #DIV/0! ", NO_VALUE])
def test_a_cell_with_an_error_has_no_value(error):
    [entry] = read(IMPORTER, ("Name", "Phone"), ("A", error))
    assert (entry.values, entry.errors) == ({"name": "A"}, {"phone": error.strip()})


def test_a_text_like_an_error_that_was_written_by_us_is_a_text():
    [entry] = read(IMPORTER, ("Name", "Phone"), ("A", guarded("#N/A")))
    assert (entry.values["phone"], entry.errors) == ("#N/A", {})


@pytest.mark.parametrize("total", ["TOTAL: 2 CUSTOMERS", "合计", "Grand total", "小计：2", "Sum"])
def test_a_total_is_told_apart_from_records(total):
    found = read(IMPORTER, ("Name", "Address", "Phone"), ("A", "1 ROAD", ""), (total, "", "12.50"))
    assert [one.left_out for one in found] == [None, LeftOut.TOTAL]


def test_a_company_called_total_is_none():
    rows = (("Name", "Address", "记录编号"), ("TOTAL TRADING", "1 ROAD", ""), ("TOTAL TRADING", "", "r1"))
    assert [one.left_out for one in read(IMPORTER, *rows)] == [None, None]


def test_a_hidden_row_is_told():
    found = page_entries(IMPORTER, Page("", (("Name",), ("A",), ("B",)), hidden=frozenset({2})))
    assert [one.left_out for one in found] == [None, LeftOut.HIDDEN]


def test_the_page_with_the_records_is_the_one_whose_titles_fit_best():
    cover, codes = Page("Cover", (("客户通讯录",),)), Page("Codes", (("Country", "Address", "Tel"),))
    old, new = Page("Old", (("Name", "Country"),)), Page("New", (("Name", "Country", "Tel"),))
    assert best_page(IMPORTER, (cover, codes, old, new)) == 3
    assert best_page(IMPORTER, (cover, codes)) == 1
    assert best_page(IMPORTER, (cover, cover)) == 0
