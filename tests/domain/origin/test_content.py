"""Regional value content by each method, the maximum foreign share, and what is known of half-told goods."""

from decimal import Decimal

import pytest

from coo_desktop.domain.origin.case import JudgedCriterion, case
from coo_desktop.domain.origin.content import contradictions, maximum_foreign, regional_content
from coo_desktop.domain.origin.notation import Value
from coo_desktop.domain.origin.product import Cost
from tests.domain.origin.goods import ON, agreement, general, good, material

BOTH = ("build_down", "build_up")
NO_COST = Cost(Decimal(0), Decimal(0), Decimal(0), Decimal(0))


def content(percent: object, product, *, by_general_rule: bool = False, **agreed: object) -> JudgedCriterion:
    examined = case(product, agreement(**agreed), ON, general=by_general_rule)
    return regional_content(Value("RVC", Decimal(percent)), examined)


def share(percent: object, product) -> JudgedCriterion:
    return maximum_foreign(Value("MaxNOM", Decimal(percent)), case(product, agreement(), ON))


@pytest.mark.parametrize(("price", "holds"), [("6.00", True), ("6.01", False)])
def test_build_down_holds_up_to_the_threshold(price, holds):
    assert content(40, good(material("7219", "JP", price=price))).holds is holds


def test_a_build_up_that_reaches_is_enough():
    cost = Cost(Decimal(1), Decimal(1), Decimal(1), Decimal(1))
    product = good(material("7219", "JP", price="9"), cost=cost)
    assert content(40, product).holds is False
    assert content(40, product, formulas=BOTH).holds


@pytest.mark.parametrize(("price", "told"), [("6", False), ("6.01", True)])
def test_costs_and_foreign_value_above_the_price_are_told(price, told):
    cost = Cost(Decimal(1), Decimal(1), Decimal(1), Decimal(1))
    product = good(material("7219", "JP", price=price), cost=cost)
    assert bool(contradictions(case(product, agreement(formulas=BOTH), ON))) is told
    assert contradictions(case(product, agreement(formulas=("build_down",)), ON)) == ()


def test_cost_that_is_missing_cannot_save_a_failed_build_down():
    failed = content(40, good(material("7219", "JP", price="9")), formulas=BOTH)
    assert (failed.holds, failed.missing) == (False, ())
    assert [why.key for why in failed.because] == ["content_missed", "build_up_cannot_help"]


def test_a_build_up_may_hold_on_what_is_known():
    product = good(material("7219", "JP", price=None), cost=Cost(direct_labour=Decimal(4)))
    assert content(40, product, formulas=BOTH).holds


@pytest.mark.parametrize(
    ("product", "missing"),
    [
        (good(material("7219", "JP", price=None)), ("materials[0].unit_price",)),
        (good(material("7219", "JP", quantity=None)), ("materials[0].quantity",)),
        (good(material("7219", "JP"), fob_price=None), ("fob_price",)),
        (good(), ("materials",)),
    ],
)
def test_what_is_missing_is_named(product, missing):
    for formulas in (BOTH, ("build_down",)):
        undecided = content(40, product, formulas=formulas)
        assert (undecided.holds, undecided.missing) == (None, missing)


def test_foreign_value_known_so_far_may_already_be_too_much():
    product = good(material("7219", "JP", price="9"), material("3923", "KR", price=None))
    assert content(40, product).holds is False


def test_missing_values_of_own_materials_do_not_matter_to_a_build_down():
    assert content(40, good(material("7219", "JP"), material("3923", "CN", price=None))).holds


def test_the_ex_works_price_counts_where_the_agreement_says_so():
    product = good(material("7219", "JP", price="5"), ex_works_price=Decimal(8), fob_price=Decimal(10))
    assert content(40, product).holds
    assert content(40, product, formulas=("ex_works",)).holds is False


def test_a_regime_without_a_formula_decides_no_content():
    undecided = content(40, good(material("7219", "JP")), formulas=("max_non_originating",))
    assert (undecided.holds, undecided.missing) == (None, ("formula",))


def test_the_boundary_decides_nothing_where_it_is_not_settled():
    agreed = {"formulas": ("ex_works",), "general_rule": general("RVC30", boundary_settled=False)}
    answers = {
        price: content(30, good(material("7219", "JP", price=price)), by_general_rule=True, **agreed).holds
        for price in ("6.99", "7", "7.01")
    }
    assert answers == {"6.99": True, "7": None, "7.01": False}


def test_cumulated_content_has_to_reach_more_in_apta(agreements):
    apta = {key: getattr(agreements.get("apta"), key) for key in ("cumulation", "parties")}
    own, lent = material("7219", "US", price="5"), material("3923", "KR", price="1", cumulated=True)
    assert content(45, good(own), **apta).holds
    assert content(45, good(own, lent), **apta).holds is False


@pytest.mark.parametrize(("price", "holds"), [("5.00", True), ("5.01", False)])
def test_the_maximum_foreign_share_is_of_the_ex_works_price(price, holds):
    assert share(50, good(material("7219", "JP", price=price), fob_price=Decimal(100))).holds is holds


def test_the_maximum_share_asks_for_what_is_missing():
    assert share(50, good(material("7219", "JP"), ex_works_price=None)).missing == ("ex_works_price",)
    assert share(50, good(material("7219", "JP", price=None))).missing == ("materials[0].unit_price",)


@pytest.mark.parametrize("example_id", ["LT-1", "LT-2", "LT-3", "LT-4"])
def test_the_published_rcep_examples_agree(worked_examples, agreements, example_id):
    """Materials of Thailand 1.5 and India 2.0 in a good of 5.6; China adds 1.2 and 0.9."""
    example = worked_examples[example_id]
    fob = example.inputs["fob"]
    lent = material(
        "720000", "TH", price="1.5", cumulated="accumulated" in example.inputs or example.inputs.get("vom", 0) > 0
    )
    labour, overhead = example.inputs.get("other_components", (Decimal(0), Decimal(0)))
    cost = Cost(labour, overhead, Decimal(0), Decimal(0))
    product = good(lent, material("390000", "IN", price="2.0"), fob_price=fob, cost=cost)
    found = regional_content(Value("RVC", Decimal(40)), case(product, agreements.get("rcep"), ON))
    assert found.holds is example.expected["meets"]
