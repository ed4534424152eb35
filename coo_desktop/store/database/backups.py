"""Copies of the store beside it: encrypted with the same key, opened and counted before they are trusted."""

import os
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store import faults
from coo_desktop.store.database.engine import bare, tell_key
from coo_desktop.store.files.durable import sync_file, sync_folder

_COUNT = "SELECT count(*) FROM document"


def back_up(connection: Connection, target: Path, key: bytes | None) -> Path:
    """Writes a compact copy to `target`, replacing an older one only when the new one opens; returns `target`."""
    half = target.with_suffix(".part")
    with faults.files():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
    with faults.database():
        driver = bare(connection)
        driver.execute("VACUUM INTO ?", (str(half),))
        _check(half, key, driver.execute(_COUNT).fetchone()[0])
    with faults.files():
        half.chmod(0o600)
        sync_file(half)
        os.replace(half, target)
        sync_folder(target.parent)
    return target


def keep_newest(folder: Path, names: str, count: int) -> None:
    """Removes all but the newest `count` backups with such names."""
    with faults.files():
        found = sorted(folder.glob(names), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for file in found[count:]:
            file.unlink(missing_ok=True)


def _check(file: Path, key: bytes | None, documents: int) -> None:
    with closing(dbapi2.connect(str(file), isolation_level=None)) as copy:
        tell_key(copy, key)
        sound = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if not sound or copy.execute(_COUNT).fetchone()[0] != documents:
            raise StoreDamaged(cause="backup", file=file.name)
