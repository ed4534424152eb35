"""Which daily backups stay: a week of days and four weeks, whatever days there were and however often it is asked."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.backups import days_kept

TODAY = dt.date(2026, 11, 30)
DAYS = st.sets(st.dates(dt.date(2026, 9, 1), dt.date(2027, 1, 31)), max_size=60)


def day_by_day(days):
    """What is left when each backup is made on its day and the others are let go at once."""
    kept = frozenset()
    for day in sorted(days):
        kept = days_kept({*kept, day})
    return kept


def week(day):
    return day.isocalendar()[:2]


def test_after_a_year_of_days_a_week_of_days_and_four_weeks_are_left():
    kept = day_by_day(TODAY - dt.timedelta(age) for age in range(365))
    assert sorted((TODAY - day).days for day in kept) == [0, 1, 2, 3, 4, 5, 6, 8, 15, 22, 29]


def test_after_a_year_of_workdays_a_month_can_be_gone_back():
    year = (TODAY - dt.timedelta(age) for age in range(365))
    kept = sorted(day_by_day(day for day in year if day.isoweekday() < 6))
    assert (TODAY - kept[0]).days >= 28, kept
    assert len(kept) == 11


@given(DAYS)
def test_making_them_one_by_one_leaves_what_making_them_at_once_does(days):
    assert day_by_day(days) == days_kept(days)


@given(DAYS)
def test_the_newest_seven_stay_and_the_newest_of_each_of_four_weeks_before_theirs(days):
    newest = sorted(days, reverse=True)[:7]
    earlier = sorted(days_kept(days) - set(newest), reverse=True)
    assert set(newest) <= days_kept(days) <= days
    before = {day for day in days if week(day) not in set(map(week, newest))}
    assert [week(day) for day in earlier] == sorted(set(map(week, before)), reverse=True)[:4]
    assert all(day == max(one for one in before if week(one) == week(day)) for day in earlier)


@given(DAYS, st.dates(dt.date(2030, 1, 1), dt.date(2090, 1, 1)))
def test_a_clock_that_stood_wrong_for_a_day_costs_at_most_one_backup(days, wrong):
    kept = days_kept(days)
    assert len(kept - days_kept({*kept, wrong})) <= 1


@given(DAYS)
def test_asking_again_removes_nothing(days):
    assert days_kept(days_kept(days)) == days_kept(days)
