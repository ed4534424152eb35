"""Encrypted stores of many documents, made once for all benchmarks: `python -m tests.benchmarks.seeding COUNT`.

A store stands in the system's folder for temporary files under a digest of what it is made by, so that another schema
or another seeding makes a new one. Nobody writes into it: `lent` and `opened` give copies. Documents are copies of a
few that the program made (see `seed_models`); their rows are computed by the program's own functions and written by the
driver, the indexes after the rows. One is put by the program itself, at last: what it keeps of all documents is there.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pypinyin

from coo_desktop.domain.clock import SystemClock
from coo_desktop.domain.documents.document import Company, Person
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.assets import resource
from coo_desktop.store.database import rows as records
from coo_desktop.store.database import schema, search
from coo_desktop.store.database.engine import open_connection, salt_of
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest
from coo_desktop.store.keys.password_wrap import wrap
from coo_desktop.store.local import LocalStore, open_store
from tests.benchmarks.seed_copies import Copies, Copy
from tests.benchmarks.seed_models import make_models, page
from tests.keyring_in_home import KeyringInHome
from tests.rulebooks import shipped

#: The key of every seeded store, and the password that opens the program on one.
KEY, PASSWORD = bytes(range(32)), "seeded stores hold nothing"
_KEPT_S = 3 * 86_400
_BLOCK = 2_000
_ROOT = Path(__file__).parents[2]
#: What a seeded store is made by.
_MADE_BY = (
    "coo_desktop/store/database/migrations/*.py",
    *(f"coo_desktop/store/database/{name}.py" for name in ("schema", "rows", "search", "versions")),
    "coo_desktop/domain/documents/summary.py",
    "coo_desktop/domain/documents/document.py",
    "tests/benchmarks/seed*.py",
)
#: For the one process that fills an unused file; a store is opened with its own settings.
_WHILE_FILLING = ("synchronous=OFF", "secure_delete=OFF", "cache_size=-262144", "wal_autocheckpoint=20000")


def seeded(count: int) -> Path:
    """The home of a store of so many documents, to be read as a file only; it is made when it is not there."""
    folder = Path(tempfile.gettempdir()) / f"coo-seeded-{_user()}"
    home = folder / f"{_digest()}-{count}"
    if not home.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        _forget_old(folder)
        made = Path(tempfile.mkdtemp(prefix="part-", dir=folder))
        fill(made, count, shipped())
        try:
            made.rename(home)
        except OSError:  # somebody else was quicker
            shutil.rmtree(made)
    os.utime(home)
    return home


@contextmanager
def lent(count: int) -> Iterator[Path]:
    """A home of one's own with a store of so many documents, gone at the end; the program opens it (`surroundings`)."""
    source = seeded(count)
    with tempfile.TemporaryDirectory(prefix="coo-lent-", ignore_cleanup_errors=True) as folder:
        yield Path(shutil.copytree(source, Path(folder) / "home"))


@contextmanager
def opened(count: int, rules: Rulebook | None = None) -> Iterator[LocalStore]:
    """A store of so many documents, open for whatever is done with it."""
    known = rules or shipped()
    with lent(count) as home, closing(open_store(profile_in(home), lambda: known, SystemClock(), KEY)) as store:
        yield store


def profile_in(home: Path) -> Profile:
    return Profile(home / "profile")


def surroundings(home: Path) -> dict[str, str]:
    """The variables with which the program opens a lent home; it asks for no password in a process that calls
    `keyring_in_home.be_the_vault` first."""
    return {"COO_HOME": str(home), "HOME": str(home)}


