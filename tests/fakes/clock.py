"""A clock that stands still until a test moves it."""

import datetime as dt


class FakeClock:
    """Implements the Clock port; `pass_s` lets time go by."""

    def __init__(self, now: dt.datetime | None = None) -> None:
        self._now = now or dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
        self._monotonic_s = 1000.0

    def now(self) -> dt.datetime:
        return self._now

    def today(self) -> dt.date:
        return self._now.astimezone(dt.timezone(dt.timedelta(hours=8))).date()

    def monotonic_s(self) -> float:
        return self._monotonic_s

    def pass_s(self, seconds: float) -> None:
        self._now += dt.timedelta(seconds=seconds)
        self._monotonic_s += seconds
