"""The product rules that come with the program, one prepared file made of the tables in resources/agreements/rules.

Its name has the digest of what it is made of, so a file made of other tables is never read. An installation carries it
beside the resources, put there when the program is built; a checkout makes it on the first question in the user's
folder. Nothing of it is read before somebody asks for a rule.
"""

import contextlib
import dataclasses
import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.rule_sources import SHIPPED, list_rows
from coo_desktop.domain.packs.manifest import FORMAT
from coo_desktop.domain.packs.recipes import Row
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.build import write_pack
from coo_desktop.store.packs.file import manifest_of, open_pack
from coo_desktop.store.packs.writers import write_rules

NAME = SHIPPED
PREPARED = "prepared"
#: Raised when the same tables give another file.
_MAKING = "1"
_FACTS = {
    "name": NAME,
    "kind": "rules",
    "edition": "",
    "valid_from": "",
    "valid_to": "",
    "as_of": "2026-11-30",
    "source": "lists of product-specific rules, as named with each rule",
    "licence": "laws are not copyrighted",
    "quality": "official",
    "recipe": "",
}


def shipped_rules(folder: Path) -> Path:
    """The prepared file: beside the resources, else below a folder of packs, made when it is not there.

    Raises StoreUnwritable.
    """
    name = f"{NAME}-{_digest()}.pack"
    beside, own = resource(PREPARED, name), folder / "builtin" / name
    found = next((path for path in (beside, own) if _is_there(path)), None)
    return found or prepare(own.parent)


def prepare(folder: Path) -> Path:
    """Makes the file in a folder, in place of one made of other tables; raises StoreUnwritable."""
    path = folder / f"{NAME}-{_digest()}.pack"
    write_pack(path, _FACTS, lambda connection: write_rules(connection, _rows(), _FACTS))
    for former in folder.glob(f"{NAME}-*.pack"):
        if former != path:
            with contextlib.suppress(OSError):  # another program reads it still
                former.unlink()
    return path


def _tables() -> list[Path]:
    return sorted(resource("agreements", "rules").glob("*.csv"))


def _digest() -> str:
    """What the file is made of: a few megabytes at most, hashed in a few milliseconds."""
    made_of = hashlib.sha256(f"{FORMAT} {_MAKING}".encode())
    for path in _tables():
        made_of.update(path.name.encode())
        made_of.update(path.read_bytes())
    return made_of.hexdigest()[:12]


def _is_there(path: Path) -> bool:
    try:
        with closing(open_pack(path)) as connection:
            return manifest_of(connection, path).kind == "rules"
    except Unreadable:
        return False


def _rows() -> Iterator[Row]:
    """The rows of every table; the agreement is the table's name."""
    for path in _tables():
        for row in list_rows(path.read_text(encoding="utf-8")):
            yield {"agreement": path.stem, **dataclasses.asdict(row)}
