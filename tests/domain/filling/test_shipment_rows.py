"""What an invoice and a packing list give a certificate: rows behind the others, packages and weights for theirs."""

from dataclasses import replace
from typing import Any

from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.shipment_rows import Taken, taken, with_product
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.invoice import FoundInvoice, find_invoices
from coo_desktop.store.sheets.pages import StoredShipmentFiles
from tests.domain.given import RCEP, context_of, rules, values_of
from tests.sheets.make import HERE

FORM = rules().form("rcep_2022")


def found(*names: str) -> list[FoundInvoice]:
    pages = [StoredShipmentFiles().pages(HERE / name, rules().sheet_words) for name in names]
    return [one for page in pages for one in understood(page)]


def understood(pages: tuple[Page, ...]) -> tuple[FoundInvoice, ...]:
    return find_invoices(pages, rules().sheet_words, rules().code_list, context_of(RCEP).today)


def packing(*rows: tuple[str, ...]) -> list[FoundInvoice]:
    return list(understood((Page("packing list", (("Description", "Cartons", "G.W."), *rows)),)))


def given(values: dict[str, Any], invoices: list[FoundInvoice], codes: dict[str, str] | None = None) -> Taken:
    asked = AssistContext(rules(), FORM, values, {}, {}, context_of(RCEP))
    return taken(asked, invoices, codes or {})


def test_an_invoice_fills_an_empty_certificate():
    told = given({}, found("01-plain.xlsx"))
    [invoice] = told.fills["invoices"]
    assert told.added == len(told.fills["goods"]) == len(told.codes)
    assert invoice["number"]
    assert all(row["quantity"] and row["name_en"] for row in told.fills["goods"])


def test_rows_that_hold_something_stay_in_front():
    mine = {"id": "mine", "name_en": "TEAPOT"}
    told = given({"goods": [{"id": "empty"}, mine]}, found("01-plain.xlsx"))
    assert told.fills["goods"][0] == mine
    assert len(told.fills["goods"]) == told.added + 1


def test_an_invoice_goes_into_the_row_that_a_template_began():
    begun = {"id": "i1", "currency": "EUR", "price_term": "CIF", "place": "HAMBURG"}
    told = given({"invoices": [begun]}, found("01-plain.xlsx"))
    [row] = told.fills["invoices"]
    assert row["id"] == "i1"
    assert row["number"]
    assert (row["currency"], row["price_term"]) == ("USD", "FOB")


def test_an_invoice_that_is_there_already_is_told_and_not_doubled():
    first = given({}, found("01-plain.xlsx"))
    again = given(dict(first.fills), found("01-plain.xlsx"))
    assert again.repeated == (first.fills["invoices"][0]["number"],)
    assert again.fills["invoices"] == first.fills["invoices"]


def test_a_packing_list_afterwards_goes_by_the_item_codes_of_the_invoice():
    first = given({}, found("01-plain.xlsx"))
    renamed = [{**row, "name_en": f"GOODS {number}"} for number, row in enumerate(first.fills["goods"])]
    told = given({"goods": renamed}, found("15-packing-list.xlsx"), dict(first.codes))
    assert (told.packed, told.by_order, told.unplaced) == (len(renamed), False, ())
    assert all(row["package_count"] and row["gross_weight"] for row in told.fills["goods"])
    assert [row["id"] for row in told.fills["goods"]] == [row["id"] for row in renamed]


def test_a_packing_list_without_codes_goes_by_names():
    rows = [{"id": "a", "name_en": "CUP"}, {"id": "b", "name_en": "JAR"}]
    told = given({"goods": rows}, packing(("JAR", "7", "70"), ("CUP", "5", "50")))
    assert [(row["package_count"], row["gross_weight"]) for row in told.fills["goods"]] == [("5", "50"), ("7", "70")]


def test_where_no_name_fits_the_order_counts_and_is_told():
    rows = [{"id": "a", "name_en": "CERAMIC CUP"}, {"id": "b", "name_en": "GLASS JAR"}]
    told = given({"goods": rows}, packing(("cup art. 7", "5", "50"), ("jar art. 8", "7", "70")))
    assert told.by_order
    assert [row["package_count"] for row in told.fills["goods"]] == ["5", "7"]


def test_a_line_that_fits_no_row_is_told():
    rows = [{"id": "a", "name_en": "CUP"}, {"id": "b", "name_en": "JAR"}]
    told = given({"goods": rows}, packing(("JAR", "7", "70"), ("PLATE", "5", "50")))
    assert [dict(line.values)["name"] for line in told.unplaced] == ["PLATE"]
    assert told.packed == 1


def test_what_a_row_says_otherwise_stays_and_is_told():
    rows = [{"id": "a", "name_en": "CUP", "package_count": "6"}]
    told = given({"goods": rows}, packing(("CUP", "5", "50")))
    assert told.fills["goods"][0]["package_count"] == "6"
    assert told.fills["goods"][0]["gross_weight"] == "50"
    assert [(one.row, one.part.id, one.here, one.there) for one in told.disagreements] == [
        (1, "package_count", "6", "5")
    ]


def test_a_packing_list_for_an_empty_certificate_gives_its_lines():
    told = given({}, found("15-packing-list.xlsx"))
    assert told.added == len(told.fills["goods"]) > 0


def test_an_invoice_without_a_number_gives_its_goods():
    [invoice] = found("01-plain.xlsx")
    told = given({}, [replace(invoice, number="")])
    assert told.added > 0
    assert told.repeated == ()


def test_a_matched_row_takes_what_it_lacks_from_its_product():
    context = context_of(RCEP)
    [product] = [one["product"] for one in values_of(RCEP)["goods"]][:1]
    item = FORM.by_id["goods"].item_type
    row = {"id": "1", "name_en": "BOTTLE", "hs_code": "", "package_count": "5", "package_unit": "CARTON"}
    made = with_product(AssistContext(rules(), FORM, {}, row, item.by_id, context), product)
    assert (made["product"], made["name_en"], made["hs_code"]) == (product, "BOTTLE", "961700")
    assert made["description"].endswith("BOTTLE")
