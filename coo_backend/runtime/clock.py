"""The port by which the backend sees the time: instants in UTC, and the day of the offices that issue certificates."""

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
