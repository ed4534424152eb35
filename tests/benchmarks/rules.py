"""One product rule of the shipped tables, against the same row read by raw sqlite3 from the same prepared file.

`python -m tests.benchmarks.rules [ROUNDS]` prints medians and their ratio, of codes asked for the first time and again;
the aim is 1.5. Beside it: how long the prepared file takes to be made and to be opened.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TypeVar

from coo_desktop.domain.origin.rule_sources import RuleSources
from coo_desktop.domain.origin.rules import RuleTable
from coo_desktop.store.packs.rules import PackRules, open_rules
from coo_desktop.store.packs.shipped_rules import shipped_rules

DAY = date(2026, 11, 30)
AGREEMENTS = {"korea": "2012", "iceland": "2012", "peru": "2007", "costa_rica": "2007", "ecfa": "2012"}
QUESTIONS = 5000
_RAW = (
    "SELECT code_from, code_to, edition, text, printed, source, quality FROM rule"
    " WHERE agreement = ? AND code_from IN (?, ?, ?) ORDER BY length(code_from) DESC"
)

Question = tuple[str, str]
T = TypeVar("T")


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made, path = _ms(lambda: shipped_rules(folder))
        opening, rules = _ms(lambda: open_rules(folder))
        print(f"made in {made:.1f} ms, opened in {opening:.1f} ms, {path.stat().st_size / 1000:.0f} kB")
        rules.close()
        with closing(sqlite3.connect(path)) as raw:
            for name in ("first", "again"):
                _report(name, [_compared(folder, raw, is_warm=name == "again") for _round in range(rounds)])


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


def _raw_look_up(raw: sqlite3.Connection) -> Callable[[Question], object]:
    return lambda asked: raw.execute(_RAW, (asked[0], asked[1][:2], asked[1][:4], asked[1])).fetchall()


def _look_up(opened: PackRules) -> Callable[[Question], object]:
    rules = RuleSources(RuleTable(), lambda: opened)
    return lambda asked: rules.find(asked[0], asked[1], DAY, AGREEMENTS[asked[0]])


def _questions(raw: sqlite3.Connection) -> list[Question]:
    rows = raw.execute("SELECT agreement, code_from FROM rule WHERE code_from <> '00'").fetchall()
    known = [(str(agreement), str(code).ljust(6, "0")[:6]) for agreement, code in rows if agreement in AGREEMENTS]
    return random.choices(known, k=QUESTIONS)


def _report(name: str, found: list[tuple[float, float]]) -> None:
    ours, theirs = (statistics.median(each[at] for each in found) for at in (0, 1))
    ratio = statistics.median(own / other for own, other in found)
    print(f"{name:6} look-up {ours:6.2f} µs  raw sqlite3 {theirs:6.2f} µs  ratio {ratio:5.2f}")


def _ms(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    made = work()
    return (time.perf_counter() - began) * 1000, made


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
