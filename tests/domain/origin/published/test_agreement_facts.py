"""What the treaty bodies and notices say of each agreement, with the figures they give."""

from dataclasses import replace
from decimal import Decimal

import pytest

from coo_desktop.domain.agreements import Agreements, Provenance
from coo_desktop.domain.origin.determination import Determination, determine
from coo_desktop.domain.origin.product import Product, Role
from coo_desktop.domain.origin.rules import Listing, ProductRule, typed_rule
from coo_desktop.domain.origin.verdict import Need, Standing
from tests.domain.origin.goods import ON, good, material

COTTON = {"hs_code": "520911", "net_weight_kg": Decimal(1)}


def under(
    agreements: Agreements,
    agreement: str,
    product: Product,
    rule: str | None = None,
    listing: Listing = Listing.UNTOLD,
) -> Determination:
    """The answer for a product that goes to the agreement's first party besides China."""
    known = agreements.get(agreement)
    importer = next((each for each in known.parties if each != "CN"), "BR")
    typed = typed_rule(rule) if rule else None
    return determine(replace(product, importer=importer), known, typed, ON, listing)


def keys(found: Determination) -> list[str]:
    return [note.key for note in found.notes]


@pytest.mark.parametrize(
    ("listing", "hs_code", "standing"),
    [
        (Listing.UNTOLD, "961700", Standing.WOULD_HOLD),
        (Listing.UNLISTED, "961700", Standing.HOLDS),
        (Listing.LISTED, "961700", Standing.UNKNOWN),
        (Listing.UNTOLD, "721933", Standing.UNKNOWN),
        (Listing.UNLISTED, "721933", Standing.FAILS),
    ],
)
def test_non_preferential_origin_is_a_change_of_heading_alone_unless_the_code_is_listed(
    agreements, listing, hs_code, standing
):
    """Thirty per cent of value never carries a good that is on no list, and without the list nothing is certain."""
    product = good(material("721934", "JP", price="1"), hs_code=hs_code)
    found = under(agreements, "non_preferential", product, listing=listing)
    assert (found.standing, found.verified) == (standing, False)
    assert [each.code for each in found.criteria] == ([] if listing is Listing.LISTED else ["CTC"])


def test_a_good_of_chinese_materials_alone_is_chinese_without_any_list(agreements):
    assert under(agreements, "non_preferential", good(material("961700", "CN"))).qualifies is True


@pytest.mark.parametrize(
    ("price", "weight", "holds"),
    [("1.00", "0.5", True), ("5.00", "0.100", True), ("1.01", "0.101", False)],
)
def test_korea_tolerates_textiles_by_weight_or_by_value(agreements, price, weight, holds):
    """Art. 3.8(a)(iii): 10 % of weight, or 10 % of FOB."""
    cloth = material("520900", "JP", price=price, weight_kg=Decimal(weight))
    assert under(agreements, "korea", good(cloth, **COTTON), "CTH").qualifies is holds


BY_VALUE_ALONE = [
    *("australia", "new_zealand", "chile", "peru", "costa_rica", "iceland"),
    *("singapore", "nicaragua", "ecuador", "serbia"),
]


@pytest.mark.parametrize("agreement", BY_VALUE_ALONE)
def test_a_weight_forgives_nothing_where_the_text_has_no_such_route(agreements, agreement):
    light = material("520900", "JP", price="5", weight_kg=Decimal("0.01"))
    assert under(agreements, agreement, good(light, **COTTON), "CTH").qualifies is False


@pytest.mark.parametrize("agreement", ["australia", "costa_rica", "iceland", "nicaragua", "ecuador", "serbia"])
@pytest.mark.parametrize(("price", "holds"), [("1.00", True), ("1.01", False)])
def test_ten_percent_of_value_is_tolerated_where_the_text_was_read(agreements, agreement, price, holds):
    assert under(agreements, agreement, good(material("961700", "US", price=price)), "CTH").qualifies is holds


@pytest.mark.parametrize(("price", "standing"), [("0.80", Standing.WOULD_HOLD), ("0.81", Standing.FAILS)])
def test_chile_tolerates_eight_percent_as_signed(agreements, price, standing):
    found = under(agreements, "chile", good(material("961700", "US", price=price)), "CTH")
    assert found.standing is standing
    assert found.needs == ((Need.TEXT,) if standing is Standing.WOULD_HOLD else ())
    assert agreements.get("chile").tolerance.wording is Provenance.SIGNED


def test_pakistan_has_no_tolerance(agreements):
    assert under(agreements, "pakistan", good(material("961700", "US", price="0.01")), "CTH").qualifies is False


@pytest.mark.parametrize(("lent", "qualifies"), [("2.00", True), ("1.99", False)])
def test_pakistan_takes_forty_percent_cumulated_as_well_as_from_one_party(agreements, lent, qualifies):
    rows = (
        material("7219", "US", price="6.00"),
        material("3923", "PK", price=lent, cumulated=True),
        material("3923", "US", price=str(Decimal(2) - Decimal(lent))),
    )
    found = under(agreements, "pakistan", good(*rows), listing=Listing.UNLISTED)
    assert (found.qualifies, found.criterion) == (qualifies, "40%" if qualifies else None)


