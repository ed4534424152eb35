"""HS codes of older editions in rows: the codes that their goods have in the edition in force."""

import datetime as dt
from collections.abc import Iterator, Sequence

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.hs.codes import EDITIONS, SHARED, edition_of
from coo_desktop.domain.origin.conversion import Conversion
from coo_desktop.domain.repairs.repair import Fix, RepairContext, row_at, with_rows

#: A code that was split into more than this is looked up, not chosen from buttons.
MOST_SUCCESSORS = 4
_SPLIT = Words(
    zh_CN="该编码已拆分为多个编码：请核对材料属于哪一个。",
    en="The code was split into several: check which of them the material is of.",
)


def put_code_in_force(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """For each old code a fix with each of its successors, in every row that carries it; which one is for a person."""
    carried: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in found:
        row = row_at(asked.values, problem)
        if row is not None:
            carried.setdefault((problem.field, problem.part, text_of(row, problem.part)), []).append(problem)
    for (name, part, code), problems in carried.items():
        rows = [row for problem in problems if (row := row_at(asked.values, problem)) is not None]
        following = successors(asked.rules.conversion, code, asked.context.today)
        for successor in following if len(following) <= MOST_SUCCESSORS else ():
            changed = {str(row["id"]): {**row, part: successor} for row in rows}
            facts = {"code": code, "successor": successor, "count": len(rows)}
            notes = (_SPLIT,) if len(following) > 1 else ()
            yield Fix(with_rows(asked.values, name, changed), tuple(problems), facts, notes)


def successors(conversion: Conversion, code: str, on: dt.date) -> tuple[str, ...]:
    """What the goods of a code are now, by the newest older edition that had it; nothing where no table is sure."""
    now = edition_of(on.year)
    for edition in sorted((str(first) for first in EDITIONS), reverse=True):
        if edition < now and (found := conversion.converted(code[:SHARED], edition, now)):
            return found
    return ()
