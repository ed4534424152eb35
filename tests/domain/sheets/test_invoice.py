"""What stands around a table: numbers, days, currency, terms and buyer, wherever their labels put them."""

import datetime as dt

import pytest

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.invoice import FoundInvoice, find_invoices
from tests.domain.given import rules
from tests.domain.sheets.tables import WORDS, page

TODAY = dt.date(2026, 11, 30)
GOODS = "Item No. | Description | Quantity | Unit Price | Amount\nA | CUP | 5 | 2.00 | 10.00"


def read(*texts: str) -> tuple[FoundInvoice, ...]:
    return find_invoices([page(text) for text in texts], WORDS, rules().code_list, TODAY)


@pytest.mark.parametrize(
    "around",
    [
        "Invoice No.: LF-7 | Date: Oct 15, 2026",
        "Invoice No. | LF-7 | Date | 15-Oct-26",
        "Invoice No. | | Date\nLF-7 | | 2026.10.15",
        "COMMERCIAL INVOICE NO. LF-7\nDated: 2026/10/15",
        "发票号：LF-7 | 日期：2026年10月15日",
    ],
)
def test_number_and_day_are_found_beside_under_or_behind_their_label(around: str):
    [found] = read(f"{around}\n\n{GOODS}")
    assert (found.number, found.day) == ("LF-7", dt.date(2026, 10, 15))


def test_a_day_with_two_readings_is_none():
    [found] = read(f"Invoice No.: LF-7 | Date: 05/06/2026\n{GOODS}")
    assert found.day is None


@pytest.mark.parametrize(
    ("around", "term"),
    [
        ("Terms: FOB NINGBO, CHINA", ("FOB", "NINGBO, CHINA")),
        ("成交方式：CIF 大阪", ("CIF", "大阪")),
        ("FOB NINGBO", ("FOB", "NINGBO")),
        ("Price Term | CFR Tokyo Incoterms 2020", ("CFR", "Tokyo")),
        ("Terms: 30 days net", ("", "")),
    ],
)
def test_the_term_of_delivery_is_found_with_its_place(around: str, term: tuple[str, str]):
    [found] = read(f"{around}\n{GOODS}")
    assert (found.term, found.place) == term


def test_the_currency_comes_from_the_label_the_titles_or_the_cells_and_never_from_two():
    cells = "Item No. | Description | Quantity | Unit Price | Amount\nA | CUP | 5 | US$2.00 | US$10.00"
    titles = "Item No. | Description | Quantity | Unit Price (EUR) | Amount (EUR)\nA | CUP | 5 | 2.00 | 10.00"
    both = f"{titles}\nB | POT | 1 | US$3.00 | US$3.00"
    assert [read(text)[0].currency for text in (cells, titles, both, GOODS)] == ["USD", "EUR", "", ""]
    assert read(f"Currency: 美元\n{both}")[0].currency == "USD"


def test_a_list_of_packages_without_prices_is_a_packing_list():
    [found] = read("PACKING LIST\nItem No. | Description | Cartons | G.W.\nA | CUP | 5 | 10")
    assert found.is_packing_list
    assert not read(GOODS)[0].is_packing_list


def test_the_buyer_is_who_it_is_addressed_to():
    [found] = read(f"To: | SAKURA FICTIVE K.K.\n{GOODS}")
    assert found.buyer == "SAKURA FICTIVE K.K."


def test_pages_without_goods_are_passed_over():
    found = read("Dear Sir", GOODS, "Item No. | Description | Quantity\n")
    assert [one.page for one in found] == [1]
    assert find_invoices([Page("empty", ())], WORDS, rules().code_list, TODAY) == ()
