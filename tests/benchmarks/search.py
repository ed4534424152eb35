"""Search as somebody types: every keystroke's answer, against 50 rows by primary key and a raw query of the index.

`python -m tests.benchmarks.search [ROUNDS]` prints the 95th percentiles and their ratios at two sizes; the aims are 1.5
against the rows by key, and 2.5 for five times the rows.
"""

import csv
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.codes import CodePack
from tests.conftest import ROOT
from tests.store.packs.tables import codes_recipe

SIZES = (20_000, 100_000)


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = [_at(Path(folder), size, rounds) for size in SIZES]
    print(f"{SIZES[1] // SIZES[0]} times the rows: search {found[1] / found[0]:.2f}")


def _at(folder: Path, size: int, rounds: int) -> float:
    """The 95th percentile of a keystroke at a size, in milliseconds."""
    with closing(CodePack(_pack(folder, size))) as pack:
        typed = _keystrokes()
        keys, raw = _by_key(pack._connection, size), _raw(pack._connection)
        works = {"50 rows by key": keys, "raw index query": raw, "search": pack.search}
        times: dict[str, dict[str, list[float]]] = {name: {text: [] for text in typed} for name in works}
        for _round in range(rounds):
            random.shuffle(typed)
            for text in typed:
                for name, work in works.items():
                    times[name][text].append(_ms(work, text))
    # A machine that does other things at the same time is late now and then, not for the same keystroke each round.
    each = {name: [statistics.median(all_of) for all_of in texts.values()] for name, texts in times.items()}
    p95 = {name: statistics.quantiles(values, n=20)[-1] for name, values in each.items()}
    for name, value in p95.items():
        median = statistics.median(each[name])
        ratio = value / p95["50 rows by key"]
        print(f"{size:>7} rows  {name:16} median {median:6.2f} ms  p95 {value:6.2f} ms  {ratio:6.2f}")
    return p95["search"]


def _pack(folder: Path, size: int) -> Path:
    """A list of codes as long as asked for, with the names of real ones in turn."""
    with closing(CodePack(built_in(folder))) as built:
        rows = built._connection.execute("SELECT zh, en FROM code WHERE zh != '' ORDER BY random()").fetchall()
    table = folder / f"list-{size}_2023.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("code", "zh", "en"))
        for number in range(size):
            zh, en = rows[number % len(rows)]
            writer.writerow((f"{10_000_000 + number * 7}", f"{zh}第{number}种", f"{en} type {number}"))
    out = folder / f"{size}.pack"
    build(codes_recipe(), [table], out)
    return out


def _keystrokes() -> list[str]:
    text = (ROOT / "tests/store/packs/hs_queries.csv").read_text(encoding="utf-8")
    queries = [row["query"] for row in csv.DictReader(text.splitlines())]
    return sorted({query[:length] for query in queries for length in range(1, len(query) + 1)})


def _by_key(connection: sqlite3.Connection, size: int) -> Callable[[str], object]:
    def rows(_text: str) -> object:
        first = random.randrange(size - 50)
        query = "SELECT code, zh, en FROM code WHERE id >= ? ORDER BY id LIMIT 50"
        return connection.execute(query, (first,)).fetchall()

    return rows


def _raw(connection: sqlite3.Connection) -> Callable[[str], object]:
    def rows(text: str) -> object:
        phrase = " ".join(text) if text[0] > "⺀" else text
        query = (
            "SELECT code, zh, en FROM code WHERE id IN"
            " (SELECT rowid FROM token WHERE token MATCH ? ORDER BY rowid LIMIT 50)"
        )
        return connection.execute(query, (f'"{phrase}"*',)).fetchall()

    return rows


def _ms(work: Callable[[str], object], text: str) -> float:
    began = time.perf_counter()
    work(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
