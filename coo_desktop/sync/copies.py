"""Drafts that keep a person's work when its own document can no longer take it."""

from collections.abc import Iterable
from typing import Any

from coo_desktop.domain import lifecycle
from coo_desktop.domain.documents import Conflict, Document, Values
from coo_desktop.domain.identity import new_id
from coo_desktop.domain.operations.drafts import store_edit
from coo_desktop.domain.ports import Unit


def keep_copy(unit: Unit, local: Document, values: Values) -> Document:
    """A new draft with my values of a document that can no longer take them; its rows are rows of their own."""
    rows = {
        name: [{**row, "id": new_id()} if isinstance(row, dict) and "id" in row else row for row in value]
        for name, value in values.items()
        if isinstance(value, list)
    }
    now = unit.clock.now().isoformat(timespec="milliseconds")
    copy = Document(
        id=new_id(),
        form=local.form,
        family=local.family,
        values={**values, **rows},
        stage=lifecycle.FIRST_STAGE[local.family],
        links={"copied_from": local.id},
        extra=local.extra,
        author=unit.person().account or local.author,
        office=local.office,
        needs_review=True,
        created_at=now,
    )
    return store_edit(unit, copy)


def with_mine(values: Values, conflicts: Iterable[Conflict]) -> dict[str, Any]:
    """The values with my side of every open conflict put back where it was typed."""
    mine = dict(values)
    for conflict in conflicts:
        name, _, rest = conflict.path.partition("/")
        row_id, _, part = rest.partition("/")
        if not rest:
            mine[name] = conflict.mine
            continue
        rows = [row for row in mine.get(name) or [] if isinstance(row, dict)]
        if not part:
            others = [row for row in rows if row.get("id") != row_id]
            mine[name] = others if conflict.mine is None else [*others, conflict.mine]
        else:
            mine[name] = [{**row, part: conflict.mine} if row.get("id") == row_id else row for row in rows]
    return mine
