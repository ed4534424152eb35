"""Amount, FOB value and description follow what they come from until a person types another value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.following import filled_in, followed, kept_parts, product_followed
from tests.domain.given import CO, RCEP, context_of, product_document, rules, sample, values_of

FORM = rules().form(sample(RCEP)["form"])
SPECS = FORM.by_id["goods"].item_type.by_id
FOB = {"invoices": [{"id": "i", "number": "INV1", "price_term": "FOB"}]}
CIF = {"invoices": [{"id": "i", "number": "INV1", "price_term": "CIF"}]}
BOTH = {"invoices": [*FOB["invoices"], {"id": "j", "number": "INV2", "price_term": "CIF"}]}
PRICED = {"id": "1", "unit_price": "5.95", "quantity": "6000"}


def step(before: dict[str, Any], values: dict[str, Any] = FOB, **typed: str) -> dict[str, Any]:
    """The row after a person has typed these parts into it."""
    after = {**before, **typed}
    return {**after, **followed(FORM, SPECS, values, before, after)}


def test_price_times_quantity_is_the_amount_and_under_fob_the_fob_value():
    row = step({"id": "1", "unit_price": "5.95"}, quantity="6000")
    assert (row["amount"], row["fob"]) == ("35700.00", "35700.00")


def test_it_follows_until_another_value_is_typed():
    row = step(step({}, **PRICED), quantity="100")
    assert (row["amount"], row["fob"]) == ("595.00", "595.00")
    row = step(row, amount="600")
    assert (row["amount"], row["fob"]) == ("600", "600")
    row = step(row, quantity="200")
    assert (row["amount"], row["fob"]) == ("600", "600")


def test_the_same_number_written_otherwise_is_still_the_programs():
    assert step({**PRICED, "amount": "35,700".replace(",", "")}, quantity="100")["amount"] == "595.00"


def test_what_a_person_emptied_stays_empty_while_its_sources_do():
    row = step(step({}, **PRICED), amount="")
    assert row["amount"] == ""
    assert step(row, name_en="FLASKS")["amount"] == ""


@pytest.mark.parametrize(
    ("values", "number", "wanted"),
    [(CIF, "", ""), ({}, "", ""), (BOTH, "", ""), (BOTH, "INV1", "35700.00"), (BOTH, "INV2", "")],
)
def test_the_fob_value_is_the_amount_only_where_the_lines_invoice_is_fob(values, number, wanted):
    assert step({"id": "1"}, values, **PRICED, invoice_number=number).get("fob", "") == wanted


def test_cents_are_rounded_half_up():
    assert step({"id": "1", "unit_price": "0.125"}, quantity="1")["amount"] == "0.13"


def test_the_description_follows_packages_and_name_until_it_is_typed():
    packed = {"id": "1", "name_en": "FLASKS", "package_unit": "CARTON", "package_count": ""}
    row = step(packed, package_count="200")
    assert row["description"] == "TWO HUNDRED (200) CARTONS OF FLASKS"
    row = step(row, name_en="BOTTLES")
    assert row["description"] == "TWO HUNDRED (200) CARTONS OF BOTTLES"
    row = step(row, description="OF MY OWN")
    assert step(row, package_count="100")["description"] == "OF MY OWN"


def test_rows_without_a_price_are_left_alone():
    for form_id, name in ((FORM.id, "invoices"), ("pre_review", "materials")):
        form = rules().form(form_id)
        row = {"id": "1", "number": "INV1", "currency": "USD", "price_term": "FOB"}
        assert followed(form, form.by_id[name].item_type.by_id, FOB, {}, row) == {}


@given(
    typed=st.dictionaries(
        st.sampled_from(["unit_price", "quantity", "amount", "fob"]), st.sampled_from(["1", "2", "3"])
    )
)
def test_what_is_typed_is_never_replaced(typed):
    before = step({}, **PRICED)
    changed = {name: value for name, value in typed.items() if value != before[name]}
    after = step(before, **typed)
    assert {name: after[name] for name in changed} == changed


def asked(form_id: str, row: dict[str, Any]) -> AssistContext:
    form = rules().form(form_id)
    return AssistContext(rules(), form, FOB, row, form.by_id["goods"].item_type.by_id, context_of(RCEP))


def test_filling_in_writes_what_is_empty_and_keeps_a_persons_words_behind_the_packages():
    packed = {**PRICED, "name_en": "FLASKS", "package_unit": "CARTON", "package_count": "200"}
    assert filled_in(asked(FORM.id, packed)) == {
        "amount": "35700.00",
        "fob": "35700.00",
        "description": "TWO HUNDRED (200) CARTONS OF FLASKS",
    }
    typed = {**packed, "amount": "1", "fob": "2", "description": "FLASKS WITH LIDS"}
    assert filled_in(asked(FORM.id, typed)) == {"description": "TWO HUNDRED (200) CARTONS OF FLASKS WITH LIDS"}


def test_a_sample_that_is_whole_has_nothing_to_fill_in():
    for name in (RCEP, CO):
        values, form = values_of(name), rules().form(sample(name)["form"])
        specs = form.by_id["goods"].item_type.by_id
        for row in values["goods"]:
            again = filled_in(AssistContext(rules(), form, values, row, specs, context_of(name)))
            assert filled_in(AssistContext(rules(), form, values, {**row, **again}, specs, context_of(name))) == {}


PRODUCTS = {
    "flask": product_document("flask", {"name_zh": "保温杯", "name_en": "FLASK", "hs_code": "961700", "unit": "PCS"}),
    "box": product_document("box", {"name_zh": "盒", "name_en": "BOX", "hs_code": "732393", "unit": "SET"}),
}


def chosen(before: dict[str, Any], **typed: str) -> dict[str, Any]:
    """The row after another product was chosen in it."""
    after = {**before, **typed}
    return {**after, **product_followed(lambda: PRODUCTS.get, SPECS, before, after)}


def test_a_product_fills_what_is_empty_and_leaves_what_was_written():
    row = chosen({"id": "1", "name_en": "BOTTLE", "quantity_unit": "DOZ"}, product="flask")
    assert (row["name_en"], row["quantity_unit"]) == ("BOTTLE", "DOZ")
    assert (row["name_zh"], row["hs_code"]) == ("保温杯", "961700")
    assert kept_parts(PRODUCTS["flask"], SPECS, row) == ("name_en", "quantity_unit")


def test_another_product_takes_the_place_of_what_its_predecessor_brought():
    row = chosen(chosen({"id": "1", "name_en": "BOTTLE"}, product="flask"), product="box")
    assert (row["name_en"], row["name_zh"], row["hs_code"], row["quantity_unit"]) == ("BOTTLE", "盒", "732393", "SET")


@pytest.mark.parametrize("product", ["flask", "", "gone"])
def test_the_same_product_none_and_one_that_is_not_here_change_nothing(product):
    row = {"id": "1", "product": "flask", "name_en": "", "hs_code": "961700"}
    assert chosen(row, product=product) == {**row, "product": product}
