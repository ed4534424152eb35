"""Whether the goods originate as the certificate says."""

from dataclasses import replace

import pytest

from coo_desktop.domain.checks import CHECKS
from coo_desktop.domain.origin.determination import determine
from coo_desktop.domain.origin.rules import ProductRule
from tests.domain.given import (
    CO,
    EVERYTHING,
    RCEP,
    TWENTY,
    context_of,
    found_by,
    product_with,
    rules,
    sample,
    values_of,
)
from tests.domain.origin.goods import ON, agreement, good, material

CHINESE = {"id": "m", "name_zh": "不锈钢带", "hs_code": "722020", "origin": "CN", "unit_price": "16", "quantity": "1"}
SAME_HEADING = {**CHINESE, "hs_code": "961700", "origin": "KR"}
NO_ORIGIN = {**SAME_HEADING, "unit_price": "39"}


RVC = {"goods__criterion": "RVC"}
FAULTS = [
    ("criterion_in_list", RCEP, {}, {"goods__criterion": "PSR"}, "criterion_unknown"),
    ("wholly_obtained_is_farm_or_mine", RCEP, {}, {"goods__criterion": "WO"}, "wholly_obtained_with_foreign"),
    ("wholly_obtained_is_farm_or_mine", RCEP, {}, {"goods__criterion": "WO"}, "wholly_obtained_unlikely"),
    ("exclusive_has_no_foreign_materials", RCEP, {}, {"goods__criterion": "PE"}, "exclusive_with_foreign"),
    ("criterion_holds", RCEP, {"product": product_with(materials=[SAME_HEADING])}, {}, "criterion_fails"),
    ("criterion_holds", RCEP, {"product": product_with(product_rule="RVC40")}, {}, "criterion_not_of_rule"),
    ("criterion_holds", RCEP, {"product": product_with(materials=[])}, {}, "criterion_undecided"),
    ("criterion_holds", RCEP, {}, {"destination_country": "BR"}, "origin_fails"),
    ("origin_is_chinese", CO, {"product": product_with(materials=[NO_ORIGIN])}, {}, "origin_undecided"),
    ("rvc_needs_fob_and_percent", RCEP, {}, {"goods__criterion": "RVC"}, "needed_for_criterion"),
    ("origin_country_is_a_party", RCEP, {}, {"goods__origin_country": "KR"}, "origin_country_differs"),
    ("origin_country_is_a_party", RCEP, {}, {"goods__origin_country": "BR"}, "origin_country_outside"),
    ("wholly_obtained_is_farm_or_mine", EVERYTHING, {}, {"goods__criterion": "WO"}, "wholly_obtained_with_foreign"),
    ("exclusive_has_no_foreign_materials", EVERYTHING, {}, {"goods__criterion": "WP"}, "exclusive_with_foreign"),
    ("sub_rule_is_chosen", EVERYTHING, {}, {"goods__criterion": "PSR"}, "sub_rule_missing"),
    ("sub_rule_is_chosen", EVERYTHING, {}, {"goods__criterion": "PSR", "goods__sub_rule": "X"}, "sub_rule_missing"),
    ("sub_rule_is_chosen", EVERYTHING, {}, {"goods__sub_rule": "RVC"}, "sub_rule_idle"),
    (
        "rvc_needs_fob_and_percent",
        EVERYTHING,
        {},
        {"goods__criterion": "PSR", "goods__sub_rule": "RVC", "goods__fob": ""},
        "needed_for_criterion",
    ),
    ("percent_meets_the_criterion", EVERYTHING, {}, {**RVC, "goods__criterion_percent": "39.99"}, "percent_too_low"),
    (
        "percent_meets_the_criterion",
        EVERYTHING,
        {},
        {**RVC, "goods__criterion_percent": "100.01"},
        "percent_out_of_range",
    ),
    (
        "percent_meets_the_criterion",
        EVERYTHING,
        {},
        {**RVC, "goods__criterion_percent": "40.001"},
        "percent_out_of_range",
    ),
    ("percent_is_the_products", EVERYTHING, {}, {**RVC, "goods__criterion_percent": "79.39"}, "percent_above_product"),
]


@pytest.mark.parametrize(
    ("materials", "told"),
    [
        ([CHINESE], set()),
        ([{**SAME_HEADING, "hs_code": "722020"}], {"origin_would_hold"}),
        ([NO_ORIGIN], {"origin_undecided"}),
    ],
)
def test_a_good_without_preference_is_chinese_by_its_heading_once_the_list_is_looked_up(materials, told):
    found = found_by("origin_is_chinese", CO, {"product": product_with(materials=materials)})
    assert {code for code, _, _ in found} == told


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert found not in {code for code, _, _ in found_by(check, sample)}
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "context", "changes"),
    [
        ("criterion_holds", {}, {"goods__criterion": "RVC"}),
        ("criterion_holds", {"product": product_with(materials=[CHINESE])}, {"goods__criterion": "PE"}),
        (
            "exclusive_has_no_foreign_materials",
            {"product": product_with(materials=[CHINESE])},
            {"goods__criterion": "PE"},
        ),
        ("rvc_needs_fob_and_percent", {}, {"goods__criterion": "RVC", "goods__criterion_percent": "20.62"}),
        ("criterion_holds", {"product": product_with(product_rule="CTH and (")}, {}),
    ],
)
def test_what_holds_passes(check, context, changes):
    assert not found_by(check, RCEP, context, **changes)


def test_every_line_of_a_long_certificate_holds():
    assert not found_by("criterion_holds", TWENTY)


def test_each_criterion_of_the_goods_is_one_of_the_form():
    from tests.domain.given import rules

    for form in rules().book.family("certificate"):
        choices = form.by_id["goods"].item_type.by_id["criterion"].choices
        assert [choice.id for choice in choices] == [criterion.id for criterion in form.criteria]


def test_a_line_without_a_product_is_left_to_other_checks():
    assert values_of(RCEP)["goods"][0]["product"]
    assert not found_by("criterion_holds", RCEP, goods__product="")


@pytest.mark.parametrize(("verified", "severity"), [(True, None), (False, "warn")])
@pytest.mark.parametrize(("criterion", "code"), [("CTC", "criterion_fails"), ("RVC", "origin_fails")])
def test_an_official_text_of_one_copy_warns_and_does_not_block(verified, severity, criterion, code):
    rule = ProductRule("CTH", "Annex", verified, applies=True, quality="one_copy")
    answer = determine(good(material("961700", "KR", price="9")), agreement(), rule, ON)
    assert (answer.qualifies, answer.verified) == (False, verified)
    context = replace(context_of(RCEP), determine=lambda *_asked: answer)
    form, values = rules().form(sample(RCEP)["form"]), values_of(RCEP, goods__criterion=criterion)
    assert [(found.code, found.severity) for found in CHECKS["criterion_holds"](form, values, context)] == [
        (code, severity)
    ]
