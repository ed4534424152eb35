"""One code in a pack of rates, against the same rows read by raw sqlite3 and a whole comparison beside both.

`python -m tests.benchmarks.rates [ROUNDS]` prints medians and ratios at two sizes; the aims are 1.5 for the look-up and
1.7 for five times the rows. A year of 25 agreements for two lines of each code makes 5,000,000 rows.
"""

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

from coo_desktop.domain.packs.manifest import FORMAT
from coo_desktop.domain.tariff.comparison import Question, compare
from coo_desktop.store.packs.build import write_pack
from coo_desktop.store.packs.rates import RatePack
from tests.domain.tariff_rows import agreements

SIZES = (1_000_000, 5_000_000)
AGREEMENTS = 24  # and the normal duty
LINES, YEARS = 2, 10
DAY = date(2026, 11, 23)
_RAW = (
    "SELECT position, agreement, exporter, valid_from, valid_to, kind, percent_e4, written, condition, as_of, quality,"
    " source FROM rate WHERE importer = ? AND hs6 = ? AND valid_from <= ? AND (valid_to = '' OR valid_to >= ?)"
)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = [_at(Path(folder), size, rounds) for size in SIZES]
    print(f"{SIZES[1] // SIZES[0]} times the rows: look-up {found[1] / found[0]:.2f}")


def _at(folder: Path, size: int, rounds: int) -> float:
    """The median look-up of a code at a size, in milliseconds."""
    path = _pack(folder, size)
    began = time.perf_counter()
    with closing(RatePack(path)) as pack, closing(sqlite3.connect(path)) as raw:
        print(f"{size:>9} rows  opened in {(time.perf_counter() - began) * 1000:.2f} ms")
        codes = [f"{number:06}" for number in random.choices(range(_codes(size)), k=300)]
        known = agreements()

        def compared(code: str) -> object:
            return compare(Question("CN", "JP", code, DAY), pack.rates("JP", code, DAY), known)

        works: dict[str, Callable[[str], object]] = {
            "raw sqlite3": lambda code: raw.execute(_RAW, ("JP", code, str(DAY), str(DAY))).fetchall(),
            "look-up": lambda code: pack.rates("JP", code, DAY),
            "comparison": compared,
        }
        times: dict[str, list[float]] = {name: [] for name in works}
        for _round in range(rounds):
            random.shuffle(codes)
            for code in codes:
                for name, work in works.items():
                    times[name].append(_ms(work, code))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{size:>9} rows  {name:12} median {median:6.3f} ms  {median / medians['raw sqlite3']:6.2f}")
    return medians["look-up"]


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


def _ms(work: Callable[[str], object], code: str) -> float:
    began = time.perf_counter()
    work(code)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
