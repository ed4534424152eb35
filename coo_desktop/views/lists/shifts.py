"""How a list gets from what it shows to what there is now, in rows that come and rows that go.

Rows that are followed keep their identity for whoever holds them (a choice, a cursor, a finger on the screen): only
what stands between them comes and goes. One that changed places among the others goes here and comes there.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shift:
    """So many rows come at row `at`, or go from there when `count` is negative."""

    at: int
    count: int


@dataclass(frozen=True, slots=True)
class Shifts:
    """Steps from the last row to the first, so that each finds its rows where they stood; `kept` moved along."""

    steps: tuple[Shift, ...]
    kept: frozenset[str]


def between(stood: Mapping[str, int], places: Mapping[str, int], before: int, after: int) -> Shifts:
    """From `before` rows, of which those followed `stood` so, to `after` rows, where they have these places."""
    rows = sorted(stood, key=lambda one: stood[one])
    kept = _in_order([one for one in rows if one in places], places)
    stops = [(-1, -1), *((stood[one], places[one]) for one in kept), (before, after)]
    gone = [stood[one] for one in rows if one not in set(kept)]
    steps: list[Shift] = []
    for (low, new_low), (high, new_high) in zip(reversed(stops[:-1]), reversed(stops[1:]), strict=True):
        left = [row for row in gone if low < row < high]
        more = new_high - new_low - (high - low) + len(left)
        if more > 0:
            steps.append(Shift(high, more))
        steps += [Shift(row, -1) for row in reversed(left)]
        if more < 0:
            steps.append(Shift(low + 1, more))
    return Shifts(tuple(steps), frozenset(kept))


def _in_order(rows: list[str], places: Mapping[str, int]) -> list[str]:
    """The most of the rows that stand in the same order before and after (a longest increasing subsequence)."""
    ends: list[int] = []
    before: dict[str, str | None] = {}
    tops: list[str] = []
    for one in rows:
        at = bisect_left(ends, places[one])
        before[one] = tops[at - 1] if at else None
        if at == len(ends):
            ends.append(places[one])
            tops.append(one)
        else:
            ends[at], tops[at] = places[one], one
    found: list[str] = []
    last: str | None = tops[-1] if tops else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]


def nearest(row: int, stood: Mapping[str, int], left: Iterable[str]) -> str:
    """Of the rows that are left the one that stood next to a row, below it rather than above; "" where none is."""
    rows = [(stood[one] < row, abs(stood[one] - row), one) for one in left]
    return min(rows)[2] if rows else ""