@pytest.mark.parametrize("agreement", ["nicaragua", "ecuador", "chile", "pakistan", "singapore"])
@pytest.mark.parametrize(
    ("price", "listing", "standing"),
    [
        ("3.70", Listing.UNTOLD, Standing.WOULD_HOLD),
        ("6.00", Listing.UNLISTED, Standing.HOLDS),
        ("6.01", Listing.UNLISTED, Standing.FAILS),
        ("6.01", Listing.UNTOLD, Standing.UNKNOWN),
        ("3.70", Listing.LISTED, Standing.UNKNOWN),
    ],
)
def test_forty_percent_of_fob_is_the_rule_of_goods_on_no_list(agreements, agreement, price, listing, standing):
    found = under(agreements, agreement, good(material("961700", "US", price=price)), listing=listing)
    assert found.standing is standing
    if standing is Standing.WOULD_HOLD:
        assert found.needs == (Need.LIST,)
        assert "RVC40 it would hold at 63 %; check that the code is not on" in found.notes[0].text_en
        assert "可以成立（63%）；请核对该编码不在" in found.notes[0].text_zh


@pytest.mark.parametrize("agreement", ["serbia", "georgia"])
def test_serbia_and_georgia_measure_by_the_ex_works_price(agreements, agreement):
    prices = {"ex_works_price": Decimal(8), "fob_price": Decimal(10)}
    found = under(agreements, agreement, good(material("9617", "US", price="4.80"), **prices), listing=Listing.UNLISTED)
    dear = under(agreements, agreement, good(material("9617", "US", price="4.81"), **prices), listing=Listing.UNLISTED)
    assert (found.qualifies, dear.qualifies) == (True, False)
    assert found.values.content_percent == 40
    assert found.verified is (agreement == "serbia")


@pytest.mark.parametrize("rule", [None, "CTH", "RVC40"])
@pytest.mark.parametrize("origin", ["US", "unknown"])
def test_any_foreign_material_is_a_definite_no_for_honduras(agreements, rule, origin):
    """GACC Announcement 2024 No. 111, Art. 3: whatever another rule would say."""
    found = under(agreements, "honduras", good(material("721934", origin, price="0.01")), rule)
    assert (found.qualifies, found.standing, found.verified) == (False, Standing.FAILS, True)
    own = under(agreements, "honduras", good(material("721934", "CN")), rule)
    assert (own.qualifies, own.standing) == (True, Standing.HOLDS)


@pytest.mark.parametrize(
    ("foreign", "lent", "qualifies", "printed"),
    [
        ("4.50", "1.00", True, "B 45%"),
        ("4.00", "2.00", True, "C 60%"),
        ("4.01", "2.00", False, None),
        ("5.00", "0.50", True, "B 45%"),
        ("5.00", "0.51", False, None),
    ],
)
def test_cumulation_is_another_way_in_apta_and_never_a_burden(agreements, foreign, lent, qualifies, printed):
    """Content of 45 % is enough by itself; with the materials of other parties it has to be 60 %."""
    rows = (material("7219", "US", price=foreign), material("3923", "KR", price=lent, cumulated=True))
    found = under(agreements, "apta", good(*rows), listing=Listing.UNLISTED)
    assert (found.qualifies, found.criterion) == (qualifies, printed)
    if printed == "B 45%":
        assert "cumulation_not_needed" in keys(found)


def test_a_proof_of_origin_that_would_turn_the_answer_is_asked_for(agreements):
    steel, lid = material("961700", "KR", price="5"), material("392350", "US", price="0.5")
    found = under(agreements, "rcep", good(steel, lid), "CTH or RVC60")
    assert (found.qualifies, found.standing, found.needs) == (False, Standing.WOULD_HOLD, (Need.PROOF,))
    assert keys(found) == ["rule_unverified", "proof_would_turn"]
    note = found.notes[-1]
    assert "961700, KR" in note.text_en
    assert "US" not in note.text_en
    assert "Is the proof at hand?" in note.text_en
    assert "证明是否在手" in note.text_zh


@pytest.mark.parametrize(
    ("agreement", "rows"),
    [
        ("rcep", (material("961700", "US", price="5"),)),
        ("rcep", (material("961700", "KR", price="5"), material("961700", "US", price="5"))),
        ("rcep", (material("721934", "KR", price="5"),)),
        ("korea", (material("961700", "JP", price="5"),)),
    ],
)
def test_no_proof_is_asked_for_where_it_turns_nothing(agreements, agreement, rows):
    assert "proof_would_turn" not in keys(under(agreements, agreement, good(*rows), "CTH or RVC60"))


SETS = ["chile", "peru", "costa_rica", "korea", "nicaragua", "ecuador", "serbia"]


