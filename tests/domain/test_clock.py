"""The computer's own clock keeps the promises of the port."""

import datetime as dt

from coo_desktop.domain.clock import SystemClock


def test_an_instant_is_told_in_utc():
    assert SystemClock().now().utcoffset() == dt.timedelta(0)


def test_monotonic_time_never_goes_backwards():
    clock = SystemClock()
    read = [clock.monotonic_s() for _ in range(100)]
    assert read == sorted(read)


def test_today_is_a_calendar_day():
    assert type(SystemClock().today()) is dt.date
