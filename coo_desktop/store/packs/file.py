"""Opening a pack file for reading, its manifest, and the digest that covers everything in it."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import FaultKind, PackFault, TableFault
from coo_desktop.domain.packs.manifest import Manifest, read_manifest

MOST_BYTES = 2_000_000_000
_NOT_DIGESTED = ("digest", "signature")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raises Unreadable(file, reason) for what the file system or SQLite says about a pack."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise Unreadable(file=path.name, reason=PackFault.DAMAGED, cause=str(error)) from None
    except OSError as error:
        raise Unreadable(file=path.name, reason=TableFault(FaultKind.UNOPENED, text=error.strerror or "")) from None


def open_pack(path: Path) -> sqlite3.Connection:
    """A read-only connection that trusts nothing in the file; raises Unreadable.

    The file is never changed after it was installed, so SQLite needs neither locks nor a journal beside it.
    """
    with reading(path):
        size = path.stat().st_size
        if not 0 < size <= MOST_BYTES:
            raise Unreadable(file=path.name, reason=PackFault.DAMAGED, cause=f"{size} bytes")
        place = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(place, uri=True, isolation_level=None, check_same_thread=False)
    try:
        with reading(path):
            for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
                connection.execute(f"PRAGMA {pragma}")
            if _declared_bytes(connection) != size:
                raise Unreadable(file=path.name, reason=PackFault.DAMAGED, cause="cut short")
    except Unreadable:
        connection.close()
        raise
    return connection


def manifest_of(connection: sqlite3.Connection, path: Path) -> Manifest:
    """A pack's manifest; raises Unreadable for another format, a missing or a wrong fact."""
    with reading(path):
        found = connection.execute("SELECT name, value FROM manifest").fetchall()
    return read_manifest({str(name): str(value) for name, value in found}, path.name)


def content_digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over the rows of every table, the search index's own included, and the manifest but its digest."""
    digest = hashlib.sha256()
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        digest.update(f"\n{table}\n".encode())
        kept = f"WHERE name NOT IN {_NOT_DIGESTED}" if table == "manifest" else ""
        # Without an index rows come in the order of their key, in every version of SQLite.
        for row in connection.execute(f'SELECT * FROM "{table}" NOT INDEXED {kept}'):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _declared_bytes(connection: sqlite3.Connection) -> int:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(page_bytes)
