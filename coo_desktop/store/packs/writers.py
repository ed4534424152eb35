"""Writing the rows of a table into a pack's tables, for every kind but codes."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from coo_desktop.domain.packs.manifest import BROAD_FROM, RATE_KINDS
from coo_desktop.domain.packs.recipes import Row

_E4 = Decimal(10_000)
_NOT_MORE = frozenset({"code", "en", "zh", "valid_from", "valid_to", "listed"})


def write_correlations(connection: sqlite3.Connection, rows: Iterator[Row], _facts: Mapping[str, str]) -> int:
    """The links of two editions; how many sources a target has is counted here, tables differ in telling it."""
    links = {(row["old"], row["new"]): row["relationship"] for row in rows}
    sources = Counter(new for _old, new in links)
    connection.executemany(
        "INSERT INTO link VALUES (?, ?, ?, ?, ?)",
        ((old, new, kind, sources[new], sources[new] >= BROAD_FROM) for (old, new), kind in sorted(links.items())),
    )
    return len(links)


def write_overrides(connection: sqlite3.Connection, rows: Iterator[Row], _facts: Mapping[str, str]) -> int:
    """Corrections of correlations, in their order."""
    return _insert(connection, "correction", ("editions", "old", "defect", "new", "evidence"), rows)


def write_rules(connection: sqlite3.Connection, rows: Iterator[Row], _facts: Mapping[str, str]) -> int:
    """Product rules, ranges as they are."""
    names = ("agreement", "edition", "code_from", "code_to", "text", "printed", "quality", "source", "note")
    return _insert(connection, "rule", names, rows)


def write_entries(connection: sqlite3.Connection, rows: Iterator[Row], _facts: Mapping[str, str]) -> int:
    """A list of codes, in the order of its table; what else a row tells is kept as JSON."""
    count = 0
    for count, row in enumerate(rows, 1):
        more = {name: value for name, value in row.items() if name not in _NOT_MORE and value}
        told = json.dumps(more, ensure_ascii=False, sort_keys=True)
        connection.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (count, row["code"], row["en"], row["zh"], told))
    return count


def write_rates(connection: sqlite3.Connection, rows: Iterator[Row], facts: Mapping[str, str]) -> int:
    """Tariff lines, each once with the rates that follow it; a text that many rates share is written once."""
    phrases: dict[str, int] = {}

    def phrase(text: str) -> int | None:
        if not text:
            return None
        if text not in phrases:
            phrases[text] = len(phrases) + 1
            connection.execute("INSERT INTO phrase VALUES (?, ?)", (phrases[text], text))
        return phrases[text]

    count = position = 0
    line: tuple[str, ...] = ()
    taken: set[tuple[str, str, str]] = set()
    for row in rows:
        now = tuple(row.get(name, "") for name in ("importer", "hs6", "code", "edition", "name", "unit1", "unit2"))
        key = (row["agreement"], row.get("exporter", ""), row["valid_from"])
        if now != line or key in taken:
            position, line, taken = position + 1, now, set()
            connection.execute("INSERT INTO tariff_line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (position, *now))
        taken.add(key)
        kind, percent = rate_of(row["rate"], row.get("rate_kind", ""))
        written = phrase(row["rate"]) if kind == "complex" else None
        condition, quality, source = (phrase(row.get(name, "")) for name in ("condition", "quality", "source"))
        as_of = row.get("as_of") or facts["as_of"]
        cells = (*now[:2], position, *key, row["valid_to"], kind, percent, written, condition, as_of, quality, source)
        connection.execute(f"INSERT INTO rate VALUES ({', '.join('?' * len(cells))})", cells)
        count += 1
    return count


def rate_of(text: str, kind: str = "") -> tuple[str, int | None]:
    """A rate's kind and its ten-thousandths of a percent; what is no plain percentage is complex, as it is written."""
    try:
        percent = Decimal(text) * _E4 if text and text.isascii() else None
    except InvalidOperation:
        percent = None
    if percent is not None and (percent != percent.to_integral_value() or not 0 <= percent < 10**9):
        percent = None
    if kind and kind not in ("ad_valorem", "free"):
        return (kind if kind in RATE_KINDS else "complex"), None if kind == "none" else _whole(percent)
    if percent is None:
        return ("complex" if text else "no_data"), None
    return ("ad_valorem" if percent else "free"), int(percent)


def _whole(percent: Decimal | None) -> int | None:
    return None if percent is None else int(percent)


def _insert(connection: sqlite3.Connection, table: str, names: tuple[str, ...], rows: Iterator[Row]) -> int:
    marks = ", ".join("?" * (len(names) + 1))
    count = 0
    for count, row in enumerate(rows, 1):
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", (count, *(row.get(name, "") for name in names)))
    return count
