"""What is offered beside a field, and with which reasons."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.assists import ASSISTS, AssistContext, Offer, completed
from coo_desktop.domain.origin.verdict import Standing
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.tariff.rates import Rate, TariffLine
from tests.domain import given
from tests.rulebooks import shipped

FLASK: dict[str, Any] = {
    "name_zh": "不锈钢真空保温杯",
    "name_en": "STAINLESS STEEL VACUUM FLASK",
    "hs_code": "961700",
    "unit": "PCS",
    "ex_works_price": "38.00",
    "fob_price": "42.00",
    "product_rule": "CTH or RVC40",
    "materials": [
        {"id": "m1", "name_zh": "钢带", "hs_code": "722020", "origin": "KR", "unit_price": "16.00", "quantity": "0.45"},
        {"id": "m2", "name_zh": "涂料", "hs_code": "320890", "origin": "CN", "unit_price": "38.00", "quantity": "0.02"},
    ],
}


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return shipped()


def offers(rules: Rulebook, name: str, row: dict[str, Any], form_id: str = "rcep_2022", **facts: Any) -> list[Offer]:
    form = rules.form(form_id)
    product = Document(id="p", form="pre_review", family="pre_review", values={**FLASK, **facts}, stage="approved")
    context = Context(today=dt.date(2026, 11, 23), product=lambda name: product if name == "p" else None)
    goods = form.by_id["goods"].item_type
    assert goods is not None
    asked = AssistContext(rules, form, {"destination_country": "JP", "goods": [row]}, row, goods.by_id, context)
    return list(ASSISTS[name].offers(asked))


def test_a_product_brings_its_names_its_code_and_its_unit(rules):
    assert offers(rules, "from_product", {"product": "p"})[0].fills == {
        "name_zh": "不锈钢真空保温杯",
        "name_en": "STAINLESS STEEL VACUUM FLASK",
        "hs_code": "961700",
        "quantity_unit": "PCS",
    }


def test_a_code_is_cut_to_what_the_form_prints(rules):
    assert offers(rules, "from_product", {"product": "p"}, hs_code="96170011")[0].fills["hs_code"] == "961700"
    general = offers(rules, "from_product", {"product": "p"}, "co_general", hs_code="96170011")
    assert general[0].fills["hs_code"] == "96170011"


@pytest.mark.parametrize("name", ["from_product", "packages_into_description", "origin_criteria"])
def test_nothing_is_offered_for_an_empty_line(rules, name):
    assert offers(rules, name, {}) == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", "TWO HUNDRED (200) CARTONS OF SHEARS"),
        ("SHEARS", "TWO HUNDRED (200) CARTONS OF SHEARS"),
        ("SHEARS, 8 INCH", "TWO HUNDRED (200) CARTONS OF SHEARS, 8 INCH"),
        ("ONE (1) CARTON OF SHEARS, 8 INCH", "TWO HUNDRED (200) CARTONS OF SHEARS, 8 INCH"),
        ("NUDE CARGO OF SHEARS, 8 INCH", "TWO HUNDRED (200) CARTONS OF SHEARS, 8 INCH"),
        ("PAIRS OF SHEARS", "TWO HUNDRED (200) CARTONS OF PAIRS OF SHEARS"),
    ],
)
def test_auto_fill_words_the_packages_and_keeps_what_was_typed(rules, typed, text):
    row = {"name_en": "SHEARS", "package_count": "200", "package_unit": "CARTON", "description": typed}
    assert offers(rules, "packages_into_description", row)[0].fills == {"description": text}


def test_auto_fill_says_in_bulk_behind_what_was_typed(rules):
    row = {"name_en": "UREA", "package_kind": "bulk", "description": "UREA, GRANULAR"}
    assert offers(rules, "packages_into_description", row)[0].fills == {"description": "UREA, GRANULAR IN BULK"}
    told = {**row, "description": "UREA, GRANULAR IN BULK"}
    assert offers(rules, "packages_into_description", told)[0].fills == {"description": "UREA, GRANULAR IN BULK"}


def filled_by(name: str, sample: str = given.RCEP, **changes: Any) -> list[dict[str, Any]]:
    """What an assist of the document's own fields offers to fill in."""
    form, values = given.rules().form(given.sample(sample)["form"]), given.values_of(sample, **changes)
    asked = AssistContext(given.rules(), form, values, values, form.stored, given.context_of(sample))
    return [dict(offer.fills) for offer in ASSISTS[name].offers(asked)]


@pytest.mark.parametrize("marks", [{}, {"form": "text", "text": " "}, "", None])
def test_no_marks_is_offered_while_there_are_none(marks):
    assert filled_by("no_marks", marks=marks) == [{"marks": {"form": "text", "text": "N/M"}}]


def test_marks_that_are_there_are_left_alone():
    assert filled_by("no_marks") == []
    assert filled_by("no_marks", marks={"form": "picture", "sha256": "0" * 64}) == []


def test_the_country_is_added_to_an_address_without_it():
    assert filled_by("country_suffix", consignee_address="MINATO-KU, TOKYO") == [
        {"consignee_address": "MINATO-KU, TOKYO, JAPAN"}
    ]
    assert filled_by("country_suffix") == []


def test_to_order_is_offered_where_the_form_takes_it():
    assert filled_by("to_order", given.CO, consignee_name="") == [{"consignee_name": "TO ORDER"}]
    assert filled_by("to_order", given.CO) == []
    assert filled_by("to_order", consignee_name="") == []


