"""Invoice numbers of goods lines: one of the document's invoices in every line that names an old one, or none."""

from collections.abc import Iterator, Sequence

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.field_access import rows_of, text_of
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.repairs.repair import Fix, RepairContext, by_field, row_at, with_rows

#: More invoices than this are chosen from in the lines.
MOST_CHOICES = 4


def put_invoice_number(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """A fix for each of the document's invoices: its number in every line whose own is unknown or missing.

    With a single invoice that is all lines that do not carry its number already, so that they all say the same.
    """
    numbers = list(dict.fromkeys(filter(None, (text_of(row, "number") for row in rows_of(asked.values, "invoices")))))
    if len(numbers) > MOST_CHOICES:
        return
    for name, problems in by_field(found).items():
        part = problems[0].part
        named = {problem.row for problem in problems}
        rows = [row for row in rows_of(asked.values, name) if len(numbers) == 1 or row.get("id") in named]
        for number in numbers:
            changed = {str(row["id"]): {**row, part: number} for row in rows if text_of(row, part) != number}
            yield Fix(
                with_rows(asked.values, name, changed), tuple(problems), {"number": number, "count": len(changed)}
            )


def drop_doubled(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """The second listing of an invoice, where it says nothing else than the first."""
    for name, problems in by_field(found).items():
        rows, spared = rows_of(asked.values, name), list[Problem]()
        for problem in problems:
            row = row_at(asked.values, problem)
            before = rows[: rows.index(row)] if row is not None else []
            if row is not None and any(_says(row) == _says(other) for other in before):
                spared.append(problem)
        gone = {problem.row for problem in spared}
        if gone:
            kept = [dict(row) for row in rows if row.get("id") not in gone]
            yield Fix({name: kept}, tuple(spared), {"count": len(gone)})


def drop_empty(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """Goods lines in which nothing stands but what every new line begins with."""
    for name, problems in by_field(found).items():
        begun = {part.id: part.default for part in asked.parts(name).values()}
        empty = [
            problem
            for problem in problems
            if (row := row_at(asked.values, problem)) is not None
            and all(is_blank(value) or value is False or value == begun.get(key) for key, value in _says(row).items())
        ]
        gone = {problem.row for problem in empty}
        if gone:
            kept = [dict(row) for row in rows_of(asked.values, name) if row.get("id") not in gone]
            yield Fix({name: kept}, tuple(empty), {"count": len(gone)})


def _says(row: object) -> dict[str, object]:
    """What a row holds beside its id."""
    return {key: value for key, value in row.items() if key != "id"} if isinstance(row, dict) else {}
