"""Invoices, amounts and weights."""

import pytest

from tests.domain.given import EVERYTHING, RCEP, STRAIT, TWENTY, found_by, values_of


def two_invoices(second: str = "LF2026-1016", **changes: str) -> list[dict]:
    first = values_of(RCEP)["invoices"][0]
    return [first, {**first, "id": "second", "number": second, **changes}]


FAULTS = [
    ("invoice_number_clean", RCEP, {}, {"invoices__number": "LF2026 1015"}, "invoice_number_doubtful"),
    ("invoice_number_clean", RCEP, {}, {"invoices__number": "LF2O26-1015"}, "invoice_number_doubtful"),
    ("invoice_number_clean", RCEP, {}, {"invoices__number": "LF2026－1015"}, "invoice_number_doubtful"),
    ("invoice_numbers_differ", RCEP, {}, {"invoices": two_invoices("lf2026-1015")}, "invoice_doubled"),
    ("invoice_of_each_line", RCEP, {}, {"goods__invoice_number": "LF2026-9999"}, "invoice_unknown"),
    (
        "invoice_of_each_line",
        RCEP,
        {},
        {"invoices": two_invoices(), "goods__invoice_number": ""},
        "invoice_of_line_missing",
    ),
    ("value_sums", RCEP, {}, {"invoices__amount": "35700.01"}, "amounts_differ"),
    ("value_sums", RCEP, {}, {"goods__unit_price": "5.94"}, "line_amount_differs"),
    ("value_sums", RCEP, {}, {"invoices__price_term": "CIF", "goods__fob": "35700.01"}, "fob_above_amount"),
    ("net_within_gross", RCEP, {}, {"goods__net_weight": "3125.5"}, "net_above_gross"),
    ("invoices_fit_their_field", EVERYTHING, {}, {"invoices__number": "X" * 51}, "invoice_numbers_too_long"),
    ("invoices_fit_their_field", EVERYTHING, {}, {"invoices": two_invoices("X" * 45)}, "invoice_numbers_too_long"),
    ("invoice_is_not_ahead", EVERYTHING, {}, {"invoices__date": "2026-10-17"}, "invoice_ahead"),
    ("invoice_value_is_given", EVERYTHING, {}, {"invoices__amount": ""}, "invoice_value_missing"),
    ("invoice_value_is_given", STRAIT, {}, {"invoices__currency": ""}, "invoice_value_missing"),
    ("invoices_share_a_currency", EVERYTHING, {}, {"invoices": two_invoices("Y", currency="EUR")}, "currencies_differ"),
    ("invoice_not_used_twice", RCEP, {"invoice_used": lambda _: "26C3302/00017"}, {}, "invoice_used"),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


def test_an_invoice_of_another_valid_certificate_is_told():
    used = {"invoice_used": lambda number: "26C3302/00017" if number == "LF2026-1015" else ""}
    assert found_by("invoice_not_used_twice", RCEP, used) == {("invoice_used", "invoices", "number")}


@pytest.mark.parametrize("check", ["invoice_of_each_line", "value_sums", "invoice_numbers_differ"])
def test_two_invoices_of_one_shipment_pass(check):
    assert not found_by(check, TWENTY)


def test_an_invoice_in_another_currency_is_not_added_up():
    invoices = two_invoices()
    invoices[1]["currency"] = "EUR"
    assert not found_by("value_sums", RCEP, invoices=invoices)


def test_a_line_of_a_single_invoice_needs_no_number():
    assert not found_by("invoice_of_each_line", RCEP, goods__invoice_number="")


@pytest.mark.parametrize("amount", ["", "abc", None, 7.5, True])
def test_what_is_no_amount_is_left_to_its_field(amount):
    assert not found_by("value_sums", RCEP, goods__amount=amount)
