"""Values as people write them, typed on the real form: taken as what they mean, and what is left out is said."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QToolTip

from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import Key

CERTIFICATES, PRODUCTS = 2, 1


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("fob_price", "US$12.00", "12.00"),
        ("fob_price", "１，０３８．５０元", "1038.50"),
        ("fob_price", "1.234,50", "1.234,50"),
        ("currency", "us$", "USD"),
        ("hs_code", "HS: 9617.00", "961700"),
    ],
)
def test_a_field_takes_what_is_meant(screens, field: str, typed: str, stored: str):
    screen = screens(PRE_REVIEW)
    screen.new(PRODUCTS, "pre_review")
    screen.keys.fill(field, typed)
    screen.keys.go_to("name_zh")
    assert screen.page.values()[field] == stored


def test_what_is_left_out_of_a_number_is_said_beneath_it(screens, qtbot):
    screen = screens(PRE_REVIEW)
    screen.new(PRODUCTS, "pre_review")
    screen.keys.fill("fob_price", "US$12.00")
    screen.keys.press(Key.Key_Tab)
    qtbot.waitUntil(lambda: QToolTip.text() == "已略去：US$")


def test_a_day_with_two_readings_stays_and_is_asked(screens):
    screen = screens(RCEP)
    page = screen.new(CERTIFICATES, "rcep_2022")
    for typed, stored in (("05/06/2026", "05/06/2026"), ("Dec 30, 2026", "2026-12-30")):
        screen.keys.fill("departure_date", typed)
        screen.keys.go_to("contract_no")
        assert page.values()["departure_date"] == stored
    assert dt.date.fromisoformat(page.values()["departure_date"]) == dt.date(2026, 12, 30)
