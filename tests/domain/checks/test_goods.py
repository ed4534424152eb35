"""What is sold and from which pre-review it comes."""

import dataclasses

import pytest

from tests.domain.given import CO, PRE_REVIEW, RCEP, TWENTY, context_of, found_by, product_with, rules, values_of


@pytest.mark.parametrize(
    ("check", "sample", "context", "changes", "found"),
    [
        ("goods_name_is_specific", RCEP, {}, {"goods__name_en": "Machines"}, "umbrella_name"),
        ("goods_name_is_specific", PRE_REVIEW, {}, {"name_en": "GARMENTS"}, "umbrella_name"),
        ("products_are_approved", RCEP, {"product": lambda _: None}, {}, "product_unknown"),
        ("products_are_approved", RCEP, {"product": product_with("submitted")}, {}, "product_not_approved"),
        ("products_are_approved", RCEP, {"product": product_with("voided")}, {}, "product_voided"),
        ("hs_code_is_the_products", RCEP, {}, {"goods__hs_code": "732393"}, "hs_code_differs"),
        ("hs_code_is_the_products", RCEP, {}, {"goods__name_en": "PRUNING SHEARS"}, "name_unlike_product"),
        ("hs_code_is_long_enough", CO, {}, {"hs_shown_digits": "8"}, "hs_code_short"),
    ],
)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "sample", "changes"),
    [
        ("goods_name_is_specific", RCEP, {"goods__name_en": "SEWING MACHINES"}),
        ("hs_code_is_the_products", CO, {"goods__hs_code": "6911101900"}),
        ("hs_code_is_the_products", CO, {"goods__hs_code": "6911"}),
        ("hs_code_is_long_enough", CO, {"goods__hs_code": "69111019", "hs_shown_digits": "8"}),
    ],
)
def test_what_practice_accepts_passes(check, sample, changes):
    assert not found_by(check, sample, **changes)


def test_a_form_with_a_limit_refuses_more_items():
    from coo_desktop.domain.checks.goods import item_limit

    form, values, context = rules().form("rcep_2022"), values_of(TWENTY), context_of(TWENTY)
    limited = form.model_copy(update={"item_limit": 19})
    assert not list(item_limit(form, values, context))
    assert [found.code for found in item_limit(limited, values, context)] == ["too_many_rows"]


def test_a_certificate_is_no_product():
    flask = product_with()("")
    certificate = dataclasses.replace(flask, family="certificate")
    assert found_by("products_are_approved", RCEP, {"product": lambda _: certificate})
