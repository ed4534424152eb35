"""Two states of a document side by side, field by field in the order of the form; rows are matched by their id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.form_type import FieldSpec, FormType

CHANGED, ADDED, REMOVED, MOVED, SAME = "changed", "added", "removed", "moved", "same"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line of a comparison: a field, or a row of an items field (`row` is its place), or one part of such a row.

    `kind` is changed, added, removed, moved (rows in another order) or same. A row that one side does not have has its
    number in the list it stands in; `old` and `new` are stored values, whole rows where a row came or went.
    """

    kind: str
    field: FieldSpec
    part: FieldSpec | None = None
    row: int = 0
    old: Any = None
    new: Any = None


def differences(form: FormType, was: Values, now: Values, *, everything: bool = False) -> tuple[Difference, ...]:
    """What distinguishes `now` from `was`; with `everything` also what is the same on both sides and not empty."""
    found = (
        line
        for section in form.sections
        for names in section.rows
        for name in names
        if name in form.stored and (everything or was.get(name) != now.get(name))
        for line in _of_field(form.stored[name], was.get(name), now.get(name), everything=everything)
    )
    return tuple(line for line in found if line.kind != SAME or (everything and not _is_empty(line.new)))


def _of_field(spec: FieldSpec, old: Any, new: Any, *, everything: bool) -> Iterator[Difference]:
    """The lines of a field; equal rows have none unless `everything` is wanted."""
    before, after = _rows(old), _rows(new)
    if before is None or after is None:
        yield Difference(kind=_kind(old, new), field=spec, old=old, new=new)
        return
    common = [row_id for row_id in after if row_id in before]
    if common != [row_id for row_id in before if row_id in after]:
        yield Difference(kind=MOVED, field=spec, old=_places(common, before), new=_places(common, after))
    for place, (row_id, row) in enumerate(after.items(), 1):
        if row_id in before and (everything or before[row_id] != row):
            yield from _of_row(spec, place, before[row_id], row)
        elif row_id not in before:
            yield Difference(kind=ADDED, field=spec, row=place, new=row)
    for place, (row_id, row) in enumerate(before.items(), 1):
        if row_id not in after:
            yield Difference(kind=REMOVED, field=spec, row=place, old=row)


def _of_row(spec: FieldSpec, place: int, old: Row, new: Row) -> Iterator[Difference]:
    """The parts of a row that is on both sides; files and other rows without a declaration are one line each."""
    if spec.item_type is None:
        yield Difference(kind=_kind(old, new), field=spec, row=place, old=old, new=new)
        return
    for part in spec.item_type.fields:
        if not part.is_computed:
            one, other = old.get(part.id), new.get(part.id)
            yield Difference(kind=_kind(one, other), field=spec, part=part, row=place, old=one, new=other)


def _kind(old: Any, new: Any) -> str:
    if old == new or (_is_empty(old) and _is_empty(new)):
        return SAME
    return ADDED if _is_empty(old) else REMOVED if _is_empty(new) else CHANGED


def _is_empty(value: Any) -> bool:
    return value in (None, "", [], {}, False)


def _rows(value: Any) -> dict[str, Row] | None:
    """Rows by id; an absent list has none. None for what is no list of rows."""
    if value in (None, ""):
        return {}
    if not isinstance(value, list) or not all(isinstance(row, dict) and "id" in row for row in value):
        return None
    return {str(row["id"]): row for row in value}


def _places(common: list[str], rows: Mapping[str, Row]) -> list[int]:
    """Where the rows that both sides have stand among all of one side, counted from one."""
    at = {row_id: place for place, row_id in enumerate(rows, 1)}
    return [at[row_id] for row_id in common]
