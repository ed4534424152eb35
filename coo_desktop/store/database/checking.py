"""The whole of a store file read and found sound or damaged: its structure, and the seal of every page.

The seals are those of the file itself, without the write-ahead log: after a crash pages of it may be half written that
stand whole in the log. So the log is folded in first, and the reading begins before anything is written after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coo_desktop.domain.errors import StoreBusy

#: How many findings are told.
MOST_FOUND = 10


def fold(writer: Any) -> None:
    """Puts everything that stands in the log into the file; raises StoreBusy when somebody reads the log too long."""
    is_busy, *_counts = writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if is_busy:
        raise StoreBusy(cause="checkpoint")


def logged(connection: Any) -> int | None:
    """How many frames of the log hold commits; None where SQLite cannot tell, as on a disk that refuses at that moment.
    Costs no reading of the file."""
    frames = int(connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])
    return frames if frames >= 0 else None


@contextmanager
def held(reader: Any) -> Iterator[None]:
    """The file below stays as it is for this connection, whatever others write meanwhile; begun after a `fold`."""
    reader.execute("BEGIN")
    try:
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        yield
    finally:
        if reader.in_transaction:
            reader.execute("ROLLBACK")


def damages(connection: Any, is_sealed: bool) -> tuple[str, ...]:
    """What is wrong with the file, in SQLite's words; empty for a sound one. Takes seconds on a large file."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({MOST_FOUND})")]
    if is_sealed:
        found += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    return () if found == ["ok"] else tuple(found[:MOST_FOUND])
