"""Writing codes into a pack: their tree, their validity, the order of usefulness and the search tokens."""

import csv
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from coo_desktop.domain.hs import codes as hs
from coo_desktop.domain.packs.recipes import Row
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs import tokens

_LEVEL_ORDER = {4: 0, 6: 1, 8: 2, 10: 3, 2: 4}
_NAMES = ("zh", "en", "unit1", "unit2", "valid_from", "valid_to")
_NAME_LENGTH = 60
_OTHERS = ("其他", "other")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code as it goes into a pack; `words` are everyday words for it that its names lack."""

    code: str
    zh: str = ""
    en: str = ""
    unit1: str = ""
    unit2: str = ""
    valid_from: str = ""
    valid_to: str = ""
    parent: str = ""
    derived: bool = False
    words: tuple[str, ...] = ()


def write_codes(connection: sqlite3.Connection, rows: Iterator[Row], facts: Mapping[str, str]) -> int:
    """Codes of one or several yearly tables: each once, by its newest names, with the subheadings above them."""
    found = _merged(rows, facts["as_of"])
    put_codes(connection, (*found.values(), *_subheadings(found.values())))
    return len(found)


def put_codes(connection: sqlite3.Connection, codes: Iterable[CodeRow]) -> int:
    """Writes codes in the order of their usefulness and indexes those that are in force; returns how many."""
    ordered = sorted(codes, key=_usefulness)
    known: set[str] = set()
    for number, row in enumerate(ordered, 1):
        above = row.parent or hs.parent(row.code)
        cells = (row.code, above, row.zh, row.en, row.unit1, row.unit2, row.valid_from, row.valid_to, row.derived)
        connection.execute("INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *cells))
        if row.valid_to or not row.code.isdigit():
            continue  # a search offers codes that can be declared
        texts, zh, en = (row.zh, row.en, *row.words), hs.leads(row.zh), hs.leads(row.en)
        chapter = tokens.chapter_tokens(row.words) if len(row.code) == 2 else ""
        also = also_called(texts)
        connection.execute(
            "INSERT INTO token (rowid, chief, lead, word) VALUES (?, ?, ?, ?)",
            (
                number,
                f"{tokens.lead_tokens((*row.words, *zh[:1], *en[:1]))} {chapter}",
                tokens.lead_tokens((*zh[1:], *en[1:])),
                tokens.word_tokens((*texts, *also)),
            ),
        )
        known |= tokens.vocabulary((*row.words, *zh), (*texts, *also))
    connection.executemany("INSERT INTO vocabulary VALUES (?)", ((word,) for word in sorted(known)))
    connection.execute("INSERT INTO token (token) VALUES ('optimize')")
    return len(ordered)


def also_called(texts: Iterable[str]) -> tuple[str, ...]:
    """What the trade says for a word that the names have: where they say plastics, PVC and PP are meant as well."""
    has = {word for text in texts for word in hs.words(text)}
    return tuple(said for word, said in _trade_words() if word in has or (hs.is_wide(word) and _within(word, has)))


def _within(part: str, among: Iterable[str]) -> bool:
    return any(part in word for word in among)


@cache
def _trade_words() -> tuple[tuple[str, str], ...]:
    with resource("hs", "trade_words.csv").open(encoding="utf-8", newline="") as file:
        return tuple((hs.singular(row["name_has"]), row["said"]) for row in csv.DictReader(file))


def _merged(rows: Iterator[Row], as_of: str) -> dict[str, CodeRow]:
    """One row for each code: valid from the first table that lists it, over where the newest one does not."""
    found: dict[str, CodeRow] = {}
    last_listed: dict[str, str] = {}
    for row in rows:
        code = row["code"]
        zh, en, unit1, unit2, since, until = (row.get(name, "") for name in _NAMES)
        new = CodeRow(code, zh, en, unit1, unit2, since, until)
        if new.valid_to >= as_of:
            new = replace(new, valid_to="")  # the newest year that the table knows: nothing says that it ended
        found[code] = replace(new, valid_from=found[code].valid_from) if code in found else new
        last_listed[code] = row["listed"]
    return {
        code: row if row.valid_to or last_listed[code] >= as_of else replace(row, valid_to=last_listed[code])
        for code, row in found.items()
    }


def _subheadings(codes: Iterable[CodeRow]) -> Iterator[CodeRow]:
    """The 6-digit codes above national lines, where the table has none: named by what their lines are."""
    lines = [row for row in codes if len(row.code) > 6 and not row.valid_to]
    there = {row.code for row in codes if len(row.code) == 6}
    below: dict[str, list[CodeRow]] = {}
    for row in sorted(lines, key=lambda row: row.code):
        below.setdefault(row.code[:6], []).append(row)
    for code, children in below.items():
        if code not in there:
            zh, en = (_joined([getattr(child, name) for child in children], mark) for name, mark in _JOINTS)
            first = min(child.valid_from for child in children)
            yield CodeRow(code, zh, en, valid_from=first, derived=True)


_JOINTS = (("zh", "；"), ("en", "; "))


def _joined(names: list[str], mark: str) -> str:
    kept = ""
    for name in dict.fromkeys(name for name in names if name):
        if kept and len(kept) + len(name) > _NAME_LENGTH:
            return f"{kept}{mark}…"
        kept = f"{kept}{mark}{name}" if kept else name
    return kept


def _usefulness(row: CodeRow) -> tuple[int, int, int, int, str]:
    """Headings first, those with everyday words before others, short names before long ones."""
    name = row.zh or row.en
    level = _LEVEL_ORDER.get(len(row.code), 5) if row.code.isdigit() else 6
    return (level, -min(len(row.words), 3), name.casefold().startswith(_OTHERS), len(name), row.code)
