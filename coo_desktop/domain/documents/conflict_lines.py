"""The open conflicts of a document as a person works them off: a line for each place, and what is stored then."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents.document import Conflict, Decision, Resolution, Values
from coo_desktop.domain.documents.field_access import row_id, rows_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """A field, a part of a row or a whole row that two people changed; None is the value of a row that is removed.

    `mine` has the newest first: conflicts of one place add up until they are settled. `stands` is what the document
    holds there now; where that is not `theirs` any more, the place was changed since. `row` counts from one, 0 for none
    that is there. `decision` is given only while what it was made on still stands.
    """

    path: str
    field: FieldSpec | None
    part: FieldSpec | None
    row: int
    base: Any
    mine: tuple[Any, ...]
    theirs: Any
    theirs_by: str
    theirs_at: str
    stands: Any
    decision: Decision | None

    @property
    def is_row(self) -> bool:
        """Whether the conflict is about the row itself: one side removed it, the other changed it."""
        return self.path.count("/") == 1

    @property
    def result(self) -> Any:
        """What the document will hold here; an undecided line leaves what stands."""
        return self.stands if self.decision is None else self.decision.result

    def decided(self, answer: Resolution, typed: Any = None) -> Decision:
        """The decision for an answer; asked again for mine, the one before the newest, and so on."""
        results = {
            Resolution.BASE: self.base,
            Resolution.THEIRS: self.theirs,
            Resolution.OWN: typed,
            Resolution.BOTH: self.stands,
        }
        if answer is not Resolution.MINE:
            return Decision(resolution=answer, result=results[answer], seen=self.stands)
        known, place = self.decision, -1
        if known is not None and known.resolution is Resolution.MINE and known.result in self.mine:
            place = self.mine.index(known.result)
        return Decision(resolution=answer, result=self.mine[(place + 1) % len(self.mine)], seen=self.stands)


def lines(form: FormType | None, values: Values, conflicts: Iterable[Conflict]) -> tuple[ConflictLine, ...]:
    """A line for each place, in the order of the form and of its rows; places that the form does not know come last."""
    places: dict[str, list[Conflict]] = {}
    for conflict in sorted(conflicts, key=lambda one: one.id):
        places.setdefault(conflict.path, []).append(conflict)
    order = list(form.by_id) if form is not None else []
    found = [_line(form, values, path, known) for path, known in places.items()]

    def place(line: ConflictLine) -> tuple[int, int, int, str]:
        parts = list(line.field.item_type.by_id) if line.field and line.field.item_type else []
        name = line.path.partition("/")[0]
        return (
            order.index(name) if name in order else len(order),
            line.row,
            parts.index(line.part.id) if line.part is not None else -1,
            line.path,
        )

    return tuple(sorted(found, key=place))


def counted(conflicts: Iterable[Conflict]) -> int:
    """How many places wait for an answer."""
    return len({conflict.path for conflict in conflicts})


def settled(values: Values, decided: Sequence[ConflictLine]) -> Values:
    """The values with the result of every line in its place."""
    return _with(values, decided, lambda line: line.result)


def with_my_side(values: Values, decided: Sequence[ConflictLine]) -> Values:
    """The values with my newest side of every line in its place."""
    return _with(values, decided, lambda line: line.mine[0])


def at(values: Values, path: str) -> Any:
    """The value at a path of a conflict, None where there is none."""
    name, _, rest = path.partition("/")
    if not rest:
        return values.get(name)
    wanted, _, part = rest.partition("/")
    row = next((row for row in rows_of(values, name) if row_id(row) == wanted), None)
    return row if row is None or not part else row.get(part)


def _with(values: Values, decided: Sequence[ConflictLine], value: Callable[[ConflictLine], Any]) -> Values:
    """Rows come and go before their parts are set."""
    for line in sorted(decided, key=lambda line: not line.is_row):
        if at(values, line.path) != value(line):
            values = _put(values, line.path, value(line))
    return values


def _put(values: Values, path: str, value: Any) -> Values:
    """The values with another one at a path; a row that is not there is put after the others, a part of it nowhere."""
    name, _, rest = path.partition("/")
    if not rest:
        return {**values, name: value}
    wanted, _, part = rest.partition("/")
    rows = rows_of(values, name)
    if part:
        return {**values, name: [{**row, part: value} if row_id(row) == wanted else row for row in rows]}
    left = [value if row_id(row) == wanted else row for row in rows]
    if wanted not in map(row_id, rows):
        left.append(value)
    return {**values, name: [row for row in left if row is not None]}


def _line(form: FormType | None, values: Values, path: str, known: Sequence[Conflict]) -> ConflictLine:
    name, wanted, part = (*path.split("/"), "", "")[:3]
    field = form.by_id.get(name) if form is not None else None
    ids = [row_id(row) for row in rows_of(values, name)]
    stands, newest = at(values, path), known[-1]
    decision = newest.decision
    return ConflictLine(
        path=path,
        field=field,
        part=field.item_type.by_id.get(part) if field is not None and field.item_type is not None else None,
        row=ids.index(wanted) + 1 if wanted in ids else 0,
        base=known[0].base,
        mine=tuple(_once(conflict.mine for conflict in reversed(known))),
        theirs=newest.theirs,
        theirs_by=newest.theirs_by,
        theirs_at=newest.theirs_at,
        stands=stands,
        decision=decision if decision is not None and decision.seen == stands else None,
    )


def _once(values: Iterable[Any]) -> Iterator[Any]:
    """Each value once, in the order of its first time; they are lists and objects as well as texts."""
    seen: list[Any] = []
    for value in values:
        if value not in seen:
            seen.append(value)
            yield value
