"""Determinations: the example of the command line, the published sample, and what must hold for every product."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.cli.origin import as_json
from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.determination import determine
from coo_desktop.domain.origin.notation import AllOf, AnyOf, parse
from coo_desktop.domain.origin.product import Cost, read_product
from coo_desktop.domain.origin.rules import Listing, ProductRule, typed_rule
from coo_desktop.domain.origin.values import CENT
from coo_desktop.domain.origin.verdict import Standing
from tests.domain.origin.goods import FLASK_FILE, ON, agreement, general, good, material, sample

FOREIGN = material("721934", "KR", price="5")


def by(rule: str, product, **agreed: object):
    return determine(product, agreement(**agreed), typed_rule(rule), ON)


def test_the_flask_of_the_command_line_gets_its_answer(agreements, rules):
    answer = as_json(look_up(read_product(FLASK_FILE), agreements.get("rcep"), rules, ON))
    because = [criterion.pop("because") for criterion in answer["criteria"]]
    assert answer == {
        "agreement": "rcep",
        "hs_code": "961700",
        "rule": {"text": "CTH or RVC40", "source": "Annex 3A", "verified": True},
        "values": {
            "vnm": "0.735",
            "vom": "0.30",
            "exw_component_percent": "84.69",
            "fob_component_percent": "87.65",
            "rvc_build_down_percent": "87.65",
            "rvc_build_up_percent": "40.34",
        },
        "criteria": [{"code": "CTC", "holds": True}, {"code": "RVC", "holds": True}],
        "qualifies": True,
        "standing": "holds",
        "needs": [],
        "criterion": "CTC",
        "missing": [],
        "margin": {"vnm_allowed": "3.57", "fob_floor": "1.23"},
        "additions": [],
        "notes": [],
    }
    assert because[0][0]["source"] == "Art. 3.2(c)"
    assert "721934" in because[0][0]["text_zh"]
    json.dumps(answer)


def test_the_published_sample_changes_heading(agreements, rules):
    answer = as_json(look_up(sample(), agreements.get("rcep"), rules, ON))
    assert (answer["qualifies"], answer["criterion"], answer["values"]["vnm"]) == (True, "CTC", "8.66")
    assert answer["values"]["exw_component_percent"] == "77.21"
    assert answer["values"]["fob_component_percent"] == "79.38"


def test_cumulated_steel_is_told_in_the_sample(agreements, rules):
    found = look_up(sample("KR"), agreements.get("rcep"), rules, ON)
    assert (as_json(found)["values"]["vnm"], found.additions) == ("1.46", ("ACU",))
    assert [note.key for note in found.notes] == ["cumulated"]


def test_taiwan_is_outside_rcep_even_when_declared_cumulated(agreements, rules):
    found = look_up(sample("TW"), agreements.get("rcep"), rules, ON)
    assert as_json(found)["values"]["vnm"] == "8.66"
    assert [note.key for note in found.notes] == ["not_cumulated"]


@pytest.mark.parametrize(
    ("rule", "qualifies", "missing"),
    [
        ("CTH", True, ()),
        ("RVC60", False, ()),
        ("CTH and RVC60", False, ()),
        ("CTH or RVC60", True, ()),
        ("CTH and CR", None, ("processes",)),
        ("RVC60 or CR", None, ("processes",)),
        ("RVC60 and CR", False, ()),
        ("CTH or CR", True, ()),
        ("WO", False, ()),
    ],
)
def test_a_rule_is_decided_as_far_as_it_can_be(rule, qualifies, missing):
    found = by(rule, good(FOREIGN))
    assert (found.qualifies, found.missing) == (qualifies, missing)
    assert (found.criterion is None) is (qualifies is not True)


@pytest.mark.parametrize(
    ("rule", "more", "printed"),
    [
        ("CTH or RVC40", {}, "CTC"),
        ("RVC40 or CTH except 72", {}, "RVC"),
        ("CTH and RVC60 or CR", {"processes": ("chemical_reaction",)}, "CR"),
    ],
)
def test_the_strongest_criterion_that_carries_the_verdict_is_printed(agreements, rule, more, printed):
    assert determine(good(FOREIGN, **more), agreements.get("rcep"), typed_rule(rule), ON).criterion == printed


@pytest.mark.parametrize(
    ("agreement_id", "importer", "rule", "printed"),
    [
        ("acfta", "VN", ProductRule("CTH", "", True, "general"), "CTH"),
        ("acfta", "VN", ProductRule("RVC40", "", True, "general"), "45%"),
        ("acfta", "VN", typed_rule("RVC40"), "PSR"),
        ("korea", "KR", typed_rule("RVC40"), "PSR"),
        ("pakistan", "PK", ProductRule("RVC40", "", True, "general"), "45%"),
        ("non_preferential", "BR", ProductRule("CTH", "", True, "general"), None),
    ],
)
def test_each_form_prints_its_own_code(agreements, agreement_id, importer, rule, printed):
    product = good(material("721934", "US", price="5.41"), importer=importer)
    agreed = agreements.get(agreement_id)
    if rule.kind == "general":
        agreed = agreed.model_copy(update={"general_rule": general(rule.text, verified=True)})
        rule = None
    assert determine(product, agreed, rule, ON, Listing.UNLISTED).criterion == printed


@pytest.mark.parametrize(
    ("agreement_id", "importer", "code"),
    [("rcep", "JP", "PE"), ("korea", "KR", "WP"), ("acfta", "VN", "PE"), ("ecfa", "TW", "WP")],
)
def test_originating_materials_alone_need_no_rule(agreements, agreement_id, importer, code):
    found = determine(good(material("7219", "CN"), importer=importer), agreements.get(agreement_id), None, ON)
    assert (found.qualifies, found.criterion, found.notes) == (True, code, ())


def test_a_wholly_obtained_good_needs_no_rule(agreements):
    found = determine(good(wholly_obtained=True, hs_code="070110"), agreements.get("rcep"), None, ON)
    assert (found.qualifies, found.criterion) == (True, "WO")


@pytest.mark.parametrize("hs_code", ["020130", "030559", "300490"])
def test_a_minimal_operation_defeats_every_criterion(hs_code):
    """Slaughter, drying, packing for retail: the code changes (KCS-1 to 3), origin does not."""
    found = by("CC or RVC40 or ALL", good(material("010229", "US"), hs_code=hs_code, minimal_operations=True))
    assert (found.qualifies, found.criterion) == (False, None)
    assert found.notes[0].key == "minimal_operations"


def test_work_without_a_change_of_code_may_still_confer_origin():
    """Weaving of glass fibre (KCS-4): substance without a change of heading."""
    fibre = good(material("701912", "US", price="5"), hs_code="701961", processes=("weaving",))
    assert by("CTH", fibre).qualifies is False
    assert by("CTH or SP(weaving)", fibre).qualifies


def test_the_tolerance_is_printed_where_the_form_asks(agreements):
    flask = good(material("961700", "US", price="1"))
    assert determine(flask, agreements.get("rcep"), typed_rule("CTH"), ON).additions == ("DMI",)
    assert determine(flask, agreements.get("rcep"), typed_rule("RVC40"), ON).additions == ()


def test_tolerated_materials_still_count_as_foreign_value():
    """CA-DM-3: the tolerance cures the change of heading, not the content."""
    copper = good(material("740400", "US", price="1"), material("260300", "US", price="6"), hs_code="740200")
    assert by("CTH except 74.04", copper).qualifies
    assert by("CTH except 74.04 and RVC40", copper).qualifies is False


def test_two_countries_that_the_agreement_does_not_link_do_not_qualify(agreements, rules):
    flask = replace(read_product(FLASK_FILE), importer="US")
    found = look_up(flask, agreements.get("rcep"), rules, ON)
    assert (found.qualifies, found.notes[0].key) == (False, "not_linked")
    early = look_up(read_product(FLASK_FILE), agreements.get("rcep"), rules, date(2021, 12, 31))
    assert early.qualifies is False


def test_without_a_rule_nothing_made_of_foreign_materials_qualifies(agreements):
    for agreed in agreements:
        partner = next((country for country in agreed.parties if country != "CN"), "BR")
        exporter, importer = (partner, "CN") if agreed.importers else ("CN", partner)
        product = good(material("961700", "US", price="0.01"), exporter=exporter, importer=importer)
        found = determine(product, agreed, None, ON)
        assert found.qualifies is not True, agreed.id
        if agreed.general_rule is None:
            assert found.missing == ("product_rule",)
            assert "No product rule known" in found.notes[0].text_en
            assert "没有已知的产品特定规则" in found.notes[0].text_zh


@pytest.mark.parametrize(
    ("listing", "qualifies", "standing"),
    [
        (Listing.UNTOLD, None, Standing.WOULD_HOLD),
        (Listing.UNLISTED, True, Standing.HOLDS),
        (Listing.LISTED, None, Standing.UNKNOWN),
        (Listing.OUTSIDE, False, Standing.FAILS),
    ],
)
@pytest.mark.parametrize("verified", [True, False])
def test_a_general_rule_decides_once_a_list_tells_that_the_code_has_no_other(verified, listing, qualifies, standing):
    agreed = agreement(general_rule=general("CTH", verified=verified))
    found = determine(good(FOREIGN), agreed, None, ON, listing)
    assert (found.qualifies, found.standing) == (qualifies, standing)
    assert found.verified is (verified and listing is not Listing.LISTED)


def test_an_unverified_rule_from_data_is_shown_and_decides_nothing(agreements, rules):
    plate = good(FOREIGN, hs_code="691110")
    found = look_up(plate, agreements.get("rcep"), rules, ON)
    assert (found.qualifies, found.missing, found.verified) == (None, ("product_rule",), False)
    assert [criterion.holds for criterion in found.criteria] == [True, True]


def test_a_rule_of_another_edition_is_not_called_verified():
    rule = ProductRule("CTH", "Annex", verified=True, editions=("2012",))
    found = determine(good(FOREIGN), agreement(), rule, ON)
    assert (found.qualifies, found.verified, found.notes[0].key) == (True, False, "edition_differs")


def test_a_rule_without_a_value_criterion_has_no_margin():
    margin = by("CTH", good(FOREIGN)).margin
    assert (margin.vnm_allowed, margin.fob_floor, margin.exw_floor) == (None, None, None)


@pytest.mark.parametrize(
    ("rule", "allowed", "fob_floor", "exw_floor"),
    [
        ("RVC40", "6", "8.34", None),
        ("CTH or RVC40 or RVC60", "6", "8.34", None),
        ("RVC40 and RVC60", "4", "12.50", None),
        ("CTH except 72 and RVC30 or RVC60", "4", "12.50", None),
        ("MaxNOM50", "5", None, "10.00"),
    ],
)
def test_the_margin_is_of_the_easiest_alternative_that_can_hold(rule, allowed, fob_floor, exw_floor):
    margin = by(rule, good(FOREIGN)).margin
    floors = [None if floor is None else Decimal(floor) for floor in (fob_floor, exw_floor)]
    assert (margin.vnm_allowed, [margin.fob_floor, margin.exw_floor]) == (Decimal(allowed), floors)


codes = st.sampled_from(["", "72", "7219", "721934", "961700", "961710", "520511", "392350"])
origins = st.sampled_from(["CN", "JP", "US", "unknown"])
amounts = st.none() | st.decimals(0, 12, places=2).map(str)
weights = st.none() | st.decimals(0, 1, places=2)
materials = st.lists(
    st.builds(material, codes, origins, price=amounts, quantity=amounts, weight_kg=weights), min_size=1, max_size=4
)
costs = st.builds(Cost, *[st.none() | st.decimals(0, 5, places=1)] * 4)
products = st.builds(
    lambda rows, **more: good(*rows, **more),
    materials,
    hs_code=st.sampled_from(["961700", "520811", "721933"]),
    fob_price=st.none() | st.decimals(1, 20, places=2),
    ex_works_price=st.none() | st.decimals(1, 20, places=2),
    net_weight_kg=weights,
    wholly_obtained=st.none() | st.booleans(),
    cost=costs,
)
rule_texts = st.sampled_from(
    [
        "CTH",
        "CC or RVC40",
        "CTSH and RVC45",
        "MaxNOM50",
        "CTH except 72.19",
        "PE",
        "WO or RVC35",
        "RVC40 and (CTH or PE)",
    ]
)
formulas = st.sampled_from([("build_down",), ("build_down", "build_up"), ("ex_works",)])
RANK = {False: 0, None: 1, True: 2}


@given(products, rule_texts, formulas, st.integers(0, 3), st.decimals("0.01", 20, places=2))
def test_more_foreign_value_never_helps(product, rule, methods, at, more):
    row = product.materials[at % len(product.materials)]
    if row.origin == "CN" or row.value is None:
        return
    dearer = replace(row, unit_price=row.unit_price + more)
    costly = replace(product, materials=tuple(dearer if each is row else each for each in product.materials))
    before, after = (by(rule, each, formulas=methods).qualifies for each in (product, costly))
    assert RANK[after] <= RANK[before]


@given(products, rule_texts, formulas, st.integers(0, 3))
def test_an_originating_material_never_hurts(product, rule, methods, at):
    row = product.materials[at % len(product.materials)]
    own = replace(row, origin="CN")
    homely = replace(product, materials=tuple(own if each is row else each for each in product.materials))
    before, after = (by(rule, each, formulas=methods).qualifies for each in (product, homely))
    assert RANK[after] >= RANK[before]


@given(st.decimals("0.01", 100_000, places=2), st.integers(1, 99))
def test_the_margin_is_exact_to_the_cent(fob, percent):
    rule = f"RVC{percent}"
    allowed = by(rule, good(FOREIGN, fob_price=fob)).margin.vnm_allowed
    at_limit, beyond = (
        good(material("7219", "US", price=str(price)), fob_price=fob) for price in (allowed, allowed + CENT)
    )
    assert by(rule, at_limit).qualifies
    assert by(rule, beyond).qualifies is False


@given(st.decimals("0.01", 100_000, places=2), st.integers(1, 99))
def test_the_lowest_price_is_exact_to_the_cent(foreign, percent):
    rule, row = f"RVC{percent}", material("7219", "US", price=str(foreign))
    floor = by(rule, good(row)).margin.fob_floor
    assert by(rule, good(row, fob_price=floor)).qualifies
    assert floor == CENT or by(rule, good(row, fob_price=floor - CENT)).qualifies is False


@given(st.decimals("0.01", 100_000, places=2), st.integers(1, 99))
def test_the_margin_of_a_maximum_share_is_exact_to_the_cent(price, percent):
    rule = f"MaxNOM{percent}"
    allowed = by(rule, good(FOREIGN, ex_works_price=price)).margin.vnm_allowed
    at_limit, beyond = (
        good(material("7219", "US", price=str(worth)), ex_works_price=price) for worth in (allowed, allowed + CENT)
    )
    assert by(rule, at_limit).qualifies
    assert by(rule, beyond).qualifies is False


@given(products, rule_texts, formulas, st.integers(0, 3), st.booleans())
def test_an_unknown_origin_is_a_foreign_one(product, rule, methods, at, cumulated):
    """Also where it is declared cumulated: nobody can cumulate from nowhere."""
    row = product.materials[at % len(product.materials)]
    answers = []
    for origin in ("unknown", "US"):
        placed = replace(row, origin=origin, cumulated=cumulated)
        known = replace(product, materials=tuple(placed if each is row else each for each in product.materials))
        found = by(rule, known, formulas=methods)
        answers.append((found.qualifies, found.missing, found.values, found.margin))
    assert answers[0] == answers[1]


@given(products, rule_texts, formulas)
def test_minimal_operations_defeat_whatever_holds(product, rule, methods):
    found = by(rule, replace(product, minimal_operations=True), formulas=methods)
    assert (found.qualifies, found.criterion, found.additions) == (False, None, ())
    assert found.notes[0].key == "minimal_operations"


def settled(tree, answers) -> bool:
    """Whether a rule holds by the criteria that hold, all else counted as failed."""
    if isinstance(tree, AllOf):
        return all(settled(part, answers) for part in tree.parts)
    if isinstance(tree, AnyOf):
        return any(settled(part, answers) for part in tree.parts)
    return answers[str(tree)] is True


@given(products, rule_texts, formulas)
def test_no_good_qualifies_on_what_is_missing(product, rule, methods):
    found = by(rule, product, formulas=methods)
    if found.qualifies is None:
        assert found.missing
        return
    assert found.missing == ()
    answers = {answer.rule: answer.holds for answer in found.criteria}
    alone = any(answer.holds and answer.code in ("WO", "PE") for answer in found.criteria)
    assert found.qualifies is (settled(parse(rule), answers) or alone)
    assert (found.criterion is not None) is found.qualifies


@given(products, st.sampled_from(["rcep", "acfta", "korea", "chile", "switzerland", "apta", "serbia"]))
def test_without_a_verified_rule_only_own_materials_qualify(agreements, product, agreement_id):
    agreed = agreements.get(agreement_id)
    importer = next(country for country in agreed.parties if country != "CN")
    found = determine(replace(product, importer=importer), agreed, None, ON)
    if found.qualifies:
        assert product.wholly_obtained or all(row.origin == "CN" for row in product.materials)
        assert {answer.code for answer in found.criteria if answer.holds} & {"WO", "PE"}
    elif found.qualifies is None:
        assert "product_rule" in found.missing
