"""The pre-review: its materials, prices and rule."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Document
from tests.domain.given import PRE_REVIEW, found_by, problems_of, product_with

FLASK = product_with()("")
ADJUSTING = Document(id="new", form="pre_review", family="pre_review", values={}, links={"adjusts": FLASK.id})


FAULTS = [
    ("hs_fits_the_cross_strait_form", PRE_REVIEW, {}, {"cross_strait": True}, "wrong_hs_length"),
    ("hs_fits_the_cross_strait_form", PRE_REVIEW, {}, {"hs_code": "96170011"}, "wrong_hs_length"),
    ("materials_are_listed", PRE_REVIEW, {}, {"materials": []}, "materials_missing"),
    (
        "wholly_obtained_has_no_foreign_materials",
        PRE_REVIEW,
        {},
        {"wholly_obtained": True},
        "wholly_obtained_with_foreign",
    ),
    ("foreign_materials_have_hs_codes", PRE_REVIEW, {}, {"materials__hs_code": ""}, "material_hs_missing"),
    (
        "foreign_materials_have_hs_codes",
        PRE_REVIEW,
        {},
        {"materials__hs_code": "", "materials__origin": "UNKNOWN"},
        "material_hs_missing",
    ),
    (
        "foreign_materials_have_hs_codes",
        PRE_REVIEW,
        {"hs_current": lambda code: code != "851712"},
        {"materials__hs_code": "85171200"},
        "material_hs_past",
    ),
    ("chinese_materials_have_a_place", PRE_REVIEW, {}, {"materials__origin": "CN"}, "material_place_missing"),
    (
        "cumulated_materials_are_foreign",
        PRE_REVIEW,
        {},
        {"materials__origin": "UNKNOWN", "materials__cumulated": True},
        "cumulated_in_vain",
    ),
    ("materials_fit_the_unit", PRE_REVIEW, {}, {"materials__weight_kg": "450"}, "materials_too_heavy"),
    ("prices_stand_in_order", PRE_REVIEW, {}, {"ex_works_price": "8.65"}, "foreign_above_price"),
    ("prices_stand_in_order", PRE_REVIEW, {}, {"ex_works_price": "42.01"}, "ex_works_above_fob"),
    ("materials_within_price", PRE_REVIEW, {}, {"ex_works_price": "9.00"}, "materials_above_price"),
    ("rule_can_be_read", PRE_REVIEW, {}, {"product_rule": "CTH and ("}, "rule_unreadable"),
    (
        "adjusted_original_stands",
        PRE_REVIEW,
        {"links": ADJUSTING.links, "product": product_with("voided")},
        {},
        "original_not_approved",
    ),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("hs_fits_the_cross_strait_form", {"cross_strait": True, "hs_code": "96170011"}),
        ("materials_are_listed", {"materials": [], "wholly_obtained": True}),
        ("cumulated_materials_are_foreign", {"materials__cumulated": True}),
        ("prices_stand_in_order", {"ex_works_price": "8.66"}),
        ("prices_stand_in_order", {"ex_works_price": "abc"}),
        ("rule_can_be_read", {"product_rule": ""}),
    ],
)
def test_what_practice_accepts_passes(check, changes):
    assert not found_by(check, PRE_REVIEW, **changes)


def test_an_adjustment_of_a_void_product_is_found():
    asked = {"links": ADJUSTING.links, "product": lambda _: FLASK}
    voided = {"links": ADJUSTING.links, "product": lambda _: dataclasses.replace(FLASK, stage="voided")}
    assert not found_by("adjusted_original_stands", PRE_REVIEW, asked)
    assert found_by("adjusted_original_stands", PRE_REVIEW, voided) == {("original_not_approved", "", "")}


def test_an_origin_that_no_list_has_blocks_and_one_that_is_not_known_does_not():
    asked = {"LUMMERLAND": "block", "UNKNOWN": None, "KR": None}
    for origin, severity in asked.items():
        found = [one for one in problems_of(PRE_REVIEW, materials__origin=origin) if one.part == "origin"]
        assert [(one.code, one.severity) for one in found] == ([("code_refused", severity)] if severity else [])


@pytest.mark.parametrize(
    ("role", "missing"),
    [("", True), ("material", True), ("set_part", True), ("retail_packing", False), ("accessory", False)],
)
def test_packing_and_accessories_need_no_code(role, missing):
    """No change of classification is asked of them."""
    changes = {"materials__hs_code": "", "materials__role": role}
    told = {code for code, _, _ in found_by("foreign_materials_have_hs_codes", PRE_REVIEW, **changes)}
    assert told == ({"material_hs_missing"} if missing else set())
