"""A repair: new values for some fields, put in as one step, which answer one or more problems.

A repair is offered where a problem has one safe answer, or a few that a person chooses from by name. It never leaves a
judgement out: what a person has to look at afterwards stands in its `notes`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import Row, rows_of
from coo_desktop.domain.filling.assists import Determining
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, Words
from coo_desktop.domain.origin.conversion import Conversion


class Ruling(Determining, Protocol):
    """The rulebook: it determines, and knows what became of HS codes."""

    @property
    def conversion(self) -> Conversion: ...


@dataclass(frozen=True, slots=True)
class RepairContext:
    """What a repair looks at: who tells origins and codes, the form, the values as they stand, the facts around them.

    `successor` gives the approved pre-review that took the place of a void one, None while there is none.
    """

    rules: Ruling
    form: FormType
    values: Values
    context: Context
    successor: Callable[[Document], Document | None] = lambda _: None

    def parts(self, name: str) -> Mapping[str, FieldSpec]:
        """The declared parts of the rows of an items field."""
        spec = self.form.by_id.get(name)
        return spec.item_type.by_id if spec is not None and spec.item_type is not None else {}


@dataclass(frozen=True, slots=True)
class Fix:
    """What a function of the registry answers: whole values of fields, and the blanks of its code's repair words.

    `solves` are the problems that go with it.
    """

    fills: Mapping[str, Any]
    solves: tuple[Problem, ...]
    facts: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """A fix with the words of its button."""

    said: Words
    fix: Fix

    @property
    def fills(self) -> Mapping[str, Any]:
        return self.fix.fills

    @property
    def solves(self) -> tuple[Problem, ...]:
        return self.fix.solves

    @property
    def notes(self) -> tuple[Words, ...]:
        return self.fix.notes


#: Answers the problems of its codes, all that there are, with a fix for each way out.
Mend = Callable[[RepairContext, Sequence[Problem]], Iterator[Fix]]


def row_at(values: Values, problem: Problem) -> Row | None:
    """The row that a problem stands in."""
    return next((row for row in rows_of(values, problem.field) if row.get("id") == problem.row), None)


def with_rows(values: Values, name: str, changed: Mapping[str, Row]) -> dict[str, Any]:
    """The value of an items field with other rows in the places of those of the same ids, as `fills`."""
    return {name: [dict(changed.get(str(row.get("id")), row)) for row in rows_of(values, name)]}


def by_field(found: Sequence[Problem]) -> dict[str, list[Problem]]:
    """Problems by the field they stand in, in their order."""
    grouped: dict[str, list[Problem]] = {}
    for problem in found:
        grouped.setdefault(problem.field, []).append(problem)
    return grouped
