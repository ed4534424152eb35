"""Two people changed one field: clashes become conflicts that a person answers; what was merged is looked at."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change, Conflict
from coo_desktop.domain.documents.merge import Clash
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.operations.drafts import change_of, existing, store_edit
from coo_desktop.domain.ports import Unit


def resolve(unit: Unit, document_id: str, conflict_id: str, keep_mine: bool) -> Change:
    """Answers one conflict: theirs stays in the field, or mine is put back into it."""
    document = existing(unit, document_id)
    conflict = next(item for item in unit.conflicts(document_id) if item.id == conflict_id)
    values = dict(document.values)
    if keep_mine:
        form = unit.rules.form(document.form)
        values = {**values, **clean(_with(values, conflict.path, conflict.mine), form.stored)}
    unit.resolve_conflict(conflict_id)
    left = len(unit.conflicts(document_id))
    return change_of(store_edit(unit, dataclasses.replace(document, values=values, conflicts=left)))


def keep_conflicts(unit: Unit, document_id: str, clashes: Iterable[Clash], theirs_by: str = "") -> int:
    """Stores clashes as conflicts; returns how many of the document are open then."""
    unit.put_conflicts(
        [
            Conflict(
                id=new_id(),
                document=document_id,
                path=clash.path,
                base=clash.base,
                mine=clash.mine,
                theirs=clash.theirs,
                theirs_by=theirs_by,
            )
            for clash in clashes
        ]
    )
    return len(unit.conflicts(document_id))


def remember(unit: Unit, document_id: str, clashes: Iterable[Clash]) -> Change:
    """Keeps what a person had typed into fields that changed elsewhere meanwhile, for the person to choose."""
    document = existing(unit, document_id)
    left = keep_conflicts(unit, document_id, clashes)
    return change_of(unit.put(dataclasses.replace(document, conflicts=left)))


def looked_at(unit: Unit, document_id: str) -> Change:
    """The person has seen what a merge produced; the document may be sent again."""
    document = existing(unit, document_id)
    return change_of(unit.put(dataclasses.replace(document, needs_review=False)))


def _with(values: dict[str, Any], path: str, mine: Any) -> dict[str, Any]:
    """The one top-level value that `path` touches, with `mine` in its place."""
    name, _, rest = path.partition("/")
    if not rest:
        return {name: mine}
    row_id, _, part = rest.partition("/")
    rows = [dict(row) for row in values.get(name, [])]
    if not part:
        others = [row for row in rows if row.get("id") != row_id]
        return {name: [*others, mine] if mine is not None else others}
    for row in rows:
        if row.get("id") == row_id:
            row[part] = mine
    return {name: rows}
