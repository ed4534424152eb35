"""Pages of a workbook: which columns they have, and what is noted of a row that cannot be taken as it stands."""

import pytest

from coo_desktop.domain.records.tables import NumberText
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.rows import RowFault, fit
from tests.domain.workbooks.books import CERTIFICATES, PRODUCTS, read

HEAD = ("货号", "中文品名", "英文品名", "HS 编码", "出厂价")


def columns(layout, *titles):
    found = fit(layout, Page("Sheet1", (titles,)))
    return [found.columns[at][0] + "/" + found.columns[at][1].id for at in sorted(found.columns)], found.unknown


def test_a_title_that_comes_twice_is_the_products_first_and_its_materials_then():
    found, unknown = columns(PRODUCTS, "货号", "中文品名", "HS 编码", "出厂价", "HS 编码", "原产国", "Colour")
    assert found == ["/_key", "/name_zh", "/hs_code", "/ex_works_price", "materials/hs_code", "materials/origin"]
    assert unknown == ("Colour",)


def test_a_page_of_materials_has_none_of_the_products_columns():
    found, _unknown = columns(PRODUCTS, "Item No.", "HS code", "Origin", "Units in one product", "Unit price")
    assert found == ["/_key", *(f"materials/{part}" for part in ("hs_code", "origin", "quantity", "unit_price"))]


def test_the_list_with_most_columns_holds_the_lines():
    page = Page("a", (("C/O No.", "Consignee's name", "Invoice No.", "Goods name", "Qty", "HS code"),))
    assert fit(CERTIFICATES, page).lists == ("goods", "invoices")


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#CALC!"])
def test_a_cell_with_an_error_is_a_fault_of_its_line_and_never_a_value(error):
    [entry] = read(PRODUCTS, ("a", (HEAD, ("A1", "杯", "CUP", error, "38")))).entries
    assert "hs_code" not in entry.values
    assert entry.is_faulty
    [remark] = entry.remarks
    assert (remark.why, remark.title, remark.text, remark.line) == (RowFault.ERROR_CELL, "HS 编码", error, 2)


def test_a_number_that_may_have_lost_zeros_is_doubtful_and_a_code_of_full_length_is_not():
    row = ("A1", "杯", NumberText("77"), NumberText("961700"), NumberText("38"))
    [entry] = read(PRODUCTS, ("a", (HEAD, row))).entries
    assert [(one.why, one.title) for one in entry.remarks] == [(RowFault.DOUBTFUL, "英文品名")]
    assert not entry.is_faulty
    [entry] = read(PRODUCTS, ("a", (HEAD, ("A1", "杯", "CUP", NumberText("90111"), "")))).entries
    assert [one.title for one in entry.remarks] == ["HS 编码"]


def test_totals_hidden_rows_and_rows_without_anything_known_are_no_products():
    rows = (
        ("产品一览表",),
        (*HEAD, "颜色"),
        ("A1", "杯", "CUP", "", "3", ""),
        ("", "", "", "", "", "red"),
        ("合计", "", "", "", "3"),
    )
    book = read(PRODUCTS, Page("a", (*rows, ("A2", "壶", "POT", "", "")), hidden=frozenset({5})), Page("b", (("x",),)))
    assert [entry.key for entry in book.entries] == ["A1"]
    assert [(line, why) for line, why in ((one.line, one.why) for one in book.aside)] == [
        (5, RowFault.TOTAL),
        (6, RowFault.HIDDEN),
    ]
    assert (book.unknown, book.passed_over) == ({"a": ("颜色",)}, ("b",))
