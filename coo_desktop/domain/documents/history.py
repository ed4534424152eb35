"""Versions of a document: each is one sitting of one person or one answer of the backend, kept as the way back.

A version holds how to get from its own values to those of the version before it (`before`), so that the newest one
costs nothing beside the document itself and the oldest can be forgotten without touching the others. `before` has for
every field that changed either `{"value": old}` (None: it was not there), or, for rows, `{"order": ids, "rows": rows}`
with only those rows that were different or are gone.

Saves of one person with pauses under `PAUSE` are one version, up to `SITTING` from the first; the very first
version stays what the document started as. The newest `KEPT_VERSIONS` of a document are kept, as long as it is.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coo_desktop.domain.documents.document import Document, Values, editor_of

PAUSE, SITTING = dt.timedelta(minutes=10), dt.timedelta(hours=1)
KEPT_VERSIONS = 200
HERE, BACKEND = "here", "backend"
#: Stages between which every save goes to and fro: worth no version of their own.
_WRITING = frozenset({"draft", "ready"})
#: Stage that the backend tells -> the fact that names who brought it about.
_DOERS = {"submitted": "signatory", **dict.fromkeys(("in_review", "approved", "returned", "voided"), "examiner")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Who left the document how, and when; `revision`, `stage` and `at` are those of the last save in it.

    `source` is here (typed on this computer) or backend (came by sync). `changed` names the fields that differ from
    the version before.
    """

    number: int
    revision: int
    by: str
    source: str
    stage: str
    print_state: str
    began_at: str
    at: str
    changed: tuple[str, ...] = ()
    before: Values = field(default_factory=dict)


def follow(latest: Version | None, old: Document | None, new: Document, person: str) -> Version | None:
    """The version that storing `new` over `old` makes: `latest` grown, the next one, or None for nothing to tell."""
    source = BACKEND if new.rev != (old.rev if old else None) else HERE
    before = difference(new.values, old.values) if old else {}
    if old and not before and not _moved(old, new):
        return None
    if latest is not None and old is not None and _joins(latest, new, source, person):
        before = difference(new.values, undone(old.values, latest.before))
        return _ending(latest, new, before)
    first = Version(
        number=latest.number + 1 if latest else 1,
        revision=new.revision,
        by=person if source == HERE else doer(new, old),
        source=source,
        stage=new.stage,
        print_state=new.print_state,
        began_at=new.updated_at,
        at=new.updated_at,
    )
    return _ending(first, new, before)


def doer(document: Document, old: Document | None) -> str:
    """Who made a revision that came from the backend, as far as it tells; "" when only CCPIT knows."""
    if old is not None and old.stage == document.stage and old.print_state != document.print_state:
        return ""
    is_moved = old is None or old.stage != document.stage
    fact = _DOERS.get(document.stage) if is_moved else None
    return str(document.facts.get(fact, "")) if fact else editor_of(document.author, document.facts)


def difference(now: Values, was: Values) -> dict[str, Any]:
    """The way back from `now` to `was`, field by field; empty when they are the same."""
    way: dict[str, Any] = {}
    for name in dict.fromkeys([*now, *was]):
        new, old = now.get(name), was.get(name)
        if new == old:
            continue
        here, there = rows_by_id(new), rows_by_id(old)
        if here is None or there is None:
            way[name] = {"value": old}
        else:
            rows = {row_id: row for row_id, row in there.items() if here.get(row_id) != row}
            way[name] = {"order": list(there), "rows": rows}
    return way


def undone(values: Values, before: Values) -> dict[str, Any]:
    """The values before the changes that `before` leads back from."""
    was = dict(values)
    for name, way in before.items():
        if "order" in way:
            rows = {**(rows_by_id(values.get(name)) or {}), **way["rows"]}
            was[name] = [rows[row_id] for row_id in way["order"]]
        elif way["value"] is None:
            was.pop(name, None)
        else:
            was[name] = way["value"]
    return was


def as_of(document: Document, versions: Iterable[Version], version: Version) -> Document:
    """The document as it was at the end of a version; `versions` are all of it, newest first."""
    values = document.values
    for later in versions:
        if later.number <= version.number:
            break
        values = undone(values, later.before)
    return replace(
        document,
        values=values,
        revision=version.revision,
        stage=version.stage,
        print_state=version.print_state,
        updated_at=version.at,
    )


def _ending(version: Version, new: Document, before: Values) -> Version:
    """The version as this save leaves it."""
    return replace(
        version,
        revision=new.revision,
        stage=new.stage,
        print_state=new.print_state,
        at=new.updated_at,
        changed=tuple(before),
        before=before,
    )


def _joins(latest: Version, new: Document, source: str, person: str) -> bool:
    """Whether a save goes on with the sitting of the latest version."""
    is_same_hand = latest.source == source == HERE and latest.by == person and latest.number > 1
    is_same_work = latest.stage == new.stage or {latest.stage, new.stage} <= _WRITING
    return (
        is_same_hand
        and is_same_work
        and _is_within(PAUSE, latest.at, new.updated_at)
        and _is_within(SITTING, latest.began_at, new.updated_at)
    )


def _moved(old: Document, new: Document) -> bool:
    is_writing = {old.stage, new.stage} <= _WRITING
    return (old.stage != new.stage and not is_writing) or old.print_state != new.print_state


def _is_within(span: dt.timedelta, start: str, end: str) -> bool:
    """Whether two instants are no further apart; an instant nobody knows is far from everything."""
    try:
        return abs(dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(start)) <= span
    except (ValueError, TypeError):
        return False


def rows_by_id(value: Any) -> Mapping[str, Any] | None:
    """Rows by their id; None for anything that is not rows with an id of their own each."""
    if not isinstance(value, list) or not all(isinstance(row, dict) and "id" in row for row in value):
        return None
    rows = {str(row["id"]): row for row in value}
    return rows if len(rows) == len(value) else None
