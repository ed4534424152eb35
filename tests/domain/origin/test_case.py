"""Which materials count as originating under an agreement."""

from datetime import date

import pytest

from coo_desktop.domain.agreements import Cumulation
from coo_desktop.domain.origin.case import case, listed
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
