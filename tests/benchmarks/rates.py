"""One code in a pack of rates (h3): the look-up against the same rows read by raw sqlite3, and a whole comparison.

A year of 25 agreements for two lines of each code makes 5,000,000 rows; the growth is that of five times the rows.
"""

import gc
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from coo_desktop.domain.packs.manifest import FORMAT
from coo_desktop.domain.tariff.comparison import Question, compare
from coo_desktop.store.packs.build import write_pack
from coo_desktop.store.packs.rates import RatePack
from tests.benchmarks.table import Cost, Row, in_turns, main
from tests.domain.tariff_rows import agreements

SIZES = (1_000_000, 5_000_000)
AGREEMENTS = 24  # and the normal duty
LINES, YEARS = 2, 10
ASKED = 300
DAY = date(2026, 11, 23)
_RAW = (
    "SELECT position, agreement, exporter, valid_from, valid_to, kind, percent_e4, written, condition, as_of, quality,"
    " source FROM rate WHERE importer = ? AND hs6 = ? AND valid_from <= ? AND (valid_to = '' OR valid_to >= ?)"
)


def rows(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        small, large = (_at(Path(folder), size, rounds) for size in SIZES)
    raw, note = f"raw sqlite3, {SIZES[1]:,} rows", f"{SIZES[1] // SIZES[0]} times the rows"
    for name, work, aim in (("h3 rates of one code", "look-up", 1.5), ("h3 25 agreements compared", "compared", 6)):
        growth = large[work].cpu / small[work].cpu
        yield Row(name, raw, aim, large[work].cpu / large["raw"].cpu, growth=growth, growth_aim=1.7, note=note)


def _at(folder: Path, size: int, rounds: int) -> dict[str, Cost]:
    """What each way of asking for so many codes takes among `size` rates."""
    path = _pack(folder, size)
    with closing(RatePack(path)) as pack, closing(sqlite3.connect(path)) as raw:
        codes = [f"{number:06}" for number in random.choices(range(_codes(size)), k=ASKED)]
        known = agreements()

        def compared(code: str) -> object:
            return compare(Question("CN", "JP", code, DAY), pack.rates("JP", code, DAY), known)

        def each(work: Callable[[str], object]) -> Callable[[], object]:
            return lambda: [work(code) for code in codes]

        works = {
            "raw": each(lambda code: raw.execute(_RAW, ("JP", code, str(DAY), str(DAY))).fetchall()),
            "look-up": each(lambda code: pack.rates("JP", code, DAY)),
            "compared": each(compared),
        }
        gc.collect()
        return in_turns(works, rounds)


def _codes(size: int) -> int:
    return size // ((AGREEMENTS + 1) * LINES * YEARS)


def _pack(folder: Path, size: int) -> Path:
    """A pack with as many rates as asked for: each agreement reduces each line's rate every year."""
    path = folder / f"{size}.pack"
    facts = dict.fromkeys(("edition", "valid_from", "valid_to"), "")
    facts |= {"name": "many", "kind": "rates", "as_of": "2026-01-01", "source": "generated", "licence": "none"}
    facts |= {"quality": "user", "recipe": f"format {FORMAT}"}

    def fill(connection: sqlite3.Connection) -> int:
        lines = ((code * LINES + line, *_line(code, line)) for code in range(_codes(size)) for line in range(LINES))
        connection.executemany("INSERT INTO tariff_line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", lines)
        connection.execute("INSERT INTO phrase VALUES (1, 'a printed tariff')")
        connection.executemany("INSERT INTO rate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _rates(size))
        return size

    write_pack(path, facts, fill)
    return path


def _line(code: int, line: int) -> tuple[str, ...]:
    return "JP", f"{code:06}", f"{code:06}{line}00", "2022", "vacuum flasks", "KG", ""


def _rates(size: int) -> Iterator[tuple[object, ...]]:
    names = ["mfn", *(f"pact_{number:02}" for number in range(AGREEMENTS))]
    for code in range(_codes(size)):
        hs6 = f"{code:06}"
        for line in range(LINES):
            for name in names:
                exporter = "" if name == "mfn" else "CN"
                for year in range(YEARS):
                    span = (f"{2020 + year}-01-01", f"{2020 + year}-12-31")
                    rate = ("ad_valorem", random.randrange(10, 2000) * 100, None, None, "2026-01-01", None, 1)
                    yield ("JP", hs6, code * LINES + line, name, exporter, *span, *rate)


if __name__ == "__main__":
    sys.exit(main(rows))
