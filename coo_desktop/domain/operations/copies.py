"""Drafts that keep a person's work when its own document can no longer take it."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.conflict_lines import counted
from coo_desktop.domain.documents.document import Change, Conflict, Document, Review, Values, walk
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.operations.drafts import change_of, store_edit
from coo_desktop.domain.ports import Unit


def keep_all(unit: Unit, local: Document) -> Document:
    """A copy with everything of mine in the document: its values, and my side of every open conflict."""
    values, left = with_mine(local.values, unit.conflicts(local.id))
    return keep_copy(unit, local, values, Review.KEPT_FROM_DELETED, left)


def keep_copy(
    unit: Unit, local: Document, values: Values, cause: Review, conflicts: Iterable[Conflict] = ()
) -> Document:
    """A new draft with these values; its rows are rows of their own, and these conflicts stay open in it.

    What takes another document's place still wants to: the copy keeps the links.
    """
    row_ids = {str(row["id"]): new_id() for value in values.values() for row in _rows(value)}
    now = unit.clock.now().isoformat(timespec="milliseconds")
    document_id = new_id()
    unit.put_conflicts(
        [
            dataclasses.replace(conflict, id=new_id(), document=document_id, path=_moved(conflict.path, row_ids))
            for conflict in conflicts
        ]
    )
    copy = Document(
        id=document_id,
        form=local.form,
        family=local.family,
        values={name: _fresh(value, row_ids) for name, value in values.items()},
        stage=lifecycle.FIRST_STAGE[local.family],
        links={**local.links, "copied_from": local.id},
        extra=local.extra,
        author=unit.person().account or local.author,
        office=unit.company().office,
        conflicts=counted(unit.conflicts(document_id)),
        needs_review=True,
        review=cause,
        created_at=now,
    )
    return store_edit(unit, copy)


def keep_typed(unit: Unit, seen: Document, copy_id: str, edits: Values) -> Change:
    """Keeps what a page held and no save had when its document went: in the copy that was kept of it, else in a new
    one of what the page had seen."""
    typed = clean(edits, unit.rules.form(seen.form).stored)
    copy = unit.document(copy_id) if copy_id else None
    if copy is None:
        return change_of(keep_copy(unit, seen, {**seen.values, **typed}, Review.KEPT_FROM_DELETED))
    return change_of(store_edit(unit, dataclasses.replace(copy, values={**copy.values, **typed})))


def with_mine(values: Values, conflicts: Iterable[Conflict]) -> tuple[dict[str, Any], list[Conflict]]:
    """The values with my side of each conflict put back, and the conflicts whose field I have typed into since."""
    mine, left = dict(values), []
    for conflict in conflicts:
        name, _, rest = conflict.path.partition("/")
        row_id, _, part = rest.partition("/")
        if rest and not part:
            others = [row for row in _rows(mine.get(name)) if row["id"] != row_id]
            mine[name] = others if conflict.mine is None else [*others, conflict.mine]
        elif dict(walk(mine)).get(conflict.path) != conflict.theirs:
            left.append(conflict)
        elif not rest:
            mine[name] = conflict.mine
        else:
            rows = _rows(mine.get(name))
            mine[name] = [{**row, part: conflict.mine} if row["id"] == row_id else row for row in rows]
    return mine, left


def ancestor(unit: Unit, local: Document) -> Values:
    """What both sides started from: the last revision known here, or what I sent when its first answer was lost."""
    if local.base is not None:
        return local.base
    for intent in unit.intents(local.id):
        if intent.kind == "put" and intent.attempts and isinstance(intent.body.get("values"), dict):
            return wire.from_wire(unit.rules.form(local.form), intent.body["values"])[0]
    return {}


def has_edits(unit: Unit, local: Document) -> bool:
    """Whether something of mine is here that the backend may not have."""
    return local.values != ancestor(unit, local)


def remove(unit: Unit, local: Document) -> None:
    """Takes a document away from here with everything wanted of it; nothing is asked of the backend."""
    for intent in unit.intents(local.id):
        unit.drop_intent(intent.key)
    unit.purge(local.id)


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict) and "id" in row] if isinstance(value, list) else []


def _fresh(value: Any, row_ids: Mapping[str, str]) -> Any:
    if not _rows(value):
        return value
    return [{**row, "id": row_ids[str(row["id"])]} if row in _rows(value) else row for row in value]


def _moved(path: str, row_ids: Mapping[str, str]) -> str:
    name, slash, rest = path.partition("/")
    row_id, cut, part = rest.partition("/")
    return f"{name}{slash}{row_ids.get(row_id, row_id)}{cut}{part}"
