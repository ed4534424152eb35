"""Copies of the store beside it: encrypted with the same key, opened and counted before they are trusted."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from coo_desktop.domain.backups import days_kept
from coo_desktop.domain.errors import StoreDamaged, StoreTrouble
from coo_desktop.environment.files import move_into_place
from coo_desktop.store import faults
from coo_desktop.store.database.engine import address, bare, tell_key

_COUNT = "SELECT count(*) FROM document"


def back_up(connection: Connection, target: Path, key: bytes | None) -> Path:
    """Writes a compact copy to `target`, replacing an older one only when the new one opens; returns `target`."""
    half = target.with_suffix(".part")
    with faults.files():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def _days(folder: Path) -> Iterator[dt.date]:
    for file in folder.glob("day-*.db"):
        with contextlib.suppress(ValueError):
            yield dt.date.fromisoformat(file.stem.removeprefix("day-"))


def _check(file: Path, key: bytes | None, documents: int) -> None:
    with closing(dbapi2.connect(address(file), uri=True, isolation_level=None)) as copy:
        tell_key(copy, key)
        sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if not sound or copy.execute(_COUNT).fetchone()[0] != documents:
            raise StoreDamaged(cause="backup", file=file.name)
