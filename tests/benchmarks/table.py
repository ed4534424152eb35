"""The table of `make bench`: what each row measures, against which anchor of the same run, and whether its aim is met.

A benchmark is a module with `rows(rounds)`, which yields a `Row` for each line of the table, and ends with
`sys.exit(main(rows))`. Run by itself it prints its own rows; `make bench` runs every module in a process of its own,
one after the other, and prints one table of all. Only ratios are aims: two machines share nothing else. Where an aim is
a time (a key under 16 ms), it is a promise to a hand and not to a machine, and the row says so by its unit.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

#: Set by `make bench`: the rows as JSON, one a line, and nothing else.
AS_JSON = "COO_BENCH_JSON"


class Measure(StrEnum):
    """What the figures of a row are."""

    RATIO = "×"
    MILLISECONDS = "ms"
    COUNT = ""


@dataclass(frozen=True)
class Row:
    """One line: `figure` in `measure`, at most `aim`; `growth` from the small size to the large one, and its aim.

    `figure` is None for what cannot be measured here; `note` says why.
    """

    name: str
    anchor: str
    aim: float
    figure: float | None
    measure: Measure = Measure.RATIO
    growth: float | None = None
    growth_aim: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool:
        has_grown = self.growth is not None and self.growth_aim is not None and self.growth > self.growth_aim
        return self.figure is None or (self.figure <= self.aim and not has_grown)


@dataclass(frozen=True)
class Cost:
    """Medians of one piece of work: seconds of the clock and of the processor, this process and its children."""

    wall: float
    cpu: float


def in_turns(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Cost]:
    """The median cost of each work; they take turns, so that what else the machine does meets all of them alike."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _round in range(rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), _cpu()
            work()
            taken[name].append((time.perf_counter() - wall, _cpu() - cpu))
    return {
        name: Cost(statistics.median(one for one, _ in found), statistics.median(two for _, two in found))
        for name, found in taken.items()
    }


def main(rows: Callable[[int], Iterable[Row]], rounds: int = 5) -> int:
    """Print the rows of one module; 1 when an aim is missed."""
    found = list(rows(int(sys.argv[1]) if len(sys.argv) > 1 else rounds))
    if os.environ.get(AS_JSON):
        for row in found:
            print(json.dumps(asdict(row), ensure_ascii=False), flush=True)
    else:
        print(shown(found))
    return int(any(not row.is_met for row in found))


def shown(rows: Iterable[Row]) -> str:
    """The table as text, in the order of the rows."""
    lines = [("row", "anchor", "aim", "measured", "growth", "met", "")]
    for row in rows:
        growth = "" if row.growth is None else f"{row.growth:.2f}"
        growth += f" (≤ {row.growth_aim:g})" if row.growth_aim is not None else ""
        figure = "–" if row.figure is None else f"{row.figure:.2f} {row.measure}".strip()
        met = "not run" if row.figure is None else "yes" if row.is_met else "NO"
        lines.append((row.name, row.anchor, f"{row.aim:g} {row.measure}".strip(), figure, growth, met, row.note))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    pattern = "  ".join(f"{{:{width}}}" for width in widths)
    return "\n".join(pattern.format(*line).rstrip() for line in lines)


def _cpu() -> float:
    """Seconds of this process, to the microsecond, and of its children that have ended, in hundredths."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system
