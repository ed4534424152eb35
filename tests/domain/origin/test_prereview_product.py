"""A pre-review as the product whose origin is asked."""

from decimal import Decimal

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.prereview_product import product_of, rule_of
from coo_desktop.domain.origin.product import Role
from tests.domain.given import PRE_REVIEW, rules, values_of


def test_a_complete_pre_review_is_read_whole():
    product = product_of(values_of(PRE_REVIEW), "JP")
    assert (product.hs_code, product.importer, product.exporter) == ("961700", "JP", "CN")
    assert (product.ex_works_price, product.fob_price) == (Decimal("38.00"), Decimal("42.00"))
    assert [material.origin for material in product.materials] == ["KR", "SA", "TW", "CN", "CN"]
    assert product.cost.direct_labour == Decimal("6.50")
    assert product.wholly_obtained is False


@pytest.mark.parametrize("wrong", [None, "", "abc", [], 5, True, {"a": 1}, [None, 5], "１２"])
def test_half_typed_values_count_as_not_told(wrong):
    values = values_of(PRE_REVIEW)
    for field in values:
        product_of({**values, field: wrong})
    for part in values["materials"][0]:
        product_of({**values, "materials": [{**values["materials"][0], part: wrong}]})


def test_an_unknown_origin_is_unknown_to_the_engine():
    for origin in ("", "UNKNOWN", "unknown"):
        assert product_of(values_of(PRE_REVIEW, materials__origin=origin)).materials[0].origin == "unknown"


def test_only_a_named_reaction_answers_the_question_for_one():
    assert product_of(values_of(PRE_REVIEW)).processes is None
    assert "CR" in (product_of(values_of(PRE_REVIEW, processes="混合\n化学反应")).processes or ())


def test_a_typed_rule_is_read_and_none_is_none():
    assert rule_of(values_of(PRE_REVIEW)) is None
    assert rule_of(values_of(PRE_REVIEW, product_rule="cth OR rvc40")).kind == "typed"
    with pytest.raises(Unreadable):
        rule_of(values_of(PRE_REVIEW, product_rule="CTH and ("))


@pytest.mark.parametrize(
    ("told", "role"),
    [
        (None, Role.MATERIAL),
        ("", Role.MATERIAL),
        ("no such role", Role.MATERIAL),
        ("retail_packing", Role.RETAIL_PACKING),
        ("set_part", Role.SET_PART),
    ],
)
def test_a_row_of_no_role_is_a_material_as_in_every_older_document(told, role):
    (first, *_) = product_of(values_of(PRE_REVIEW, materials__role=told)).materials
    assert (first.role, first.fungible) == (role, False)


def test_every_role_of_the_engine_is_a_choice_on_the_screen_and_no_other():
    parts = rules().form("pre_review").by_id["materials"].item_type.by_id
    assert {choice.id for choice in parts["role"].choices} == set(Role)
