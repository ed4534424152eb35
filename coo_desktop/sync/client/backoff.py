"""How long to leave the backend alone after trouble: full jitter, the backend's own wish, and both capped."""

import email.utils
import random
from collections.abc import Callable, Mapping

from coo_desktop.domain.ports import Clock

FIRST_S = 1.0
LONGEST_S = 300.0
LONGEST_WISH_S = 3600.0
#: Never more than one request a second into trouble, whatever the dice say.
SHORTEST_S = 1.0

Dice = Callable[[float, float], float]


def delay_s(failures: int, wish_s: float | None = None, dice: Dice = random.uniform) -> float:
    """Seconds to wait after so many failures in a row; `wish_s` is the backend's Retry-After."""
    jitter_s = dice(0.0, min(LONGEST_S, FIRST_S * 2 ** min(failures, 20)))
    return max(SHORTEST_S, min(wish_s or 0.0, LONGEST_WISH_S), jitter_s)


class Backoff:
    """Remembers trouble between passes, on the monotonic clock."""

    def __init__(self, clock: Clock, dice: Dice = random.uniform) -> None:
        self._clock = clock
        self._dice = dice
        self._failures = 0
        self._not_before_s = 0.0

    def is_ready(self) -> bool:
        """Whether the backend may be asked again."""
        return self._clock.monotonic_s() >= self._not_before_s

    def fail(self, wish_s: float | None = None) -> None:
        """One more failure in a row."""
        self._failures += 1
        self._not_before_s = self._clock.monotonic_s() + delay_s(self._failures, wish_s, self._dice)

    def succeed(self) -> None:
        """The backend answered: the next trouble starts small again."""
        self.forget()

    def forget(self) -> None:
        """A person asks to try at once."""
        self._failures = 0
        self._not_before_s = 0.0


def wish_s(headers: Mapping[str, str]) -> float | None:
    """The seconds of a Retry-After header, None when absent, past or garbage; a date counts from the answer's Date."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        return min(float(text), LONGEST_WISH_S)
    try:
        until = email.utils.parsedate_to_datetime(text)
        since = email.utils.parsedate_to_datetime(headers.get("date", ""))
        seconds_s = (until - since).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(seconds_s, LONGEST_WISH_S) if seconds_s > 0 else None
