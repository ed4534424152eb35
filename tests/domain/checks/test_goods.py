"""What is sold and from which pre-review it comes."""

import dataclasses

import pytest

from tests.domain.given import (
    CO,
    EVERYTHING,
    PRE_REVIEW,
    RCEP,
    STRAIT,
    found_by,
    found_in,
    product_with,
    rules,
    values_of,
)


def lines(count: int) -> list[dict]:
    """The same line again and again, under ids of its own."""
    line = values_of(EVERYTHING)["goods"][0]
    return [{**line, "id": str(number)} for number in range(count)]


FAULTS = [
    ("goods_name_is_specific", RCEP, {}, {"goods__name_en": "Machines"}, "umbrella_name"),
    ("goods_name_is_specific", PRE_REVIEW, {}, {"name_en": "GARMENTS"}, "umbrella_name"),
    ("products_are_approved", RCEP, {"product": lambda _: None}, {}, "product_unknown"),
    ("products_are_approved", RCEP, {"product": product_with("submitted")}, {}, "product_not_approved"),
    ("products_are_approved", RCEP, {"product": product_with("voided")}, {}, "product_voided"),
    ("hs_code_is_the_products", RCEP, {}, {"goods__hs_code": "732393"}, "hs_code_differs"),
    ("hs_code_is_the_products", RCEP, {}, {"goods__name_en": "PRUNING SHEARS"}, "name_unlike_product"),
    ("hs_code_is_long_enough", CO, {}, {"hs_shown_digits": "8"}, "hs_code_short"),
    ("products_are_of_the_current_hs", EVERYTHING, {"hs_current": lambda _: False}, {}, "hs_edition_past"),
    ("hs_code_fits_the_form", EVERYTHING, {}, {"goods__hs_code": "96170011"}, "wrong_hs_length"),
    ("hs_code_fits_the_form", STRAIT, {}, {"goods__hs_code": "540233"}, "wrong_hs_length"),
    ("item_limit", EVERYTHING, {}, {"goods": lines(21)}, "items_over_limit"),
    (
        "item_numbers_have_no_gap",
        EVERYTHING,
        {},
        {"goods": [*lines(1), {"id": "x", "package_kind": "regular"}]},
        "line_is_empty",
    ),
    ("goods_lines_differ", EVERYTHING, {}, {"goods": lines(2)}, "line_doubled"),
    ("goods_are_named_in_chinese", STRAIT, {}, {"goods__name_zh": ""}, "chinese_missing"),
    ("goods_are_named_in_chinese", STRAIT, {}, {"goods__description": "YARN, 400 CASES"}, "chinese_missing"),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "sample", "changes"),
    [
        ("goods_name_is_specific", RCEP, {"goods__name_en": "SEWING MACHINES"}),
        ("hs_code_is_the_products", CO, {"goods__hs_code": "6911101900"}),
        ("hs_code_is_the_products", CO, {"goods__hs_code": "6911"}),
        ("hs_code_is_long_enough", CO, {"goods__hs_code": "69111019", "hs_shown_digits": "8"}),
    ],
)
def test_what_practice_accepts_passes(check, sample, changes):
    assert not found_by(check, sample, **changes)


def test_what_is_over_the_limit_continues_where_the_form_has_a_sheet_for_it():
    form = rules().form("test_everything")
    continued = form.model_copy(update={"params": {**form.params, "overflow": "continuation"}})
    assert found_in("item_limit", continued, EVERYTHING, goods=lines(21)) == {("items_continue", "goods", "")}
    assert not found_in("item_limit", continued, EVERYTHING, goods=lines(20))


def test_a_certificate_is_no_product():
    flask = product_with()("")
    certificate = dataclasses.replace(flask, family="certificate")
    assert found_by("products_are_approved", RCEP, {"product": lambda _: certificate})
