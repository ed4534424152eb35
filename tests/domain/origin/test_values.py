"""Value arithmetic: the published sample, exact comparisons, and what is shown while a form is half filled."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.origin.values import (
    CENT,
    amount_text,
    components,
    foreign_allowed,
    left_at_least,
    left_percent,
    percent_text,
    price_floor,
    share_percent,
)
from tests.domain.origin.goods import sample_values

prices = st.decimals(Decimal("0.01"), 100_000, places=2)
percents = st.integers(1, 99).map(Decimal)


def test_the_published_sample_has_its_components():
    shown = components(sample_values())
    assert (amount_text(shown.vnm), amount_text(shown.vom)) == ("8.66", "1.16")
    assert percent_text(shown.exw_component_percent) == "77.21"
    assert percent_text(shown.fob_component_percent) == "79.38"
    assert shown.exw_sum == "(38.00 − 8.66) ÷ 38.00 × 100 = 77.21"
    assert shown.fob_sum == "(42.00 − 8.66) ÷ 42.00 × 100 = 79.38"


def test_cumulated_steel_leaves_the_foreign_value():
    assert amount_text(components(sample_values("KR")).vnm) == "1.46"


def row(**values: object) -> dict[str, object]:
    return {"name_en": "STRIP", "origin": "KR", "unit_price": "2.00", "quantity": "1"} | values


@pytest.mark.parametrize("origin", ["unknown", "", None, "TW", "HK", "MO"])
def test_every_origin_but_china_is_foreign(origin):
    assert components({"fob_price": "10", "materials": [row(origin=origin)]}).vnm == 2


def test_an_unknown_origin_cannot_be_cumulated():
    assert components({"materials": [row(origin="unknown", cumulated=True)]}).vnm == 2


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"ex_works_price": "10", "fob_price": "12"},
        {"ex_works_price": "10", "fob_price": "12", "materials": []},
        {"ex_works_price": "10", "fob_price": "12", "materials": [row(unit_price="")]},
        {"ex_works_price": "10", "fob_price": "12", "materials": [row(quantity="1.") | {"quantity": "x"}]},
        {"ex_works_price": "0", "fob_price": "", "materials": [row()]},
        {"ex_works_price": "NaN", "fob_price": "1e400", "materials": [row()]},
    ],
)
def test_a_half_filled_form_shows_no_component(values):
    shown = components(values)
    assert (shown.exw_component_percent, shown.fob_component_percent, shown.exw_sum, shown.fob_sum) == (None,) * 4


def test_an_empty_row_is_not_a_material():
    blank = {"name_zh": "", "origin": "unknown", "unit_price": None}
    assert components({"fob_price": "10", "materials": [row(), blank]}).vnm == 2


def test_amounts_may_be_text_numbers_or_decimals():
    for price in ("10", 10, Decimal(10), " 10 "):
        assert components({"ex_works_price": price, "materials": [row()]}).exw_component_percent == 80


@pytest.mark.parametrize(
    ("amount", "shown"), [("0.7350", "0.735"), ("0.3", "0.30"), ("8.6600", "8.66"), ("12", "12.00"), ("1E+2", "100.00")]
)
def test_an_amount_shows_in_full(amount, shown):
    assert amount_text(Decimal(amount)) == shown


@pytest.mark.parametrize(("percent", "shown"), [("40.335", "40.34"), ("40.334", "40.33"), ("37.5", "37.50")])
def test_a_percentage_rounds_half_up(percent, shown):
    assert percent_text(Decimal(percent)) == shown


@given(prices, percents)
def test_the_allowed_foreign_value_is_the_last_that_holds(price, percent):
    allowed = foreign_allowed(price, percent)
    assert left_at_least(price, allowed, percent)
    assert not left_at_least(price, allowed + CENT, percent)


@given(prices, percents)
def test_the_price_floor_is_the_lowest_cent_that_holds(foreign, percent):
    floor = price_floor(foreign, percent)
    assert left_at_least(floor, foreign, percent)
    assert not left_at_least(floor - CENT, foreign, percent)


def test_no_price_makes_a_wholly_regional_good_of_foreign_materials():
    assert price_floor(Decimal(1), Decimal(100)) is None


def test_the_comparison_does_not_round():
    assert not left_at_least(Decimal(3), Decimal("1.8000001"), Decimal(40))
    assert percent_text(left_percent(Decimal(3), Decimal("1.8000001"))) == "40.00"


# What the published examples give as a plain ratio, whatever their agreement calls the price.
LEFT = {"LT-1": ("fob", "vnm"), "LT-3": ("fob", "vnm"), "CA-REMAN": ("net_cost", "vnm")}
NET_COST = ("CA-BIKE-A", "CA-BIKE-B", "CA-BIKE-C", "CA-BEAR-A", "CA-BEAR-B")


@pytest.mark.parametrize("example_id", LEFT)
def test_published_build_down_examples_agree(worked_examples, example_id):
    example = worked_examples[example_id]
    price, foreign = (example.inputs[key] for key in LEFT[example_id])
    assert abs(left_percent(price, foreign) - example.percent) < CENT
    threshold = example.inputs.get("threshold", Decimal(40))
    assert left_at_least(price, foreign, threshold) is example.expected["meets"]


@pytest.mark.parametrize("example_id", NET_COST)
def test_published_net_cost_examples_agree(worked_examples, example_id):
    example = worked_examples[example_id]
    parts = sum(example.inputs[key] for key in ("vom", "vnm", "other_product", "other"))
    net_cost = parts + example.inputs["period"] - example.inputs["excluded"]
    assert abs(left_percent(net_cost, example.inputs["vnm"]) - example.percent) < CENT


@pytest.mark.parametrize("example_id", ["LT-2", "LT-4"])
def test_published_build_up_examples_agree(worked_examples, example_id):
    example = worked_examples[example_id]
    part = example.inputs["vom"] + sum(example.inputs["other_components"])
    assert abs(share_percent(example.inputs["fob"], part) - example.percent) < CENT


def test_freight_leaves_the_price_before_the_share_is_taken(worked_examples):
    example = worked_examples["CA-BEAR-E"]
    price = example.inputs["transaction_value"] - example.inputs["international_shipment"]
    assert price == example.expected["adjusted_value"]
    assert left_percent(price, example.inputs["vnm"]) == example.percent
