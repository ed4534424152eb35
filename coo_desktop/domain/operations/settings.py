"""What this computer keeps and never sends: settings of a profile, what a person arranged, files saved elsewhere.

Files that were saved outside the program's own folder at a person's wish are remembered, to go with the account.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from coo_desktop.domain.desk import LOCK, OPEN_TABS
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.domain.ports import Reader, Unit

EXPORTS = "exports"
MOST = 10_000
#: When a whole pass of sync succeeded last: an ISO instant with its zone.
HEARD_AT = "sync_heard_at"
#: Setting: the open cases of verification as the office told them last, and when.
CASES = "cases.known"
#: Setting: ids of the documents opened last, the last one first.
OPENED, MOST_OPENED = "opened_documents", 12
#: Settings that change while a program only runs; a store that differs in nothing else has nothing new to keep.
PASSING = frozenset({HEARD_AT, CASES, OPENED, LOCK, OPEN_TABS, EXPORTS})
#: The family under which a Change tells that only what a person arranged is kept anew.
PREFERENCES = "preferences"


def keep_setting(unit: Unit, name: str, value: Any) -> Change:
    """Stores one setting of this profile."""
    unit.put_setting(name, value)
    return Change(families=frozenset({"setting"}))


def keep_preference(unit: Unit, name: str, value: Any) -> Change:
    """Keeps one preference under its name; None forgets it."""
    unit.put_setting(name, value)
    return Change(families=frozenset({PREFERENCES}))


def keep_preferences(unit: Unit, preferences: Mapping[str, Any]) -> Change:
    """Keeps several preferences, each under its name."""
    for name, value in preferences.items():
        unit.put_setting(name, value)
    return Change(families=frozenset({PREFERENCES}))


def merge_preference(unit: Unit, name: str, changes: Mapping[str, Any]) -> Change:
    """Keeps parts of a preference that is a table; the other parts stay as they are."""
    kept = unit.setting(name, {})
    return keep_preference(unit, name, {**(kept if isinstance(kept, Mapping) else {}), **changes})


def keep_cases(unit: Unit, cases: Iterable[VerificationCase], at: str) -> Change:
    """Keeps which cases wait for an answer and until when, for the days without a network."""
    waiting = {case.id: case.deadline for case in cases if case.state == CaseState.OPEN}
    return keep_setting(unit, CASES, {"open": waiting, "at": at})


def known_cases(reader: Reader) -> dict[str, str]:
    """Id of each case that waits for an answer -> its deadline, "" where an older program kept none."""
    kept = reader.setting(CASES, {})
    waiting = kept.get("open", {}) if isinstance(kept, Mapping) else {}
    return dict(waiting) if isinstance(waiting, Mapping) else dict.fromkeys(map(str, waiting), "")


def remember_file(unit: Unit, path: str, sha256: str) -> Change:
    """Remembers a file as it was saved; a newer one at the same place takes its place."""
    others = [one for one in exported(unit) if one["path"] != path]
    unit.put_setting(EXPORTS, [*others, {"path": path, "sha256": sha256}][-MOST:])
    return Change()


def remember_opened(unit: Unit, document_id: str) -> Change:
    """Remembers that a document was opened; the one opened longest ago is forgotten."""
    others = [one for one in opened_recently(unit) if one != document_id]
    unit.put_setting(OPENED, [document_id, *others][:MOST_OPENED])
    return Change()


def opened_recently(reader: Reader) -> tuple[str, ...]:
    """The ids of the documents opened last, the last one first, whether they are still here or not."""
    kept: Any = reader.setting(OPENED)
    return tuple(map(str, kept)) if isinstance(kept, list) else ()


def exported(reader: Reader) -> list[dict[str, str]]:
    """Every file that is remembered: `path` and `sha256`."""
    kept: Any = reader.setting(EXPORTS)
    known = kept if isinstance(kept, list) else []
    return [one for one in known if isinstance(one, dict) and set(one) >= {"path", "sha256"}]


def note_heard(unit: Unit) -> None:
    """A whole pass of sync has succeeded just now; the instant survives the program, whichever way that ends."""
    unit.put_setting(HEARD_AT, unit.clock.now().isoformat(timespec="seconds"))


def last_heard_at(reader: Reader) -> str:
    """When the backend was heard last, "" for never."""
    kept = reader.setting(HEARD_AT)
    return kept if isinstance(kept, str) else ""
