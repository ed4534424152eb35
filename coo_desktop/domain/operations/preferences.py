"""What a person arranged at this desk: filters, columns, printers. It stays in the local store and is never sent."""

from collections.abc import Mapping
from typing import Any

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.ports import Unit

_FAMILY = "preferences"


def keep(unit: Unit, name: str, value: Any) -> Change:
    """Keeps one preference under its name; None forgets it."""
    unit.put_setting(name, value)
    return Change(families=frozenset({_FAMILY}))


def keep_all(unit: Unit, preferences: Mapping[str, Any]) -> Change:
    """Keeps several preferences, each under its name."""
    for name, value in preferences.items():
        unit.put_setting(name, value)
    return Change(families=frozenset({_FAMILY}))


def merge(unit: Unit, name: str, changes: Mapping[str, Any]) -> Change:
    """Keeps parts of a preference that is a table; the other parts stay as they are."""
    kept = unit.setting(name, {})
    return keep(unit, name, {**(kept if isinstance(kept, Mapping) else {}), **changes})
