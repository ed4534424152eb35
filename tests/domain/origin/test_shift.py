"""Change of tariff classification and its tolerance, with the logic of published examples."""

from decimal import Decimal

import pytest

from coo_desktop.domain.agreements import Tolerance
from coo_desktop.domain.origin.case import JudgedCriterion, case
from coo_desktop.domain.origin.notation import parse
from coo_desktop.domain.origin.shift import makes, shift
from tests.domain.origin.goods import ON, agreement, good, material


def answer(rule: str, hs_code: str, *materials, more: dict | None = None, **agreed: object) -> JudgedCriterion:
    return shift(parse(rule), case(good(*materials, hs_code=hs_code, **(more or {})), agreement(**agreed), ON))


@pytest.mark.parametrize(
    ("rule", "good_code", "material_code", "made"),
    [
        ("CC", "961700", "392350", True),
        ("CC", "961700", "960810", False),
        ("CC", "821420", "68", True),
        ("CTH", "961700", "960810", True),
        ("CTH", "961700", "9617", False),
        ("CTH", "961700", "96", None),
        ("CTH", "961700", "39", True),
        ("CTH", "961700", "", None),
        ("CTSH", "853810", "853890", True),
        ("CTSH", "853810", "8538", None),
        ("CTSH", "853810", "85381090", False),
        ("CTH except 72.19", "961700", "721934", False),
        ("CTH except 72.19", "961700", "7220", True),
        ("CTH except 72.19", "961700", "72", None),
        ("CTH from 50.01-50.07", "520811", "500400", True),
        ("CTH from 50.01-50.07", "520811", "520300", False),
    ],
)
def test_a_material_makes_the_change_or_not(rule, good_code, material_code, made):
    assert makes(parse(rule), good_code, material_code) is made


def test_only_foreign_materials_have_to_change():
    assert answer("CTH", "961700", material("961700", "CN"), material("7219", "JP")).holds


def test_nothing_foreign_is_nothing_to_change():
    assert answer("CTH", "961700", material("961700", "CN")).holds


def test_without_materials_nothing_is_decided():
    undecided = answer("CTH", "961700")
    assert (undecided.holds, undecided.missing) == (None, ("materials",))


def test_the_failing_material_is_named():
    failed = answer("CTH", "961700", material("7219", "JP"), material("961700", "KR", price="5"))
    assert failed.holds is False
    assert failed.because[0].inputs["materials"] == "material 961700 (961700, KR)"


def test_a_missing_code_is_asked_for():
    undecided = answer("CTH", "961700", material("", "KR", price="5"))
    assert (undecided.holds, undecided.missing) == (None, ("materials[0].hs_code",))
    undecided = answer("CTSH", "9617", material("961700", "KR", price="5"))
    assert (undecided.holds, undecided.missing) == (None, ("product.hs_code",))


def test_a_missing_code_within_the_tolerance_does_not_matter():
    assert answer("CTH", "961700", material("", "KR", price="1")).holds


@pytest.mark.parametrize(("price", "holds"), [("1.00", True), ("1.01", False)])
def test_ten_percent_of_value_is_still_tolerated(price, holds):
    """The boundary is within: CA-DM-1, "does not exceed 10 %"."""
    found = answer("CC", "760310", material("760200", "KR", price=price))
    assert (found.holds, found.tolerated) == (holds, holds)


@pytest.mark.parametrize(("weight", "holds"), [("0.100", True), ("0.101", False)])
def test_textiles_may_go_by_weight(weight, holds):
    """CA-DM-T1: 10 % of weight is met exactly; the value alone would be too high."""
    cloth = material("520511", "KR", price="5", weight_kg=Decimal(weight))
    assert answer("CTH except 52.05", "520911", cloth, more={"net_weight_kg": Decimal(1)}).holds is holds
    assert answer("CTH except 52.05", "960911", cloth, more={"net_weight_kg": Decimal(1)}).holds is False


def test_a_weight_that_is_missing_is_asked_for():
    undecided = answer("CTH", "520911", material("520900", "KR", price="5"))
    assert undecided.missing == ("materials[0].weight_kg", "net_weight_kg")


@pytest.mark.parametrize(("code", "holds"), [("180620", True), ("180631", False)])
def test_korea_tolerates_food_only_from_another_subheading(agreements, code, holds):
    agreed = {"tolerance": agreements.get("korea").tolerance}
    assert answer("CC", "180631", material(code, "JP", price="1"), **agreed).holds is holds


def test_the_tolerance_of_switzerland_is_of_the_ex_works_price(agreements):
    agreed = {"tolerance": agreements.get("switzerland").tolerance}
    prices = {"ex_works_price": Decimal(10), "fob_price": Decimal(20)}
    assert answer("CTH", "961700", material("9617", "JP", price="1.5"), more=prices, **agreed).holds is False


def test_an_unverified_tolerance_decides_nothing():
    tolerance = Tolerance(value_percent=Decimal(10), verified=False)
    undecided = answer("CTH", "961700", material("961700", "KR", price="1"), tolerance=tolerance)
    assert (undecided.holds, undecided.missing) == (None, ("tolerance",))
    assert answer("CTH", "961700", material("961700", "KR", price="2"), tolerance=tolerance).holds is False


def test_without_a_tolerance_one_offender_is_too_many():
    assert answer("CTH", "961700", material("961700", "KR", price="0.01"), tolerance=None).holds is False


def test_a_price_that_is_missing_is_asked_for():
    undecided = answer("CTH", "961700", material("961700", "KR", price=None))
    assert undecided.missing == ("materials[0].unit_price",)
    undecided = answer("CTH", "961700", material("961700", "KR"), more={"fob_price": None})
    assert undecided.missing == ("fob_price",)


def test_a_published_kit_changes_chapter(worked_examples):
    example = worked_examples["CA-SET-2"]
    materials = [
        material(row["hs"], "CN" if row["originating"] else "US", price="5") for row in example.inputs["materials"]
    ]
    found = answer(example.inputs["rule"], example.inputs["good_hs"], *materials)
    assert found.holds is example.expected["meets"]
    assert not found.tolerated


def test_the_published_tolerance_points_agree(worked_examples):
    example = worked_examples["CA-DM-1"]
    shares, verdicts = example.inputs["failing_share_test_values"], example.expected["meets"]
    for share, meets in zip(shares, verdicts, strict=True):
        offender = material(example.inputs["non_originating"][0]["hs"], "US", price=str(share / 10))
        assert answer("CC", example.inputs["good_hs"], offender).holds is meets


def test_an_excluded_yarn_stops_the_published_fabric(worked_examples):
    expected = worked_examples["CA-CTC-ACC"].expected
    rule = "CTH except 52.05, 52.08-52.12"
    bought = answer(rule, "520811", material("520511", "JP"), tolerance=None)
    accumulated = answer(rule, "520811", material("520511", "JP", cumulated=True), tolerance=None)
    assert bought.holds is expected["fabric_without_accumulation"]
    assert accumulated.holds is expected["fabric_with_accumulation"]
