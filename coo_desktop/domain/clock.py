"""What is taken from the computer itself: its time, behind the Clock port, and identifiers made of that time.

Tests put a clock of their own in the place of `SystemClock`. Identifiers ask nobody: they are unique across desks and
never secrets.
"""

import datetime as dt
import secrets
import time
import uuid

#: Certificates are dated in China, which has one time and no summer time, whatever the computer's own zone is.
CHINA = dt.timezone(dt.timedelta(hours=8))


def china_today() -> dt.date:
    """The day that it is in China."""
    return dt.datetime.now(CHINA).date()


class SystemClock:
    """Implements `ports.Clock`."""

    def now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        return china_today()

    def monotonic_s(self) -> float:
        return time.monotonic()


def new_id(begun_on: dt.date | None = None) -> str:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits, so ids sort by age; of something
    that was begun on an earlier day, the age that it has."""
    milliseconds = time.time_ns() // 1_000_000
    if begun_on is not None:
        milliseconds = max(0, (begun_on - dt.date(1970, 1, 1)).days) * 86_400_000
    number = (milliseconds & ((1 << 48) - 1)) << 80
    number |= 0x7 << 76 | secrets.randbits(12) << 64
    number |= 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def is_id(text: object) -> bool:
    """Whether `text` is a UUID in its canonical spelling."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
