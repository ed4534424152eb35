"""How a desk was left, by what it keeps of itself in settings: locked or not, and at which page.

The first moment of a start and the open desk both ask here: no row is shown to whom the lock would ask for a password.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.domain.short_names import ShortNames

#: Setting: how the screen lock stands: `locked`, and `seen_at`, the last sign of a person. And which pages are open.
LOCK, OPEN_TABS = "screen_lock", "open_tabs"
#: Whoever was away for so long has to unlock, whatever the settings say and whether or not the program ran meanwhile.
LONGEST_S = 12 * 3600

#: What is kept under the name of a setting; None for nothing.
Kept = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Glance:
    """The first rows of the list that was left at the front: `kept` are the settings that were asked for."""

    query: Query
    rows: tuple[Row, ...]
    kept: Mapping[str, Any]
    person: Mapping[str, Any]
    names: ShortNames


def was_left(kept: object, now: dt.datetime) -> bool:
    """Whether a desk was left locked, or longer ago than it stays open; `kept` is the setting LOCK."""
    if not isinstance(kept, Mapping):
        return False
    return kept.get("locked") is True or _was_away(kept.get("seen_at"), now)


def front_of(kept: object) -> str:
    """The place of the page that was at the front; "" where nothing says so. `kept` is the setting OPEN_TABS."""
    front = kept.get("front") if isinstance(kept, Mapping) else None
    return str(front.get("place", "")) if isinstance(front, Mapping) else ""


def _was_away(seen_at: object, now: dt.datetime) -> bool:
    try:
        return now - dt.datetime.fromisoformat(str(seen_at)) >= dt.timedelta(seconds=LONGEST_S)
    except (ValueError, TypeError):
        return False