def test_the_filed_address_is_offered_when_another_stands_there():
    assert filled_by("exporter_address_as_filed") == []
    assert filled_by("exporter_address_as_filed", exporter_address="NINGBO, CHINA") == [
        {"exporter_address": "NO. 88 XINGHAI ROAD, BEILUN DISTRICT, NINGBO, ZHEJIANG, CHINA"}
    ]


def test_contract_and_credit_go_below_the_goods_once():
    once = filled_by("clause_of_numbers", given.CO, contract_no="C-1", special_clause="AS AGREED")
    assert once == [{"special_clause": "AS AGREED\nCONTRACT NO. C-1\nL/C NO. LC2026BR77"}]
    assert filled_by("clause_of_numbers", given.CO, contract_no="C-1", **once[0]) == []


def test_the_share_of_what_originates_is_brought_where_the_form_prints_that(rules):
    form = given.rules().form("test_everything")
    context = given.context_of(given.EVERYTHING)
    row = given.values_of(given.EVERYTHING)["goods"][0]
    asked = AssistContext(rules, form, {"destination_country": "VN"}, row, form.by_id["goods"].item_type.by_id, context)
    shares = [offer.fills.get("criterion_percent") for offer in ASSISTS["origin_criteria"].offers(asked)]
    assert "79.38" in shares


def test_the_criteria_that_hold_are_offered_first_with_their_reasons(rules):
    found = offers(rules, "origin_criteria", {"product": "p"})
    assert [offer.fills["criterion"] for offer in found] == ["CTC", "RVC"]
    assert found[0].standing is Standing.HOLDS
    assert any("722020" in reason.zh_CN for reason in found[0].because)
    assert found[0].source


def test_a_value_criterion_brings_the_imported_content(rules):
    rvc = offers(rules, "origin_criteria", {"product": "p"})[1]
    assert rvc.fills["criterion_percent"] == "17.14"


def test_a_criterion_that_fails_is_offered_last_and_says_so(rules):
    same = [{**FLASK["materials"][0], "hs_code": "961700"}]
    found = offers(rules, "origin_criteria", {"product": "p"}, materials=same)
    assert [(offer.fills["criterion"], offer.standing) for offer in found] == [
        ("RVC", Standing.HOLDS),
        ("CTC", Standing.FAILS),
    ]


def test_an_unknown_rule_is_told_as_undecided(rules):
    found = offers(rules, "origin_criteria", {"product": "p"}, product_rule="", hs_code="999999")
    assert all(offer.standing is not Standing.HOLDS for offer in found)
    assert any(offer.because for offer in found)


def test_every_assist_that_a_form_names_exists(rules):
    named = {
        name
        for form in rules.book.forms.values()
        for spec in form.fields
        for part in (spec, *(spec.item_type.fields if spec.item_type else ()))
        for name in part.assists
    }
    assert named == set(ASSISTS)


def test_a_row_is_completed_by_its_buttons_only_where_it_is_empty(rules):
    def done(**row: Any) -> dict[str, Any]:
        form = rules.form("rcep_2022")
        goods = form.by_id["goods"].item_type
        context = Context(today=dt.date(2026, 11, 23))
        return completed(AssistContext(rules, form, {"goods": [row]}, row, goods.by_id, context))

    packed = {"name_en": "SHEARS", "package_count": "200", "package_unit": "CARTON"}
    assert done(**packed) == {"description": "TWO HUNDRED (200) CARTONS OF SHEARS"}
    assert done(**packed, description="SHEARS, 8 INCH") == {}
    assert done(name_en="SHEARS") == {}


def test_box_11_names_the_exporter_where_it_added_a_fifth_of_the_value(rules):
    (offer,) = offers(rules, "rcep_country", {"product": "p"})
    assert offer.fills == {"origin_country": "CN", "highest_rate": "0"}
    assert (offer.standing, offer.verified, offer.source) == (Standing.HOLDS, False, "Art. 2.6")
    assert "82.86%" in offer.because[0].zh_CN


def test_known_rates_offer_what_the_importer_may_claim(rules):
    def duties(importer: str, code: str, _on: dt.date) -> list[Rate]:
        told = {"CN": 30_000, "KR": 50_000}
        line = TariffLine(importer, "2022", code, f"{code}000", "")
        facts = ("", "", "ad_valorem")
        return [Rate(line, "rcep", party, *facts, e4, "", "", "2026-07-09", "user", "") for party, e4 in told.items()]

    korean = [FLASK["materials"][0] | {"cumulated": True}, FLASK["materials"][1]]
    found = offers(replace(rules, duties=duties), "rcep_country", {"product": "p"}, materials=korean)
    assert [offer.fills["origin_country"] for offer in found] == ["CN", "KR"]
    assert found[1].fills["highest_rate"] == "1"
    assert "5%：KR" in found[1].because[0].zh_CN


def test_an_unfit_good_gets_no_country(rules):
    (offer,) = offers(rules, "rcep_country", {"product": "p"}, product_rule="RVC90")
    assert (offer.fills, offer.standing) == ({}, Standing.UNKNOWN)


@pytest.mark.parametrize(("row", "form_id"), [({}, "rcep_2022"), ({"product": "p"}, "korea_k")])
def test_no_country_is_offered_without_a_product_or_on_another_form(rules, row, form_id):
    assert offers(rules, "rcep_country", row, form_id) == []
