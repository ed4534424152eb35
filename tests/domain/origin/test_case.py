"""Which materials count as originating under an agreement."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.agreements import Cumulation
from coo_desktop.domain.origin.case import ASIDE, Lending, case, lenders, listed
from coo_desktop.domain.origin.notation import parse
from coo_desktop.domain.origin.product import UNKNOWN, Material, Role
from coo_desktop.domain.origin.shift import failing, makes
from coo_desktop.domain.origin.values import total
from tests.domain.origin.goods import ON, agreement, good, material


def foreign(*materials, on=ON, **more):
    examined = case(good(*materials), agreement(**more), on)
    return [row.origin for _, row in examined.foreign]


def test_only_the_exporting_party_is_at_home():
    assert foreign(material("7219", "CN"), material("7219", "JP"), material("7219", "unknown")) == ["JP", "unknown"]


def test_a_party_counts_only_when_declared_cumulated():
    assert foreign(material("7219", "JP", cumulated=True)) == []
    assert foreign(material("7219", "US", cumulated=True)) == ["US"]
    assert foreign(material("7219", "unknown", cumulated=True)) == ["unknown"]


def test_without_cumulation_nothing_is_cumulated():
    assert foreign(material("7219", "JP", cumulated=True), cumulation=Cumulation(kind="none")) == ["JP"]


@pytest.mark.parametrize(("on", "counted"), [(date(2021, 12, 31), ["TH"]), (date(2022, 1, 1), [])])
def test_a_party_cumulates_from_its_first_day(on, counted):
    assert foreign(material("7219", "TH", cumulated=True), on=on) == counted


def test_what_could_not_be_cumulated_is_told():
    examined = case(good(material("7219", "US", cumulated=True)), agreement(), ON)
    assert [row.origin for row in examined.refused] == ["US"]


def test_a_gap_in_a_value_is_named_by_its_place():
    examined = case(good(material("3923", "CN"), material("7219", "JP", price=None)), agreement(), ON)
    assert (examined.vnm.whole, examined.vnm.missing) == (None, ("materials[1].unit_price",))
    assert examined.vom.whole == 1


def test_no_list_of_materials_is_no_foreign_value_only_for_obtained_goods():
    assert case(good(), agreement(), ON).vnm.missing == ("materials",)
    assert case(good(wholly_obtained=True), agreement(), ON).vnm.whole == 0


def test_a_material_is_named_with_code_and_origin():
    assert listed([material("721934", "JP")]) == "material 721934 (721934, JP)"


def _amounts():
    return st.none() | st.decimals(0, 1000, places=3)


MATERIALS = st.lists(
    st.builds(
        Material,
        name=st.just("part"),
        hs_code=st.sampled_from(("721934", "721990", "7219", "72", "390210", "401693", "")),
        origin=st.sampled_from(("CN", "JP", "KR", "TH", UNKNOWN)),
        quantity=_amounts(),
        unit_price=_amounts(),
        cumulated=st.booleans(),
        role=st.sampled_from(Role),
    ),
    max_size=8,
)


@given(
    materials=MATERIALS,
    lending=st.sampled_from(Lending),
    rule=st.sampled_from(("CC", "CTH", "CTSH", "CTH except 72.19", "CTSH from 39.01-40.16")),
)
def test_materials_are_sorted_as_each_is_by_itself(materials, lending, rule):
    member, own, foreign, aside = agreement(), [], [], []
    made = good(*materials, hs_code="721920")
    for placed in made.placed:
        row = placed[1]
        is_lent = (lending is Lending.PROVEN or row.cumulated) and row.origin in lenders(made, member, ON, lending)
        if row.role is not Role.SHIPPING_PACKING:
            (own if is_lent or row.origin == "CN" else aside if row.role in ASIDE else foreign).append(placed)
    examined = case(made, member, ON, lending=lending)
    split, change = examined.split, parse(rule)
    assert (split.own, split.foreign, split.aside) == (tuple(own), tuple(foreign), tuple(aside))
    assert (split.vnm, split.vom) == (total((*foreign, *aside)), total(own))
    answers = [makes(change, made.hs_code, row.hs_code) for _, row in foreign]
    stuck = [[placed for placed, each in zip(foreign, answers, strict=True) if each is way] for way in (False, None)]
    assert failing(change, examined) == tuple(stuck)
