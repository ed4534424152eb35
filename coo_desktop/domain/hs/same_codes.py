"""Codes that stayed what they were from one edition of the Harmonized System to the next, without a correlation table.

The program ships which codes did not stay, by their number alone. What became of those a correlation tells, which comes
as a pack. Of 2007 and 2012 no table was at hand: there a code counts as the same where its heading has the same
subheadings in both.
"""

import csv
import io
from collections.abc import Mapping
from itertools import pairwise

from coo_desktop.domain.errors import Unreadable

FILE = "changed.csv"
COLUMNS = ("edition", "other", "code")


class SameCodes:
    """Answers as a correlation does, and only where the code is the same; implements `Conversion`."""

    def __init__(self, changed: Mapping[tuple[str, str], frozenset[str]]) -> None:
        """`changed`: by edition and other edition, the codes of the one that are not surely the same in the other."""
        self._changed = changed
        self._editions = sorted({edition for pair in changed for edition in pair})

    def converted(self, code: str, old: str, new: str) -> tuple[str, ...] | None:
        """The code itself where it is the same in both editions; None where it is not, or nothing is known."""
        if old == new:
            return (code,)
        if old not in self._editions or new not in self._editions:
            return None
        first, last = sorted((self._editions.index(old), self._editions.index(new)))
        way = self._editions[first : last + 1]
        steps = pairwise(way if old < new else reversed(way))
        return None if any(code[:6] in self._changed[step] for step in steps) else (code[:6],)

    def ground(self) -> object:
        """The table never changes."""
        return self


def read_same_codes(text: str) -> SameCodes:
    """From the shipped table: edition, other edition, code; raises Unreadable(file, line) for another table."""
    changed: dict[tuple[str, str], set[str]] = {}
    for line, cells in enumerate(csv.reader(io.StringIO(text)), 1):
        if len(cells) != len(COLUMNS) or (line == 1) is not (tuple(cells) == COLUMNS):
            raise Unreadable(file=FILE, line=line, reason="columns")
        if line > 1:
            edition, other, code = cells
            changed.setdefault((edition, other), set()).add(code)
    return SameCodes({step: frozenset(codes) for step, codes in changed.items()})
