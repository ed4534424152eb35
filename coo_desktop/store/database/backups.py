"""Copies of the store beside it: encrypted with the same key, opened and counted before they are trusted."""

import contextlib
import datetime as dt
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from coo_desktop.domain.backups import IN_FOLDER, LAST_BACKUP, days_kept
from coo_desktop.domain.errors import StoreDamaged, StoreTrouble, StoreUnwritable
from coo_desktop.domain.operations.settings import PASSING
from coo_desktop.environment.files import make_folder, move_into_place
from coo_desktop.store import faults
from coo_desktop.store.database.driver import address, tell_key
from coo_desktop.store.database.engine import bare

_COUNT = "SELECT count(*) FROM document"
_PASSING = ", ".join(f"'{name}'" for name in sorted({*PASSING, LAST_BACKUP, IN_FOLDER}))
#: What a store holds, without the long texts; each changes with them, and none while a program only runs.
_CONTENT = (
    "SELECT id, row_hash FROM document ORDER BY id",
    "SELECT key, state, attempts FROM outbox ORDER BY seq",
    "SELECT id, resolved, decision FROM conflict ORDER BY id",
    "SELECT id, state FROM evidence ORDER BY id",
    "SELECT id, mark FROM notice ORDER BY id",
    "SELECT max(seq), count(*) FROM edit",
    "SELECT count(*), total(number), total(revision) FROM version",
    "SELECT name, value FROM meta ORDER BY name",
    f"SELECT name, value FROM setting WHERE name NOT IN ({_PASSING}) ORDER BY name",
)


def back_up(connection: Connection, target: Path, key: bytes | None) -> Path:
    """Writes a compact copy to `target`, replacing an older one only when the new one opens; returns `target`."""
    half = target.with_suffix(".part")
    with faults.files():
        make_folder(target.parent)
        half.unlink(missing_ok=True)
    try:
        with faults.database():
            driver = bare(connection)
            driver.execute("VACUUM INTO ?", (str(half),))
            _check(half, key, driver.execute(_COUNT).fetchone()[0])
        with faults.files():
            half.chmod(0o600)
            move_into_place(half, target)
    except StoreTrouble:
        with contextlib.suppress(OSError):  # half a copy on a full disk would keep it full
            half.unlink(missing_ok=True)
        raise
    return target


def carry_over(connection: Connection, target: Path, key: bytes | None) -> bool:
    """Lets the newest daily backup stand for a later day when it is sound and holds what the store does; whether so."""
    day = newest_day(target.parent)
    newest = daily(target.parent, day) if day is not None else target
    if newest.name >= target.name:
        return False
    with faults.database():
        driver = bare(connection)
        documents, content = driver.execute(_COUNT).fetchone()[0], _digest(driver)
    try:
        _check(newest, key, documents, content)
    except StoreTrouble:
        return False
    with faults.files():
        os.utime(newest)
        move_into_place(newest, target)
    return True


def keep_newest(folder: Path, names: str, count: int) -> None:
    """Removes all but the newest `count` backups with such names."""
    with faults.files():
        found = sorted(folder.glob(names), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for file in found[count:]:
            file.unlink(missing_ok=True)


def daily(folder: Path, day: dt.date) -> Path:
    """Where the backup of a day stands."""
    return folder / f"day-{day.isoformat()}.db"


def keep_days(folder: Path) -> None:
    """Removes the daily backups that need not stay; see `days_kept`."""
    days = tuple(_days(folder))
    kept = days_kept(days)
    with faults.files():
        for day in days:
            if day not in kept:
                daily(folder, day).unlink(missing_ok=True)


def newest_day(folder: Path) -> dt.date | None:
    """The day of the newest daily backup; one that was made in the future was made by a wrong clock, and is none."""
    latest_s = time.time() + 86_400
    made = [(daily(folder, day).stat().st_mtime, day) for day in _days(folder)]
    return max((one for one in made if one[0] <= latest_s), default=(0.0, None))[1]


def content_of(file: Path, key: bytes | None) -> str:
    """A digest of what a copy of the store holds, the same as long as nothing a person cares for changes."""
    with faults.database(), closing(dbapi2.connect(address(file, "immutable=1"), uri=True)) as copy:
        tell_key(copy, key)
        return _digest(copy).hex()


def _days(folder: Path) -> Iterator[dt.date]:
    for file in folder.glob("day-*.db"):
        with contextlib.suppress(ValueError):
            yield dt.date.fromisoformat(file.stem.removeprefix("day-"))


def _check(file: Path, key: bytes | None, documents: int, content: bytes = b"") -> None:
    """Raises StoreUnwritable for a copy that is not whole: the store itself has nothing to do with it."""
    try:
        with faults.database(), closing(dbapi2.connect(address(file), uri=True, isolation_level=None)) as copy:
            tell_key(copy, key)
            sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            same = copy.execute(_COUNT).fetchone()[0] == documents and (not content or content == _digest(copy))
    except StoreDamaged:
        sound = same = False
    if not (sound and same):
        raise StoreUnwritable(cause="backup", file=file.name)


def _digest(driver: Any) -> bytes:
    digest = hashlib.blake2b()
    for query in _CONTENT:
        for row in driver.execute(query):
            digest.update(repr(tuple(row)).encode(errors="replace"))
    return digest.digest()
