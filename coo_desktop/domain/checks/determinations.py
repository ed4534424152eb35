"""Determinations given again while everything that they rest on is the very same: the product, the day, the rules.

A document of a hundred lines asks for a hundred determinations at every check; between two checks none of them changes.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.origin.determination import Determination

#: More than the products that the open documents name; some kilobytes each.
LIMIT = 4_096

#: The id of a product, an agreement, a destination.
Key = tuple[str, str, str]
#: The objects that an answer rests on, compared by what they are and not by what they hold.
Grounds = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A determination with all that it was made of."""

    values: Values
    on: dt.date
    grounds: Grounds
    answer: Determination | None

    def holds(self, values: Values, on: dt.date, grounds: Grounds) -> bool:
        is_same = self.on == on and len(self.grounds) == len(grounds)
        is_same = is_same and all(mine is theirs for mine, theirs in zip(self.grounds, grounds, strict=True))
        return is_same and (self.values is values or self.values == values)


class Determinations:
    """The answers made last, for all threads; of two who come at once both may make one."""

    def __init__(self) -> None:
        self._kept: dict[Key, Made] = {}

    def answer(
        self, key: Key, values: Values, on: dt.date, grounds: Grounds, make: Callable[[], Determination | None]
    ) -> Determination | None:
        """The determination of a product with these values on a day; `make` is called where none is known."""
        known = self._kept.get(key)
        if known is None or not known.holds(values, on, grounds):
            known = Made(values, on, grounds, make())
            if len(self._kept) >= LIMIT:
                self._kept = {}
            self._kept[key] = known
        return known.answer
