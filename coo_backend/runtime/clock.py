"""The backend's time: instants in UTC as the wire writes them, and the day of the offices that issue certificates."""

import datetime as dt

from coo_desktop.domain.clock import CHINA


class Clock:
    """The system's clock; `offset_s` is moved by tests that let time pass."""

    def __init__(self) -> None:
        self.offset_s = 0.0

    def now(self) -> dt.datetime:
        """The present instant, aware, UTC."""
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=self.offset_s)

    def today(self) -> dt.date:
        """The calendar day at the issuing office."""
        return self.now().astimezone(CHINA).date()

    def stamp(self) -> str:
        """The present instant as the wire writes it."""
        return self.now().isoformat(timespec="milliseconds")

    def seconds(self) -> int:
        """Whole seconds since 1970; for what expires."""
        return int(self.now().timestamp())


def china_day(stamp: str) -> str:
    """The calendar day of an instant at the issuing office; "" for none."""
    return _in_china(stamp).date().isoformat() if stamp else ""


def china_minute(stamp: str) -> str:
    """An instant as the clock at the office showed it, to the minute; "" for none."""
    return _in_china(stamp).strftime("%Y-%m-%d %H:%M") if stamp else ""


def minutes_since(stamp: str, now: dt.datetime) -> int:
    """Whole minutes from an instant to `now`; 0 for none."""
    return int((now - dt.datetime.fromisoformat(stamp)).total_seconds()) // 60 if stamp else 0


def _in_china(stamp: str) -> dt.datetime:
    return dt.datetime.fromisoformat(stamp).astimezone(CHINA)
