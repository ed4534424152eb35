"""Product rules looked up in the prepared file of the shipped tables, and the checks of long documents.

A look-up is measured against the same row read by raw sqlite3 from the same file, for codes asked the first time and
again; checks against writing the same values as JSON. Every line of a long document has faults of its own, and the
growth is that of twice the lines.
"""

import gc
import itertools
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from coo_desktop.domain.origin.rule_sources import RuleSources
from coo_desktop.domain.origin.rules import RuleTable
from coo_desktop.store.packs.rules import PackRules, open_rules
from coo_desktop.store.packs.shipped_rules import shipped_rules
from tests.benchmarks.table import Row, in_turns, main
from tests.domain.given import PRE_REVIEW, TWENTY, context_of, rules, values_of

DAY = date(2026, 11, 30)
AGREEMENTS = {"korea": "2012", "iceland": "2012", "peru": "2007", "costa_rica": "2007", "ecfa": "2012"}
QUESTIONS = 5000
_RAW = (
    "SELECT code_from, code_to, edition, text, printed, source, quality FROM rule"
    " WHERE agreement = ? AND code_from IN (?, ?, ?) ORDER BY length(code_from) DESC"
)

#: What is checked: the sample, its form, the rows that are many, and how many.
LONG = (
    (PRE_REVIEW, "pre_review", "materials", 1000),
    (TWENTY, "rcep_2022", "goods", 1000),
    (TWENTY, "rcep_2022", "goods", 2000),
)
FAULTS = {
    "hs_code": "12",
    "quantity": "-x",
    "unit_price": "abc",
    "net_weight": "9",
    "gross_weight": "1",
    "origin": "ZZ",
}

Question = tuple[str, str]


def rows(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = shipped_rules(folder)
        with closing(sqlite3.connect(path)) as raw:
            for name in ("asked the first time", "asked again"):
                found = [_compared(folder, raw, is_warm=name == "asked again") for _round in range(rounds)]
                ratio = statistics.median(ours / theirs for ours, theirs in found)
                yield Row("h3 rule of a code", "raw sqlite3, medians", 1.5, ratio, note=name)
    for sample, form, field, count in LONG:
        yield _checked(sample, form, field, count, rounds)


def _compared(folder: Path, raw: sqlite3.Connection, *, is_warm: bool) -> tuple[float, float]:
    """The median look-up and the median raw statement of the same questions in turns, in microseconds."""
    questions = _questions(raw)
    with closing(open_rules(folder)) as opened:
        ours, theirs = _look_up(opened), _raw_look_up(raw)
        if is_warm:
            for asked in questions:
                ours(asked)
        times: tuple[list[float], list[float]] = ([], [])
        for asked in questions:
            for kept, work in zip(times, (ours, theirs), strict=True):
                began = time.perf_counter()
                work(asked)
                kept.append((time.perf_counter() - began) * 1e6)
    return statistics.median(times[0]), statistics.median(times[1])


def _checked(sample: str, form_id: str, field: str, count: int, rounds: int) -> Row:
    form, context, known = rules().form(form_id), context_of(sample), rules()
    fresh = itertools.count()

    def check(lines: int) -> object:
        return known.problems(form, _long(sample, field, lines, next(fresh)), context)

    works: dict[str, Callable[[], object]] = {
        "half": lambda: check(count // 2),
        "whole": lambda: check(count),
        "written": lambda: json.dumps(_long(sample, field, count, next(fresh)), ensure_ascii=False),
    }
    check(count // 2)
    gc.freeze()
    taken = in_turns(works, rounds)
    growth = taken["whole"].cpu / taken["half"].cpu
    note = f"{count // 2} -> {count} lines, {taken['whole'].cpu:.2f} s"
    name, aim = f"checks of {count:,} {field}", 100
    return Row(
        name,
        "the values as JSON",
        aim,
        taken["whole"].cpu / taken["written"].cpu,
        growth=growth,
        growth_aim=2.2,
        note=note,
    )


def _long(sample: str, field: str, lines: int, turn: int) -> dict[str, Any]:
    """The sample with so many rows, each with faults, and none of them seen before."""
    values = values_of(sample)
    known = values[field]
    faults = {name: text for name, text in FAULTS.items() if name in known[0]}
    values[field] = [
        {**known[at % len(known)], **faults, "id": f"{turn}-{at}", "name_en": f"中 @{turn} {at}"} for at in range(lines)
    ]
    return values


def _raw_look_up(raw: sqlite3.Connection) -> Callable[[Question], object]:
    return lambda asked: raw.execute(_RAW, (asked[0], asked[1][:2], asked[1][:4], asked[1])).fetchall()


def _look_up(opened: PackRules) -> Callable[[Question], object]:
    sources = RuleSources(RuleTable(), lambda: opened)
    return lambda asked: sources.find(asked[0], asked[1], DAY, AGREEMENTS[asked[0]])


def _questions(raw: sqlite3.Connection) -> list[Question]:
    rows = raw.execute("SELECT agreement, code_from FROM rule WHERE code_from <> '00'").fetchall()
    known = [(str(agreement), str(code).ljust(6, "0")[:6]) for agreement, code in rows if agreement in AGREEMENTS]
    return random.choices(known, k=QUESTIONS)


if __name__ == "__main__":
    sys.exit(main(rows))
