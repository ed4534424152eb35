"""Workbooks become documents: sheets joined by their key, grouped rows, and every row that is not taken is told."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import MergedCells, Page
from coo_desktop.domain.workbooks.rows import RowFault
from tests.domain.workbooks.books import CERTIFICATES, PRODUCTS, bare, read

HEAD = ("货号", "中文品名", "英文品名", "HS 编码", "出厂价")
PARTS = ("货号", "原材料名称", "HS 编码", "原产国", "单价", "用料比例")
TWO = (HEAD, ("A1", "保温杯", "FLASK", "961700", "38.00"), ("A2", "水壶", "KETTLE", "732393", "US$ 21.5"))


def aside(book):
    return [(one.line, one.why, one.text) for one in book.aside]


def told(book):
    return [(one.key, bare(one.values)) for one in book.entries]


def test_two_sheets_are_joined_by_the_item_number():
    parts = ("原材料", (PARTS, ("A2", "钢", "721934", "日本", "2.1", "0.35"), ("a1", "盖", "392350", "CN", "0.3", "1")))
    book = read(PRODUCTS, ("产品", TWO), parts)
    assert told(book) == [
        (
            "A1",
            {
                **{"name_zh": "保温杯", "name_en": "FLASK", "hs_code": "961700", "ex_works_price": "38.00"},
                "materials": [
                    {"name_zh": "盖", "hs_code": "392350", "origin": "CN", "unit_price": "0.3", "quantity": "1"}
                ],
            },
        ),
        (
            "A2",
            {
                **{"name_zh": "水壶", "name_en": "KETTLE", "hs_code": "732393", "ex_works_price": "21.5"},
                "materials": [
                    {"name_zh": "钢", "hs_code": "721934", "origin": "JP", "unit_price": "2.1", "quantity": "0.35"}
                ],
            },
        ),
    ]
    assert (book.aside, book.unknown, book.passed_over) == ((), {}, ())
    assert not any(entry.is_faulty for entry in book.entries)


def test_the_sheet_of_materials_is_known_by_its_columns_and_may_come_first():
    parts = ("Sheet1", (("料号", "名称", "HS 编码", "原产国", "用料比例"), ("A1", "钢", "721934", "JP", "1")))
    book = read(PRODUCTS, parts, ("Sheet2", TWO))
    assert [len(entry.values.get("materials", ())) for entry in book.entries] == [1, 0]


def test_grouped_rows_of_one_sheet_are_one_product_each():
    titles = ("货号", "中文品名", "HS 编码", "原材料 · 名称", "原材料 · HS 编码", "原产国")
    rows = (
        ("A1", "保温杯", "961700", "钢", "721934", "JP"),
        ("", "", "", "盖", "392350", "CN"),
        ("A2", "水壶", "732393", "钢", "721934", "JP"),
        ("A2", "水壶", "732393", "柄", "392690", "CN"),
    )
    book = read(PRODUCTS, ("a", (titles, *rows)))
    assert [(key, len(values["materials"])) for key, values in told(book)] == [("A1", 2), ("A2", 2)]
    assert [entry.remarks for entry in book.entries] == [(), ()]


def test_merged_cells_hold_for_all_rows_of_their_product():
    rows = (("货号", "中文品名", "原材料名称", "原产国"), ("A1", "杯", "钢", "JP"), ("", "", "盖", "CN"))
    book = read(PRODUCTS, Page("a", rows, (MergedCells(1, 0, 2, 0), MergedCells(1, 1, 2, 1))))
    assert [(key, len(values["materials"])) for key, values in told(book)] == [("A1", 2)]


def test_a_row_that_says_otherwise_than_the_one_above_is_a_fault_of_its_product():
    rows = (("货号", "中文品名", "原材料名称", "原产国"), ("A1", "杯", "钢", "JP"), ("A1", "壶", "盖", "CN"))
    [entry] = read(PRODUCTS, ("a", rows)).entries
    assert entry.values["name_zh"] == "杯"
    assert entry.is_faulty
    assert [(one.line, one.why, one.text) for one in entry.remarks] == [(3, RowFault.CONTRADICTS, "壶")]


def test_an_item_number_that_comes_twice_and_materials_of_no_product_are_set_aside():
    book = read(
        PRODUCTS,
        ("产品", (*TWO, ("a1", "别的", "OTHER", "", ""))),
        ("原材料", (PARTS, ("A9", "钢", "721934", "JP", "1", "1"), ("", "盖", "", "", "", ""))),
    )
    assert aside(book) == [(4, RowFault.DUPLICATE, "a1"), (2, RowFault.NO_OWNER, "A9"), (3, RowFault.NO_OWNER, "盖")]
    assert [key for key, _values in told(book)] == ["A1", "A2"]


def test_products_need_no_number_of_their_own():
    rows = (("中文品名", "HS 编码"), ("杯", "961700"), ("壶", "732393"))
    assert [values["name_zh"] for _key, values in told(read(PRODUCTS, ("a", rows)))] == ["杯", "壶"]


@pytest.mark.parametrize(
    ("layout", "titles", "needed"),
    [
        (PRODUCTS, ("货号", "HS 编码", "出厂价"), "中文品名"),
        (CERTIFICATES, ("收货人名称", "英文品名", "数量"), "证书号"),
        (PRODUCTS, ("a", "b"), "中文品名"),
    ],
)
def test_a_workbook_without_the_column_that_names_its_documents_is_refused(layout, titles, needed):
    with pytest.raises(Unreadable) as caught:
        read(layout, ("Sheet1", (titles, ("1", "2", "3"))))
    assert caught.value.facts["reason"] is SheetFault.NO_COLUMNS
    assert caught.value.facts["needed"].zh_CN == needed


CERTIFICATE = (
    "C/O No.",
    "签发日期",
    "Consignee's name",
    "Invoice No.",
    "Invoice date",
    "Description of goods",
    "Qty",
    "Unit",
)


def test_past_certificates_are_many_rows_grouped_by_their_number():
    rows = (
        CERTIFICATE,
        ("C1", "2024.3.5", "SAKURA", "INV-1", "2024-03-01", "FLASK", "100 PCS", "PCS"),
        ("C1", "2024.3.5", "SAKURA", "INV-1", "2024-03-01", "FLASK", "100 PCS", "PCS"),
        ("C2", "", "ACME", "INV-2", "2024-04-01", "KETTLE", "5", "SETS"),
        ("", "", "", "INV-3", "2024-04-02", "LID", "7", "SETS"),
        ("", "", "OTHER", "", "", "NOBODY'S", "7", "SETS"),
    )
    book = read(CERTIFICATES, ("Sheet1", rows))
    first, second = book.entries
    assert (first.key, first.issued, first.values["consignee_name"]) == ("C1", "2024-03-05", "SAKURA")
    assert [row["number"] for row in first.values["invoices"]] == ["INV-1"]
    assert [(row["name_en"], row["quantity"]) for row in first.values["goods"]] == [("FLASK", "100")] * 2
    assert [row["number"] for row in second.values["invoices"]] == ["INV-2", "INV-3"]
    assert (second.line, second.rows) == (4, 2)
    assert aside(book) == [(6, RowFault.NO_KEY, "OTHER")]


def test_a_day_of_issue_that_is_none_is_a_fault():
    [entry] = read(CERTIFICATES, ("a", (("证书号", "签发日期", "收货人名称"), ("C1", "soon", "ACME")))).entries
    assert entry.is_faulty
    assert [one.why for one in entry.remarks] == [RowFault.NO_DAY]
