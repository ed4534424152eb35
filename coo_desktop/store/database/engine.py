"""Connections to the encrypted file with SQLAlchemy above them, and that every write locks at its start."""

import os
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from coo_desktop.store.database.driver import BUSY_S, demand_safe_sqlite, open_connection


def make_file(path: Path) -> None:
    """The empty file that a store begins as, for its owner alone; one that is there stays, closed to others."""
    if not path.exists():
        path.touch(mode=0o600)
    elif stat.S_IMODE(path.stat().st_mode) != 0o600 and os.name != "nt":
        path.chmod(0o600)


def make_engine(path: Path, key: bytes | None, *, read_only: bool = False, is_frozen: bool = False) -> Engine:
    """An engine for one file that is there; `key` None opens it unencrypted, for development and tests only.

    The writing engine has one connection and begins every transaction with its lock; the reading one refuses writes.
    One that `is_frozen` reads the file as it stands and writes nothing beside it, while nobody changes it.
    """
    demand_safe_sqlite()

    def connect() -> Any:
        return open_connection(path, key, read_only=read_only, is_frozen=is_frozen)

    engine = create_engine(
        "sqlite://",  # the path and the key stay out of the URL: a URL ends up in reprs and logs
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4 if read_only else 1,
        max_overflow=4 if read_only else 0,
        pool_timeout=BUSY_S,
        hide_parameters=True,
    )
    if not read_only:
        event.listen(engine, "begin", _begin_immediate)
    return engine


def bare(connection: Connection) -> Any:
    """The driver's own connection, for what must not stand inside a transaction."""
    return connection.connection.driver_connection


def schema_of(connection: Connection) -> int:
    """The schema a file has; 0 for a new one."""
    return int(bare(connection).execute("PRAGMA user_version").fetchone()[0])


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and asks for its lock later fails at once, whatever the busy timeout says.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
