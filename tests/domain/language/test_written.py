"""Every reading that a text of a number or a day allows; what has several is never chosen."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.language.english import english_date
from coo_desktop.domain.language.written import Number, days_meant, has_decimal_comma, number_meant, visible

TODAY = dt.date(2026, 11, 30)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


def days(text: str, today: dt.date | None = TODAY) -> list[str]:
    return [day.isoformat() for day in days_meant(text, today)]


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%y"]))
def test_a_day_written_in_a_usual_way_has_one_reading(day: dt.date, way: str):
    assert days(day.strftime(way)) == [day.isoformat()]


@given(DAYS)
def test_the_day_that_paper_prints_is_read_back(day: dt.date):
    assert days(english_date(day)) == [day.isoformat()]


@given(DAYS)
def test_day_and_month_in_figures_have_one_reading_only_where_one_is_none(day: dt.date):
    found = days(day.strftime("%d/%m/%Y"))
    assert day.isoformat() in found
    assert (len(found) == 1) == (day.day > 12 or day.day == day.month)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("05/06/2026", ["2026-05-06", "2026-06-05"]),
        ("05-06-26", ["2026-05-06", "2026-06-05"]),
        ("26-11-30", ["2026-11-30"]),
        ("30-11-26", ["2026-11-30"]),
        ("Nov 30", ["2026-11-30"]),
        ("11月30日", ["2026-11-30"]),
        ("2026-11-30T08:15:00Z", ["2026-11-30"]),
        ("Novice 30, 2026", []),
        ("May June 2026", []),
        ("20263011", []),
        ("99999", []),
        ("", []),
    ],
)
def test_a_text_has_the_readings_that_are_days(text: str, found: list[str]):
    assert days(text) == found


def test_without_today_a_year_that_was_left_out_is_none_and_a_short_one_any():
    assert days("11.30", None) == []
    assert days("30-Nov-45", None) == ["2045-11-30"]
    assert days("30-Nov-45") == []


@given(st.decimals(0, 10**9, places=3), st.sampled_from(["{} USD", "USD {}", "US${}", "{} KG", "{}"]))
def test_a_number_is_the_same_with_and_without_its_measure(number: Decimal, way: str):
    found = number_meant(way.format(f"{number:,}"), {"USD", "US$", "KG"}.__contains__)
    assert found is not None
    assert Decimal(found.text) == number


@given(st.text(max_size=20))
def test_any_text_has_an_answer(text: str):
    days_meant(text, TODAY), number_meant(text, bool), has_decimal_comma(text)


def test_a_word_that_is_no_measure_makes_it_no_number():
    assert number_meant("20 apples", {"CTNS"}.__contains__) is None
    assert number_meant("20 CTNS", {"CTNS"}.__contains__) == Number("20", "CTNS")
    assert number_meant("USD 20 CTNS", {"USD", "CTNS"}.__contains__) is None


@pytest.mark.parametrize(
    ("text", "is_in_doubt"), [("1.234,50", True), ("12,5", True), ("1,234", False), ("1.5", False)]
)
def test_a_comma_that_may_part_decimals_is_in_doubt(text: str, is_in_doubt: bool):
    assert has_decimal_comma(text) is is_in_doubt
    assert (number_meant(text, bool) is None) is is_in_doubt


def test_what_nobody_sees_is_taken_out():
    assert visible("\u200b１\u00ad２\ufeff。５ ") == "12.5"
