"""At a margin the criterion holds, one unit beyond it no more: the engine is asked again at both, for any product."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coo_desktop.domain.agreements import Tolerance
from coo_desktop.domain.origin.case import JudgedCriterion
from coo_desktop.domain.origin.determination import determine
from coo_desktop.domain.origin.margin import Measure, Room
from coo_desktop.domain.origin.product import Cost, Product
from coo_desktop.domain.origin.rules import typed_rule
from coo_desktop.domain.origin.values import EXACT
from tests.domain.given import rules
from tests.domain.origin.goods import ON, agreement, general, good, material

PERCENTS = st.decimals("0.5", "99.5", places=1)
PRICES = st.decimals("0.00001", "99999", places=5) | st.decimals("0.01", "999", places=2)
WORTHS = st.decimals("0", "999", places=6) | st.decimals("0", "99", places=2)
KINDS = st.sampled_from(["build_down", "ex_works", "max_foreign", "open_boundary"])
NO_COST = Cost(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
BY_WEIGHT = Tolerance(
    value_percent=Decimal(10),
    weight_percent=Decimal(10),
    weight_chapters=("96", "96"),
    verified=True,
)


def judged(product: Product, rule: str, **agreed: object) -> JudgedCriterion:
    """The only criterion of the rule; an agreement with a general rule is asked for that one."""
    known = agreement(**agreed)
    found = determine(product, known, None if known.general_rule else typed_rule(rule), ON)
    code = "CTC" if rule.startswith("C") else "MaxNOM" if rule.startswith("MaxNOM") else "RVC"
    return next(each for each in found.criteria if each.code == code)


def foreign(worth: Decimal, **more: object) -> Product:
    return good(material("721934", "US", price=f"{worth:f}"), **more)


def room(found: JudgedCriterion, measure: Measure | None = None) -> Room:
    return next(each for each in found.rooms if measure in (None, each.measure))


def ask(kind: str, percent: Decimal):
    """(rule, what is agreed, which price) of one way to bound foreign value."""
    if kind == "max_foreign":
        return f"MaxNOM{percent:f}", {}, "ex_works_price"
    if kind == "ex_works":
        return f"RVC{percent:f}", {"formulas": ("ex_works",)}, "ex_works_price"
    agreed: dict[str, object] = {"formulas": ("build_down",)}
    if kind == "open_boundary":
        agreed["general_rule"] = general(f"RVC{percent:f}", boundary_settled=False)
    return f"RVC{percent:f}", agreed, "fob_price"


@given(KINDS, PERCENTS, PRICES, WORTHS)
def test_foreign_value_reaches_its_margin_and_not_a_unit_further(kind, percent, price, worth):
    rule, agreed, basis = ask(kind, percent)
    found = room(judged(foreign(worth, **{basis: price}), rule, **agreed))
    assume(worth + found.spare >= 0)
    with localcontext(EXACT):
        at, beyond = worth + found.spare, worth + found.spare + found.unit
    assert judged(foreign(at, **{basis: price}), rule, **agreed).holds is True
    assert judged(foreign(beyond, **{basis: price}), rule, **agreed).holds is not True


@given(KINDS, PERCENTS, PRICES, WORTHS)
def test_the_price_falls_to_its_margin_and_not_a_unit_further(kind, percent, price, worth):
    rule, agreed, basis = ask(kind, percent)
    found = room(judged(foreign(worth, **{basis: price}), rule, **agreed))
    assert (found.bound is None) is (worth == 0)
    assume(found.bound is not None)
    assert judged(foreign(worth, **{basis: found.bound}), rule, **agreed).holds is True
    assume(found.bound > found.unit)
    assert judged(foreign(worth, **{basis: found.bound - found.unit}), rule, **agreed).holds is not True


@given(PERCENTS, PRICES, WORTHS)
def test_a_build_up_keeps_its_margin_in_own_value_and_in_the_highest_price(percent, price, worth):
    agreed, rule = {"formulas": ("build_up",)}, f"RVC{percent:f}"

    def built(part: Decimal, fob: Decimal) -> JudgedCriterion:
        return judged(good(material("721934", "US"), fob_price=fob, cost=replace(NO_COST, other=part)), rule, **agreed)

    found = room(built(worth, price), Measure.BUILD_UP)
    with localcontext(EXACT):
        least = worth - found.spare
    assert built(least, price).holds is True
    assert built(least - found.unit, price).holds is not True
    assume(found.bound)
    assert built(worth, found.bound).holds is True
    assert built(worth, found.bound + found.unit).holds is not True


@given(PRICES, WORTHS, st.integers(1, 60))
def test_materials_without_the_change_reach_the_tolerance_and_not_a_unit_further(price, worth, percent):
    agreed = {"tolerance": Tolerance(value_percent=Decimal(percent), verified=True)}

    def missing(value: Decimal, fob: Decimal) -> JudgedCriterion:
        product = good(material("961700", "US", price=f"{value:f}"), material("721934", "US"), fob_price=fob)
        return judged(product, "CTH", **agreed)

    found = room(missing(worth, price), Measure.TOLERANCE)
    assume(worth + found.spare >= 0)
    with localcontext(EXACT):
        at = worth + found.spare
    assert missing(at, price).holds is True
    assert missing(at + found.unit, price).holds is not True
    assume(found.bound is not None and found.bound > found.unit)
    assert missing(worth, found.bound).holds is True
    assert missing(worth, found.bound - found.unit).holds is not True


@given(st.decimals("0.001", "99", places=4), st.decimals("0", "50", places=4))
def test_a_tolerance_by_weight_keeps_its_margin_in_kilograms(whole, weight):
    def missing(kilograms: Decimal, net: Decimal) -> JudgedCriterion:
        product = good(material("961700", "US", price="9", weight_kg=kilograms), net_weight_kg=net)
        return judged(product, "CTH", tolerance=BY_WEIGHT)

    found = room(missing(weight, whole), Measure.TOLERANCE_WEIGHT)
    assume(weight + found.spare >= 0)
    assert missing(weight + found.spare, whole).holds is True
    assert missing(weight + found.spare + found.unit, whole).holds is not True
    assume(found.bound is not None and found.bound > found.unit)
    assert missing(weight, found.bound).holds is True
    assert missing(weight, found.bound - found.unit).holds is not True


@given(PRICES)
def test_while_every_material_makes_the_change_the_whole_tolerance_is_to_spare(price):
    def using(value: Decimal) -> JudgedCriterion:
        return judged(good(material("961700", "US", price=f"{value:f}"), fob_price=price), "CTH")

    found = room(judged(good(material("721934", "US"), fob_price=price), "CTH"), Measure.TOLERANCE)
    assume(found.spare > 0)
    assert using(found.spare).holds is True
    assert using(found.spare + found.unit).holds is not True


#: Honduras asks for originating materials only, and has no value criterion.
SHIPPED = [each.id for each in rules().agreements if each.id != "honduras"]


def asked(agreement_id: str, product: Product) -> tuple[JudgedCriterion, Room]:
    """The value criterion of a shipped agreement and its margin of foreign value, by a rule that it can measure."""
    known = rules().agreements.get(agreement_id)
    rule = "MaxNOM40" if known.formulas == ("max_non_originating",) else "RVC40"
    found = determine(product, known, typed_rule(rule), ON)
    criterion = next(each for each in found.criteria if each.code in ("RVC", "MaxNOM"))
    return criterion, room(criterion)


@pytest.mark.parametrize("agreement_id", SHIPPED)
@settings(max_examples=15)
@given(PRICES, WORTHS)
def test_every_shipped_agreement_keeps_its_own_margin(agreement_id, price, worth):
    def holds(value: Decimal, told: Decimal) -> bool | None:
        return asked(agreement_id, foreign(value, fob_price=told, ex_works_price=told))[0].holds

    found = asked(agreement_id, foreign(worth, fob_price=price, ex_works_price=price))[1]
    with localcontext(EXACT):
        at = worth + found.spare
    if at >= 0:
        assert holds(at, price) is True
        assert holds(at + found.unit, price) is not True
    if found.bound is not None and found.bound > found.unit:
        assert holds(worth, found.bound) is True
        assert holds(worth, found.bound - found.unit) is not True


UNTOLD = [
    ("RVC40", good(material("721934", "US", price=None)), {}),
    ("RVC40", good(material("721934", "US"), fob_price=None), {}),
    ("RVC40", good(), {}),
    ("MaxNOM40", good(material("721934", "US"), ex_works_price=None), {}),
    ("RVC40", good(material("721934", "CN", price=None), cost=NO_COST), {"formulas": ("build_up",)}),
    ("RVC40", good(material("721934", "CN"), cost=Cost()), {"formulas": ("build_up",)}),
    ("CTH", good(material("9617", "US", price=None)), {"tolerance": Tolerance(value_percent=10, verified=True)}),
    ("CTH", good(material("", "US")), {}),
    ("CTH", good(material("961700", "US")), {"tolerance": Tolerance(value_percent=10, verified=False)}),
    ("CTH", good(material("721934", "US")), {"tolerance": None}),
]


@pytest.mark.parametrize(("rule", "product", "agreed"), UNTOLD)
def test_nothing_is_told_where_a_value_is_unknown_or_a_tolerance_is_not_verified(rule, product, agreed):
    assert judged(product, rule, **agreed).rooms == ()


def test_where_only_another_subheading_is_tolerated_the_next_material_is_not_guessed():
    strict = Tolerance(value_percent=10, verified=True, subheading_change_chapters=("96", "96"))
    assert judged(good(material("721934", "US")), "CTH", tolerance=strict).rooms == ()
    assert judged(good(material("961710", "US")), "CTH", tolerance=strict).rooms
    assert judged(good(material("961700", "US")), "CTH", tolerance=strict).rooms == ()


def test_what_is_cumulated_needs_more_and_leaves_less():
    from coo_desktop.domain.agreements import Cumulation

    rule = Cumulation(kind="regional", content_percent=Decimal(60), verified=True)
    own = material("3923", "JP", price="5", cumulated=True)
    product = good(material("721934", "US", price="3"), own)
    assert room(judged(product, "RVC40", formulas=("build_down",))).spare == Decimal("3.00")
    assert room(judged(product, "RVC40", formulas=("build_down",), cumulation=rule)).spare == Decimal("1.00")
