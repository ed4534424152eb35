"""Documents that the backend has and this program cannot read: set aside and told, so that the others arrive.

What is here of such a document stays as it is. It is taken in as soon as it comes again in a shape that can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.clock import is_id
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.office.sync_state import IncidentKind
from coo_desktop.domain.operations.incidents import note
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.sync.arrivals import Arrived, Gone, read

#: Id -> revision of each document that stands aside.
SET_ASIDE = "sync_set_aside"
LONGEST_REV = 200


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A revision that has no shape of a document; `reason` is for whoever looks after the program."""

    id: str
    rev: str
    reason: str


def read_any(rules: Rulebook, item: Any, expected: str = "") -> Arrived | Gone | Unreadable:
    """What arrived, if need be by its name alone; raises Untrusted for what has no name, or another than `expected`."""
    try:
        return read(rules, item, expected)
    except Untrusted as error:
        found, rev = (item.get("id"), item.get("rev")) if isinstance(item, Mapping) else (None, None)
        is_named = is_id(found) and isinstance(rev, str) and 0 < len(rev) <= LONGEST_REV
        if not is_named or (expected and found != expected):
            raise
        return Unreadable(str(found), str(rev), str(error.facts.get("reason", "")))


def set_aside(unit: Unit, told: Unreadable) -> None:
    """Remembers the revision; an incident tells it once."""
    aside = revisions_aside(unit)
    if aside.get(told.id) != told.rev:
        unit.put_setting(SET_ASIDE, {**aside, told.id: told.rev})
        note(unit, IncidentKind.SET_ASIDE, f"{told.id} {told.rev} {told.reason}".strip())


def settle(unit: Unit, document_id: str) -> None:
    """The document can be read now."""
    aside = revisions_aside(unit)
    if aside.pop(document_id, None) is not None:
        unit.put_setting(SET_ASIDE, aside)


def revisions_aside(reader: Reader) -> dict[str, str]:
    """Id -> revision of what the backend has and this program could not read."""
    value = reader.setting(SET_ASIDE)
    return dict(value) if isinstance(value, Mapping) else {}
