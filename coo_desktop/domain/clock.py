"""The computer's own time, behind the Clock port; tests put a clock of their own in its place."""

import datetime as dt
import time


class SystemClock:
    """Implements `ports.Clock`."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        return dt.date.today()

    def monotonic_s(self) -> float:
        return time.monotonic()