@pytest.mark.parametrize("agreement", SETS)
@pytest.mark.parametrize(("price", "within"), [("1.50", True), ("1.51", False)])
def test_fifteen_percent_of_a_set_may_be_foreign(agreements, agreement, price, within):
    """What was read as signed and may have been upgraded since only would hold."""
    parts = (
        material("821510", "CN", price="5", role=Role.SET_PART),
        material("821520", "US", price=price, role=Role.SET_PART),
        material("420292", "US", price="3", role=Role.RETAIL_PACKING),
    )
    found = under(agreements, agreement, good(*parts, hs_code="821510"), "CTSH")
    read = agreements.get(agreement).sets.verified
    holds = Standing.HOLDS if read else Standing.WOULD_HOLD
    assert found.standing is (holds if within else Standing.FAILS)
    assert [each.code for each in found.criteria] == ["SET"]


@pytest.mark.parametrize("agreement", ["rcep", "acfta", "switzerland"])
def test_putting_up_in_a_set_makes_no_change_of_classification(agreements, agreement):
    parts = (
        material("821510", "CN", role=Role.SET_PART),
        material("691110", "US", price="1", role=Role.SET_PART),
    )
    found = under(agreements, agreement, good(*parts, hs_code="821510"), "CTH")
    assert (found.qualifies, found.standing) == (None, Standing.UNKNOWN)
    assert found.criteria[-1].because[0].key == "set_without_rule"


@pytest.mark.parametrize("role", [Role.RETAIL_PACKING, Role.ACCESSORY])
def test_retail_packing_and_accessories_need_no_change_and_count_for_value(agreements, role):
    rows = (material("721934", "US", price="1"), material("961700", "US", price="5", role=role))
    assert under(agreements, "rcep", good(*rows), "CTH").qualifies is True
    by_value = under(agreements, "rcep", good(*rows), "RVC40")
    dear = under(agreements, "rcep", good(*rows), "RVC41")
    assert (by_value.values.vnm, by_value.qualifies, dear.qualifies) == (6, True, False)
    assert "packing_aside" in keys(by_value)


def test_packing_for_the_way_counts_for_nothing(agreements):
    rows = (material("721934", "US", price="1"), material("961700", "US", price="9", role=Role.SHIPPING_PACKING))
    found = under(agreements, "rcep", good(*rows), "CTH and RVC40")
    assert (found.qualifies, found.values.vnm) == (True, 1)


def test_whether_foreign_packing_spoils_a_good_of_own_materials_is_left_to_the_text(agreements):
    rows = (material("721934", "CN"), material("481910", "US", price="0.1", role=Role.RETAIL_PACKING))
    found = under(agreements, "honduras", good(*rows))
    assert (found.qualifies, found.needs) == (None, (Need.TEXT,))
    assert found.criteria[0].because[0].key == "packing_to_judge"


def test_the_origin_of_fungible_materials_is_by_a_stock_method_and_told(agreements):
    rows = (material("721934", "US", price="1"), material("722020", "CN", fungible=True))
    found = under(agreements, "ecfa", good(*rows), "CTH")
    assert (found.qualifies, found.additions) == (True, ("FG",))
    assert "stock_method" in keys(found)


def test_a_rule_from_an_unverified_table_would_hold_and_says_what_settles_it(agreements):
    rule = ProductRule("CTH", "Annex", verified=False)
    found = determine(good(material("721934", "US")), agreements.get("rcep"), rule, ON)
    assert (found.qualifies, found.standing, found.needs) == (None, Standing.WOULD_HOLD, (Need.RULE,))
    assert "rule_would_hold" in keys(found)


def test_a_code_outside_of_a_closed_list_has_no_preference(agreements):
    """Not even a good of Chinese materials alone."""
    found = under(agreements, "ecfa", good(material("540233", "CN"), hs_code="54023300"), listing=Listing.OUTSIDE)
    assert (found.qualifies, found.standing) == (False, Standing.FAILS)
    assert "outside_list" in keys(found)


def test_every_fact_of_every_agreement_says_where_it_is_from(agreements):
    """And what was only read as signed, where the agreement was upgraded since, decides nothing."""
    bare = []
    for agreed in agreements:
        facts = {
            "general_rule": agreed.general_rule,
            "tolerance": agreed.tolerance,
            "cumulation": agreed.cumulation if agreed.cumulation.kind != "none" else None,
            "sets": agreed.sets,
            **{name: agreed.sources.get(name) for name in ("parties", "formulas", "codes", "packing", "fungible")},
        }
        optional = ("general_rule", "tolerance", "cumulation", "sets")
        bare += [f"{agreed.id}.{name}" for name, fact in facts.items() if fact is None and name not in optional]
        told = {name: fact for name, fact in facts.items() if fact is not None}
        bare += [f"{agreed.id}.{name}" for name, fact in told.items() if not fact.source]
        bare += [f"{agreed.id}.{name}" for name, fact in told.items() if fact.verified and fact.wording == "unread"]
    assert bare == []
    for upgraded in ("chile", "pakistan", "singapore", "new_zealand", "peru"):
        tolerance = agreements.get(upgraded).tolerance
        assert tolerance is None or not tolerance.verified
