"""What a person arranged at this desk: filters, columns, printers. It stays in the local store and is never sent."""

from typing import Any

from coo_desktop.domain.documents import Change
from coo_desktop.domain.ports import Unit

_FAMILY = "preferences"


def keep(unit: Unit, name: str, value: Any) -> Change:
    """Keeps one preference under its name; None forgets it."""
    unit.put_setting(name, value)
    return Change(families=frozenset({_FAMILY}))
