"""Whether a code is in the list in force: six digits by the edition, a country's own lines by the year as well."""

import datetime as dt
from typing import Protocol

from coo_desktop.domain.hs.codes import Listed, edition_of

#: The digits that all countries share; what follows is a country's own and changes every 1 January.
SHARED, LINE = 6, 8


class Codes(Protocol):
    """The codes of one edition, as far as they are known here."""

    def find(self, code: str) -> Listed | None: ...
    def children(self, code: str) -> tuple[Listed, ...]: ...


def is_current(codes: Codes, code: str, on: dt.date, edition: str) -> bool | None:
    """Whether a code is valid on a day by the codes of an edition; None when another edition is in force then.

    A line of eight digits or more is judged where the list knows lines of its subheading, else its six digits are.
    """
    if len(code) < SHARED or edition_of(on.year) != edition:
        return None
    if len(code) >= LINE:
        line = codes.find(code[:LINE])
        if line is not None:
            return valid_on(line, on)
        if any(len(below.code) == LINE for below in codes.children(code[:SHARED])):
            return False
    shared = codes.find(code[:SHARED])
    return shared is not None and valid_on(shared, on)


def valid_on(listed: Listed, on: dt.date) -> bool:
    """Whether a code has not ended before a day."""
    return not listed.valid_to or on.isoformat() <= listed.valid_to
