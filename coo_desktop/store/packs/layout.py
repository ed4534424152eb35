"""The tables of a pack file, by kind; a file whose tables are not exactly these is not opened."""

import sqlite3
from collections.abc import Mapping

from coo_desktop.domain.packs.manifest import KINDS, LISTS

_MANIFEST = "CREATE TABLE manifest (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_CODES = (
    # `id` is the usefulness: a search answers in its order, so nothing is ranked while somebody types.
    "CREATE TABLE code (id INTEGER PRIMARY KEY, code TEXT NOT NULL, parent TEXT NOT NULL, zh TEXT NOT NULL,"
    " en TEXT NOT NULL, unit1 TEXT NOT NULL, unit2 TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT NOT NULL,"
    " derived INTEGER NOT NULL)",
    "CREATE INDEX code_by_code ON code (code)",
    "CREATE INDEX code_by_parent ON code (parent, code)",
    "CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE token USING fts5(chief, lead, word, content='', columnsize=0, prefix='1 2 3',"
    " tokenize='unicode61 remove_diacritics 0')",
)
_CORRELATIONS = (
    "CREATE TABLE link (old TEXT, new TEXT, relationship TEXT NOT NULL, sources INTEGER NOT NULL,"
    " broad INTEGER NOT NULL, PRIMARY KEY (old, new)) WITHOUT ROWID",
    "CREATE INDEX link_by_new ON link (new)",
)
_OVERRIDES = (
    "CREATE TABLE correction (position INTEGER PRIMARY KEY, editions TEXT NOT NULL, old TEXT NOT NULL,"
    " defect TEXT NOT NULL, new TEXT NOT NULL, evidence TEXT NOT NULL)",
)
_RULES = (
    "CREATE TABLE rule (position INTEGER PRIMARY KEY, agreement TEXT NOT NULL, edition TEXT NOT NULL,"
    " code_from TEXT NOT NULL, code_to TEXT NOT NULL, text TEXT NOT NULL, printed TEXT NOT NULL,"
    " quality TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL)",
    "CREATE INDEX rule_by_code ON rule (agreement, code_from)",
)
_RATES = (
    "CREATE TABLE phrase (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
    "CREATE TABLE tariff_line (position INTEGER PRIMARY KEY, importer TEXT NOT NULL, hs6 TEXT NOT NULL,"
    " code TEXT NOT NULL, edition TEXT NOT NULL, name TEXT NOT NULL, unit1 TEXT NOT NULL, unit2 TEXT NOT NULL)",
    "CREATE INDEX tariff_line_by_code ON tariff_line (importer, code)",
    # One range of the key holds everything about a 6-digit code: a comparison of agreements reads one page.
    # `percent_e4` is ten-thousandths of a percent, null where the duty is none; the texts are ids of phrases.
    "CREATE TABLE rate (importer TEXT, hs6 TEXT, position INTEGER, agreement TEXT, exporter TEXT, valid_from TEXT,"
    " valid_to TEXT NOT NULL, kind TEXT NOT NULL, percent_e4 INTEGER, written INTEGER, condition INTEGER,"
    " as_of TEXT NOT NULL, quality INTEGER, source INTEGER,"
    " PRIMARY KEY (importer, hs6, position, agreement, exporter, valid_from)) WITHOUT ROWID",
)
_ENTRIES = (
    "CREATE TABLE entry (position INTEGER PRIMARY KEY, code TEXT NOT NULL, en TEXT NOT NULL, zh TEXT NOT NULL,"
    " more TEXT NOT NULL)",
    "CREATE INDEX entry_by_code ON entry (code)",
)
_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "codes": _CODES,
    "correlations": _CORRELATIONS,
    "overrides": _OVERRIDES,
    "rules": _RULES,
    "rates": _RATES,
} | dict.fromkeys(LISTS, _ENTRIES)


def create(connection: sqlite3.Connection, kind: str) -> None:
    """Makes the empty tables of a kind."""
    for statement in (_MANIFEST, *_BY_KIND[kind]):
        connection.execute(statement)


def schema(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """What a file defines, every table, index, view and trigger of it.

    The tables beneath the search index are SQLite's own and may be spelt otherwise in its next version.
    """
    found = connection.execute("SELECT type, name, ifnull(sql, '') FROM sqlite_master ORDER BY type, name")
    return [(str(kind), str(name), "" if name.startswith("token_") else str(sql)) for kind, name, sql in found]


def is_as_made(connection: sqlite3.Connection, kind: str) -> bool:
    """Whether a file defines exactly what a pack of this kind does, and nothing that could run."""
    if kind not in KINDS:
        return False
    model = sqlite3.connect(":memory:")
    try:
        create(model, kind)
        return schema(connection) == schema(model)
    finally:
        model.close()
