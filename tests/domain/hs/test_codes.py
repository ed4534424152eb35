"""HS codes as people write them, and what their queries ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.hs import codes


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("9617", "9617"),
        ("9617.00", "961700"),
        ("96 17 00 11", "96170011"),
        ("9617-00", "961700"),
        ("９６１７", "9617"),
        (" 0902 ", "0902"),
        ("tea", ""),
        ("3d", ""),
        ("", ""),
        ("٩٦١٧", ""),
    ],
)
def test_a_code_is_its_digits_however_it_is_written(written, digits):
    assert codes.digits_of(written) == digits


@pytest.mark.parametrize(
    ("code", "above"),
    [("96170011", "961700"), ("961700", "9617"), ("9617", "96"), ("96", ""), ("III", ""), ("0101211000", "01012110")],
)
def test_a_code_stands_below_the_next_shorter_one(code, above):
    assert codes.parent(code) == above


@pytest.mark.parametrize("code", ["1", "123", "12345", "9617.00", "９６", "", "ab"])
def test_what_has_no_level_is_no_code(code):
    assert not codes.is_code(code)


@pytest.mark.parametrize(
    ("year", "edition"),
    [(2028, "2028"), (2027, "2022"), (2022, "2022"), (2021, "2017"), (2016, "2012"), (1990, "1996")],
)
def test_a_year_has_the_edition_in_force(year, edition):
    assert codes.edition_of(year) == edition


def test_a_query_of_digits_asks_for_a_code():
    assert codes.asked("9617.00") == codes.Asked("961700", ())


def test_a_mixed_query_is_split_where_the_script_changes():
    assert codes.asked("LED灯 9W").terms == ("led", "灯", "9w")


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("flasks", "flask"),
        ("boxes", "box"),
        ("batteries", "battery"),
        ("brushes", "brush"),
        ("glasses", "glass"),
        ("glass", "glass"),
        ("apparatus", "apparatus"),
        ("tyres", "tyre"),
        ("gas", "gas"),
        ("tie", "tie"),
        ("cookies", "cooky"),
        ("cookie", "cooky"),
    ],
)
def test_a_plural_is_searched_as_its_singular(many, one):
    assert codes.singular(many) == one


def test_a_name_leads_to_each_thing_that_it_lists():
    assert {"马", "驴", "骡"} <= set(codes.leads("马、驴、骡"))
    assert "保温瓶" in codes.leads("带壳的保温瓶和其他真空容器及其零件，但玻璃瓶胆除外")
    assert "vacuum flasks" in codes.leads("Vacuum flasks and other vacuum vessels, complete with cases")


def test_a_name_leads_to_nothing_by_a_word_that_half_of_all_names_have():
    assert not {"零件", "类似品"} & set(codes.leads("锚、多爪锚及其零件；类似品"))


@given(st.text())
def test_any_text_can_be_asked(text):
    found = codes.asked(text)
    assert len(found.terms) <= codes.TERM_LIMIT
    assert all(term.strip() == term and term for term in found.terms)
    assert not (found.digits and found.terms)