def fill(home: Path, count: int, rules: Rulebook) -> None:
    """Makes the store in an empty folder."""
    profile = profile_in(home)
    profile.folder.mkdir(mode=0o700)
    with closing(open_store(profile, lambda: rules, SystemClock(), KEY)) as store:
        store.blobs.take_bytes(page(), "evidence.pdf", "application/pdf")
        with store.unit() as unit:
            unit.put_company(Company(id="seeded", name_en="NINGBO LANFENG HOUSEWARE CO., LTD.", office="3302"))
            unit.put_person(Person(account="li.na", name="李娜", role="clerk", active=True))
    chest = KeyChest(profile.folder, _KeyringIn(home))
    chest.adopt(KEY, wrap(PASSWORD, KEY))
    chest.mark_store(True, salt_of(profile.store_file))
    copies = Copies(make_models(rules), count)
    last = next((at for at in range(count) if copies.copy(at).document.rev), 0)
    with _spelt_once():
        _write(profile.store_file, (copies.copy(at) for at in range(count) if at != last), rules)
    with closing(open_store(profile, lambda: rules, SystemClock(), KEY)) as store, store.unit() as unit:
        document = copies.copy(last).document
        unit.put(replace(document, revision=document.revision - 1))


@contextmanager
def _spelt_once() -> Iterator[None]:
    """The names of the copies are few: each is spelt once, which is a third of all that is computed."""
    spell = pypinyin.lazy_pinyin
    pypinyin.lazy_pinyin = cache(spell)  # type: ignore[assignment]  # called in one way alone
    try:
        yield
    finally:
        pypinyin.lazy_pinyin = spell


class _KeyringIn(KeyringInHome):
    """The keyring of a home that is not this process's own."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def _file(self) -> Path:
        return self._home / super()._file().name


def _write(file: Path, copies: Iterator[Copy], rules: Rulebook) -> None:
    with closing(open_connection(file, KEY)) as driver:
        for setting in _WHILE_FILLING:
            driver.execute(f"PRAGMA {setting}")
        tables = tuple(table.name for table in (schema.document, schema.invoice_use, schema.evidence, schema.version))
        indexes = driver.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({', '.join('?' * len(tables))})",
            tables,
        ).fetchall()
        for name, _sql in indexes:
            driver.execute(f"DROP INDEX {name}")
        start = 0
        while block := list(islice(copies, _BLOCK)):
            driver.execute("BEGIN IMMEDIATE")
            _write_block(driver, block, start, rules)
            driver.execute("COMMIT")
            start += len(block)
        for _name, sql in indexes:
            driver.execute(sql)
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_block(driver: Any, block: Sequence[Copy], start: int, rules: Rulebook) -> None:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for seq, copy in enumerate(block, start + 1):
        columns = records.document_columns(copy.document, rules)
        found.setdefault("document", []).append({"seq": seq, **columns})
        found.setdefault("search", []).append({"rowid": seq, "words": search.words(columns["search"])})
        uses = sorted(records.invoices(copy.document, rules))
        found.setdefault("invoice_use", []).extend({"invoice": use, "document": copy.document.id} for use in uses)
        found.setdefault("evidence", []).extend(map(records.evidence_columns, copy.evidence))
        for table, rows in copy.beside.items():
            found.setdefault(table, []).extend(rows)
    for table, rows in found.items():
        if rows:
            names = list(rows[0])
            told = ", ".join(f'"{name}"' for name in names)
            given = ", ".join(f":{name}" for name in names)
            driver.executemany(f"INSERT INTO {table} ({told}) VALUES ({given})", rows)


def _digest() -> str:
    told = hashlib.sha256()
    samples = resource("samples").glob("*.json")
    for file in sorted([*samples, *(file for pattern in _MADE_BY for file in _ROOT.glob(pattern))]):
        told.update(file.name.encode() + file.read_bytes())
    return told.hexdigest()[:16]


def _forget_old(folder: Path) -> None:
    """Removes what nobody has asked for in some days."""
    for known in folder.iterdir():
        if time.time() - known.stat().st_mtime > _KEPT_S:
            shutil.rmtree(known, ignore_errors=True)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")


if __name__ == "__main__":
    began = time.perf_counter()
    place = seeded(int(sys.argv[1]))
    print(f"{time.perf_counter() - began:.1f} s  {place}")
