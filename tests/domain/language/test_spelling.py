"""Typed text, numbers and days in their canonical spelling."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.language.spelling import (
    date_of,
    decimal_of,
    is_blank,
    latin,
    named_sign,
    plain_date,
    plain_number,
    storable,
)


@given(st.text(st.characters()))
def test_what_is_storable_is_utf8_without_controls(text):
    kept = storable(text)
    kept.encode("utf-8")
    assert not any(char < " " and char not in "\n\t" for char in kept)
    assert storable(kept) == kept


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5))
def test_a_plain_number_keeps_its_value(number):
    assert decimal_of(plain_number(f"{number:,f}")) == number


@pytest.mark.parametrize("value", [None, "", "abc", "NaN", "Infinity", True, 1.5, [], "1e"])
def test_what_is_no_number_is_none(value):
    assert decimal_of(value) is None


@pytest.mark.parametrize("value", [None, "", "2026-2-3", "2026-02-30", 20260203, "20260203"])
def test_what_is_no_day_is_none(value):
    assert date_of(value) is None


def test_numbers_and_days_are_read():
    assert decimal_of("35700.00") == Decimal("35700.00")
    assert date_of(plain_date("2026.10.15")).isoformat() == "2026-10-15"


@pytest.mark.parametrize(
    ("value", "blank"), [("", True), (None, True), ([], True), ({}, True), (False, False), ("0", False)]
)
def test_blank_is_nothing_entered(value, blank):
    assert is_blank(value) is blank


def test_chinese_signs_are_no_wide_letters():
    assert latin("Ａ－１，宁波。") == "A-1,宁波。"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("FLASKS – “SAKURA” 50×200MM", 'FLASKS - "SAKURA" 50X200MM'),
        ("O’NEIL — A\u202fB", "O'NEIL - A B"),
        ("20°C", "20°C"),
    ],
)
def test_a_word_processors_signs_become_plain_ones(written, plain):
    assert latin(written) == plain


def test_signs_without_a_shape_go_and_joiners_only_from_latin_text():
    assert storable("LF2026-\u200b10\u00ad15\u2060") == "LF2026-1015"
    assert storable("한\u3164\uffa0국\u115f\ufdd0") == "한국"
    assert storable("نمی\u200cخواهم") == "نمی\u200cخواهم"
    assert latin("A\u200dB") == "AB"


@pytest.mark.parametrize(
    ("sign", "told"), [("\u200b", "U+200B"), ("\u00a0", "U+00A0"), ("，", "，"), ("\x07", "U+0007")]
)
def test_a_sign_that_nobody_sees_is_told_by_its_number(sign, told):
    assert named_sign(sign) == told
