"""When a certificate counts as issued after the goods left."""

import datetime as dt

import pytest

from coo_desktop.domain.filling.retroactive import is_retroactive, last_day
from tests.domain.given import rules

FORM = rules().form("rcep_2022")
SEVEN_DAYS = FORM.model_copy(update={"params": {"retro": {"free_days": 7, "max_days": 365}}})

WORKING_DAYS = FORM.model_copy(update={"params": {"retro": {"free_days": 7, "free_days_kind": "working"}}})


@pytest.mark.parametrize(
    ("form", "applied", "retroactive"),
    [
        (FORM, "2026-10-17", False),
        (FORM, "2026-10-18", False),
        (FORM, "2026-10-19", True),
        (SEVEN_DAYS, "2026-10-25", False),
        (SEVEN_DAYS, "2026-10-26", True),
        (WORKING_DAYS, "2026-10-27", False),
        (WORKING_DAYS, "2026-10-28", True),
        (FORM, "", False),
        (FORM, "soon", False),
    ],
)
def test_it_is_retroactive_after_the_free_days(form, applied, retroactive):
    assert is_retroactive(form, {"departure_date": "2026-10-18", "application_date": applied}) is retroactive


def test_a_year_after_departure_is_the_last_day():
    assert last_day(FORM, {"departure_date": "2026-10-18"}) == dt.date(2027, 10, 18)


def test_without_a_departure_or_a_limit_there_is_no_last_day():
    assert last_day(FORM, {}) is None
    assert last_day(rules().form("pre_review"), {"departure_date": "2026-10-18"}) is None
