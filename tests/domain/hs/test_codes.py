"""HS codes as people write them, and what their queries ask for."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.codes import Listed, is_current
from tests.fakes.packs import FewCodes


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


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        *(("HS 9617", "9617"), ("hs9617.00", "961700"), ("H.S. CODE NO.: 9617.00", "961700"), ("HSCODE：9617", "9617")),
        *(("海关编码 9617", "9617"), ("税号：9617.00", "961700"), ("HS编码9617", "9617"), ("HTS 9617.00", "961700")),
        *(("T 9617", ""), ("PE 100", ""), ("USB 3.0", ""), ("3D", ""), ("9617 HS", ""), ("HS", ""), ("茶 0902", "")),
    ],
)
def test_a_label_before_a_code_is_no_part_of_it(written, digits):
    assert codes.digits_of(written) == digits


@pytest.mark.parametrize(
    ("typed", "code"), [("30420", "030420"), ("902", "0902"), ("9617", ""), ("03042", ""), ("9", "")]
)
def test_an_odd_number_of_digits_may_have_lost_its_first_zero(typed, code):
    assert codes.with_lost_zero(typed) == code


@pytest.mark.parametrize(
    ("name", "leads"),
    [
        ("加工橡胶或塑料用的机器", ("机器",)),
        ("橡胶、塑料、皮革制外底，皮革制鞋面的鞋靴", ("鞋面的鞋靴", "鞋面", "鞋靴")),
        ("塑料制品", ("塑料制品",)),
        ("精制的茶", ("茶",)),
    ],
)
def test_what_a_thing_is_made_of_or_for_is_not_the_thing(name, leads):
    assert codes.leads(name) == leads


def test_a_query_of_digits_asks_for_a_code():
    assert codes.asked("9617.00") == codes.CodeQuery("961700", ())


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


def listed(code: str, valid_to: str = "") -> Listed:
    return Listed(code, code[:-2], "", "", (), "2015-01-01", valid_to, False)


CODES = FewCodes(
    listed("961700"),
    listed("96170011"),
    listed("96170090", "2021-12-31"),
    listed("854142"),
    listed("85414020", "2021-12-31"),
)


@pytest.mark.parametrize(
    ("code", "current"),
    [
        ("961700", True),
        ("854140", False),
        ("96170011", True),
        ("9617001100", True),
        ("96170090", False),
        ("96170099", False),
        ("85414200", True),
        ("85414020", False),
        ("9617", None),
    ],
)
def test_a_code_is_in_force_or_not(code, current):
    assert is_current(CODES, code, dt.date(2026, 11, 23), "2022") is current


def test_a_line_is_valid_to_the_last_day_of_its_last_year():
    assert is_current(CODES, "96170090", dt.date(2022, 1, 1), "2022") is False
    assert is_current(FewCodes(listed("961700", "2022-12-31")), "961700", dt.date(2022, 12, 31), "2022") is True


def test_the_codes_of_one_edition_say_nothing_about_another():
    assert is_current(CODES, "961700", dt.date(2028, 1, 1), "2022") is None
