"""The computer's own clock keeps the promises of the port; identifiers are made without asking anybody."""

import datetime as dt
import time
import uuid

import pytest

from coo_desktop.domain.clock import SystemClock, is_id, new_id


def test_an_instant_is_told_in_utc():
    assert SystemClock().now().utcoffset() == dt.timedelta(0)


def test_monotonic_time_never_goes_backwards():
    clock = SystemClock()
    read = [clock.monotonic_s() for _ in range(100)]
    assert read == sorted(read)


@pytest.mark.parametrize("zone", ["XXX+12", "XXX+18", "Asia/Shanghai", "America/New_York", "XXX-14"])
def test_today_is_the_day_of_china_whatever_the_computers_zone(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    _take_zone()
    before, today, after = _in_china(), SystemClock().today(), _in_china()
    monkeypatch.undo()
    _take_zone()
    assert type(today) is dt.date
    assert before <= today <= after


def _take_zone():
    """As the program sees a zone at its start; Windows has no TZ."""
    if hasattr(time, "tzset"):
        time.tzset()


def _in_china():
    return (dt.datetime.now(dt.UTC) + dt.timedelta(hours=8)).date()


def test_ids_are_version_7_and_all_different():
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert {(uuid.UUID(text).version, uuid.UUID(text).variant) for text in ids} == {(7, uuid.RFC_4122)}


def test_ids_sort_by_age_to_the_millisecond():
    ids = [new_id() for _ in range(1000)]
    assert [text[:13] for text in ids] == sorted(text[:13] for text in ids)


AN_ID = "0193a5b0-7c11-7def-8a2b-3c4d5e6f7081"


@pytest.mark.parametrize("text", ["", "abc", None, 5, AN_ID.upper(), "{" + AN_ID + "}", AN_ID.replace("-", "")])
def test_only_the_canonical_spelling_is_an_id(text):
    assert not is_id(text)


def test_a_new_id_is_one():
    assert is_id(new_id())


def test_what_was_begun_on_an_earlier_day_has_the_age_of_that_day():
    old, older = new_id(dt.date(2024, 3, 5)), new_id(dt.date(2020, 1, 1))
    assert older < old < new_id()
    assert is_id(old)
    assert is_id(new_id(dt.date(1960, 1, 1)))
