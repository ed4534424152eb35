"""Three-way merge of two people's edits: by field, rows of lists by their id; nothing is dropped without a record.

For every path with base b, mine m, theirs t: equal edits agree; an edit on one side wins; on a true clash theirs
stands in the field and mine is returned as a clash. A row removed on one side and edited on the other is kept and
told as a clash.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents.document import Values


@dataclass(frozen=True, slots=True)
class Clash:
    """One true conflict; `path` is `field` or `field/row id/part`."""

    path: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged values and what could not be merged."""

    values: dict[str, Any]
    clashes: tuple[Clash, ...]


def merge(base: Values, mine: Values, theirs: Values) -> Merged:
    """Merges two edits of `base`; the result contains every edit or a clash for it."""
    clashes: list[Clash] = []
    values = _merge_objects("", base, mine, theirs, clashes)
    return Merged(values, tuple(clashes))


def edits(base: Values, snapshot: Values, now: Values) -> dict[str, Any]:
    """`base` with what a person changed between `snapshot` and `now`; used when an answer arrives while typing."""
    return merge(snapshot, now, base).values


def _merge_objects(
    prefix: str, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], clashes: list[Clash]
) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for name in dict.fromkeys([*theirs, *mine]):
        path = f"{prefix}{name}"
        value = _merge_value(path, base.get(name), mine.get(name), theirs.get(name), clashes)
        if value is not None or name in theirs:
            merged[name] = value
    return merged


def _merge_value(path: str, base: Any, mine: Any, theirs: Any, clashes: list[Clash]) -> Any:
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    if _is_rows(mine) and _is_rows(theirs):
        return _merge_rows(path, base if _is_rows(base) else [], mine, theirs, clashes)
    clashes.append(Clash(path, base, mine, theirs))
    return theirs


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)


def _merge_rows(
    path: str,
    base: list[dict[str, Any]],
    mine: list[dict[str, Any]],
    theirs: list[dict[str, Any]],
    clashes: list[Clash],
) -> list[dict[str, Any]]:
    """Theirs in their order, then rows only I have; a removal loses against an edit of the same row."""
    was, my, their = ({row["id"]: row for row in rows} for rows in (base, mine, theirs))
    merged: list[dict[str, Any]] = []
    for row_id in dict.fromkeys([*their, *my]):
        old, m, t = was.get(row_id), my.get(row_id), their.get(row_id)
        row_path = f"{path}/{row_id}"
        if m is not None and t is not None:
            merged.append(_merge_objects(f"{row_path}/", old or {}, m, t, clashes))
        elif old is None:
            merged.append(m if t is None else t)  # type: ignore[arg-type]  # one of them exists: the id came from it
        elif m is None and t is not None and t != old:
            clashes.append(Clash(row_path, old, None, t))
            merged.append(t)
        elif t is None and m is not None and m != old:
            clashes.append(Clash(row_path, old, m, None))
            merged.append(m)
    return merged
