"""Rows that a pasted block goes into: new ones come where it is longer, and what follows from it is filled in.

Pure and without the store, so that a long block is put in on a worker.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.field_access import Row
from coo_desktop.domain.filling.assists import AssistContext, completed
from coo_desktop.domain.filling.fills import filled_row
from coo_desktop.domain.filling.following import followed
from coo_desktop.domain.forms.form_type import FieldSpec


@dataclass(frozen=True)
class Grid:
    """The rows of a document's field as they stand, the parts of them that may not change, and what is around them."""

    spec: FieldSpec
    rows: Sequence[Row]
    fixed: frozenset[str]
    asked: AssistContext

    @property
    def free(self) -> dict[str, FieldSpec]:
        """The parts that may change."""
        parts = self.spec.item_type.by_id if self.spec.item_type else {}
        return {name: part for name, part in parts.items() if name not in self.fixed}


def put_block(
    grid: Grid, at: int, found: Sequence[Mapping[str, Any]], go_on: Callable[[int], bool] = lambda _number: True
) -> list[dict[str, Any]]:
    """The rows with parts put into those from `at` on; what the parts leave empty and the program can write is written.

    `go_on(number)` is asked before each row of the block; where it says no the rest is left away.
    """
    rows, free = [dict(row) for row in grid.rows], grid.free
    for number, values in enumerate(found):
        if not go_on(number) or (grid.fixed and at + number >= len(rows)):
            break
        before = rows[at + number] if at + number < len(rows) else {}
        row = {**(before or filled_row(grid.spec, {"id": new_id()}))}
        row |= {name: value for name, value in values.items() if name not in grid.fixed}
        row |= completed(replace(grid.asked, row=row, specs=free))
        row |= followed(grid.asked.form, free, grid.asked.values, before, row)
        rows[at + number : at + number + 1] = [row]
    return rows
