"""Files that the program saved outside its own folder at a person's wish: remembered, to go with the account."""

from typing import Any

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.ports import Reader, Unit

EXPORTS = "exports"
MOST = 10_000


def remember(unit: Unit, path: str, sha256: str) -> Change:
    """Remembers a file as it was saved; a newer one at the same place takes its place."""
    others = [one for one in exported(unit) if one["path"] != path]
    unit.put_setting(EXPORTS, [*others, {"path": path, "sha256": sha256}][-MOST:])
    return Change()


def exported(reader: Reader) -> list[dict[str, str]]:
    """Every file that is remembered: `path` and `sha256`."""
    kept: Any = reader.setting(EXPORTS)
    known = kept if isinstance(kept, list) else []
    return [one for one in known if isinstance(one, dict) and set(one) >= {"path", "sha256"}]
