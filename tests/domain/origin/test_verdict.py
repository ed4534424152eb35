"""How an answer stands, and what one thing would settle it while it is open."""

from decimal import Decimal

import pytest

from coo_desktop.domain.agreements import SetRule, Tolerance
from coo_desktop.domain.origin.case import Lending
from coo_desktop.domain.origin.product import Role
from coo_desktop.domain.origin.rules import Listing, ProductRule, typed_rule
from coo_desktop.domain.origin.verdict import NEED_WORDS, Need, Standing, judged
from tests.domain.origin.goods import ON, agreement, general, good, material

UNREAD = Tolerance(value_percent=Decimal(10), verified=False)
STEEL = material("721934", "US", price="5")
SAME = material("961700", "US", price="1")
PARTS = (material("821510", "CN", role=Role.SET_PART), material("821520", "US", price="1", role=Role.SET_PART))


def asked(product, rule=None, listing=Listing.UNTOLD, lending=Lending.DECLARED, **agreed):
    known = rule if isinstance(rule, ProductRule) else typed_rule(rule) if rule else None
    return judged(product, agreement(**agreed), known, ON, listing, lending)


OPEN = [
    (good(STEEL), "CTH", {}, Standing.HOLDS, ()),
    (good(SAME), "CC", {"tolerance": None}, Standing.FAILS, ()),
    (good(SAME), "CTH", {"tolerance": UNREAD}, Standing.WOULD_HOLD, (Need.TEXT,)),
    (good(STEEL), None, {"general_rule": general("CTH")}, Standing.WOULD_HOLD, (Need.LIST,)),
    (
        good(SAME),
        None,
        {"general_rule": general("CTH"), "tolerance": UNREAD},
        Standing.WOULD_HOLD,
        (Need.LIST, Need.TEXT),
    ),
    (good(STEEL), ProductRule("CTH", "Annex"), {}, Standing.WOULD_HOLD, (Need.RULE,)),
    (good(STEEL), ProductRule("RVC60", "Annex"), {}, Standing.UNKNOWN, (Need.RULE,)),
    (good(STEEL), None, {}, Standing.UNKNOWN, (Need.RULE,)),
    (good(STEEL, fob_price=None), "RVC40", {}, Standing.UNKNOWN, (Need.PRICE,)),
    (good(STEEL, fob_price=None), None, {"general_rule": general("RVC40")}, Standing.UNKNOWN, (Need.LIST, Need.PRICE)),
    (good(material("", "US", price="5")), "CTH", {}, Standing.UNKNOWN, (Need.MATERIALS,)),
    (good(STEEL), "CR", {}, Standing.UNKNOWN, (Need.PROCESSES,)),
    (good(*PARTS), "CTH", {}, Standing.UNKNOWN, (Need.TEXT,)),
    (good(*PARTS), "CTH", {"sets": SetRule(value_percent=Decimal(15))}, Standing.WOULD_HOLD, (Need.TEXT,)),
    (good(*PARTS), "CTH", {"sets": SetRule(value_percent=Decimal(15), verified=True)}, Standing.HOLDS, ()),
    (good(STEEL, minimal_operations=True), "CTH", {}, Standing.FAILS, ()),
]


@pytest.mark.parametrize(("product", "rule", "agreed", "standing", "needs"), OPEN)
def test_an_answer_stands_as_far_as_it_is_known_and_says_what_it_lacks(product, rule, agreed, standing, needs):
    found = asked(product, rule, **agreed)
    assert (found.standing, found.needs) == (standing, needs)
    assert (found.qualifies is None) is (standing in (Standing.WOULD_HOLD, Standing.UNKNOWN))
    assert bool(found.missing) is bool(needs)


def test_with_every_proof_at_hand_the_materials_of_parties_are_own():
    steel = material("961700", "JP", price="5")
    assert asked(good(steel), "CTH").standing is Standing.FAILS
    assert asked(good(steel), "CTH", lending=Lending.PROVEN).standing is Standing.HOLDS
    declared = good(material("961700", "JP", price="5", cumulated=True))
    assert asked(declared, "CTH", lending=Lending.NONE).standing is Standing.FAILS


def test_the_strongest_criterion_is_named_of_what_would_hold():
    found = asked(good(STEEL), None, general_rule=general("RVC40 or CTH"))
    assert found.strongest is not None
    assert found.strongest.code == "CTC"


def test_standings_are_in_order_and_every_need_has_words():
    assert [standing.rank for standing in Standing] == [0, 1, 2, 3]
    assert set(NEED_WORDS) == set(Need)
