"""An invoice and its packing list become the rows of a form, as typing them would."""

import datetime as dt

import pytest

from coo_desktop.domain.sheets.draft import Draft, draft_of
from coo_desktop.domain.sheets.invoice import find_invoices
from tests.domain.given import rules
from tests.domain.sheets.tables import WORDS, page

TODAY = dt.date(2026, 11, 30)
TITLES = "Item No. | Description | HS Code | Quantity | Unit | Unit Price | Amount"
INVOICE = f"Invoice No.: LF-7 | Date: 2026-10-15 | Terms: FOB NINGBO | Currency: USD\n{TITLES}\n"
PACKING = "PACKING LIST\nItem No. | Description | Cartons | G.W.(KGS) | N.W.(KGS)\n"


def draft(*texts: str, form: str = "rcep_2022") -> Draft:
    found = find_invoices([page(text) for text in texts], WORDS, rules().code_list, TODAY)
    return draft_of(rules().form(form), found, TODAY)


def goods(made: Draft, *parts: str) -> list[tuple[object, ...]]:
    return [tuple(row.get(part) for part in parts) for row in made.values["goods"]]


def test_a_line_becomes_a_goods_row_and_the_heading_an_invoice_row():
    made = draft(f"{INVOICE}A | CUP | 6911.10 | 1,000 | PCS | US$2.00 | 2,000.00")
    parts = ("name_en", "hs_code", "quantity", "quantity_unit", "unit_price", "amount", "fob")
    assert goods(made, *parts) == [("CUP", "691110", "1000", "PCS", "2.00", "2000.00", "2000.00")]
    [invoice] = made.values["invoices"]
    told = {part: value for part, value in invoice.items() if part != "id"}
    assert told == {
        "number": "LF-7",
        "date": "2026-10-15",
        "amount": "2000.00",
        "currency": "USD",
        "price_term": "FOB",
        "place": "NINGBO",
    }


def test_under_other_terms_the_amount_is_no_fob_value():
    made = draft(f"{INVOICE.replace('FOB NINGBO', 'CIF OSAKA')}A | CUP | 6911.10 | 10 | PCS | 2 | 20")
    assert goods(made, "fob") == [(None,)]


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("真空瓶 VACUUM FLASK", "VACUUM FLASK", "真空瓶"),
        ("VACUUM FLASK / 真空瓶", "VACUUM FLASK", "真空瓶"),
        ("真空瓶", None, "真空瓶"),
        ("CUP", "CUP", None),
    ],
)
def test_a_name_in_two_languages_is_parted(name: str, english: str | None, chinese: str | None):
    assert goods(draft(f"{INVOICE}A | {name} | 6911.10 | 1 | PCS | 2 | 2"), "name_en", "name_zh") == [
        (english, chinese)
    ]


def test_a_packing_list_adds_packages_and_weights_by_item_code_in_any_order():
    made = draft(
        f"{INVOICE}A | CUP | 6911.10 | 1 | PCS | 2 | 2\nB | POT | 6911.10 | 1 | PCS | 3 | 3",
        f"{PACKING}B | POT | 20 | 300 | 280\nA | CUP | 10 | 100 | 90",
    )
    parts = ("name_en", "package_count", "package_unit", "gross_weight", "net_weight")
    assert goods(made, *parts) == [("CUP", "10", "CARTON", "100", "90"), ("POT", "20", "CARTON", "300", "280")]
    assert made.unplaced == ()


def test_a_packed_line_that_no_invoice_line_has_is_told():
    made = draft(
        f"{INVOICE}A | CUP | 6911.10 | 1 | PCS | 2 | 2", f"{PACKING}A | CUP | 10 | 100 | 90\nX | LID | 1 | 2 | 1"
    )
    assert [dict(line.values)["item_code"] for line in made.unplaced] == ["X"]


def test_lines_of_several_invoices_name_theirs():
    one = f"{INVOICE}A | CUP | 6911.10 | 1 | PCS | 2 | 2"
    made = draft(one, one.replace("LF-7", "LF-8").replace("CUP", "POT"))
    assert goods(made, "name_en", "invoice_number") == [("CUP", "LF-7"), ("POT", "LF-8")]
    assert [row["number"] for row in made.values["invoices"]] == ["LF-7", "LF-8"]
    assert goods(draft(one), "invoice_number") == [(None,)]


def test_what_is_in_doubt_and_what_fits_nowhere_is_told_with_its_row():
    made = draft(f"{INVOICE}A | CUP | 6911.10 | 1.234,50 | PCS | US$2.00 | 2")
    [line] = made.lines
    assert (line.row, line.item_code, line.doubtful) == (3, "A", ("quantity",))
    assert line.values["quantity"] == "1.234,50"


def test_every_form_with_goods_takes_an_invoice():
    text = f"{INVOICE}A | CUP | 6911.10 | 1 | PCS | 2 | 2"
    for form in rules().book.family("certificate"):
        made = draft(text, form=form.id)
        assert made.values["goods"][0]["quantity"] == "1", form.id
