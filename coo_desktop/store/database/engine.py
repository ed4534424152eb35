"""Connections to the encrypted file: how they are opened and told, and that every write locks at its start."""

import os
import stat
import sys
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

OLDEST_SQLITE = (3, 51, 3)  # before it a commit that meets a second checkpoint can corrupt a file in WAL mode
BUSY_S = 5.0
KEY_BYTES, SALT_BYTES = 32, 16

_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "wal_autocheckpoint=1000",
    "journal_size_limit=16777216",
)
_OF_THE_LOG = ("journal", "wal")
# The system's own SQLite turns these into a barrier; ours, bundled, has to ask for a real flush.
_MACOS_SETTINGS = ("fullfsync=ON", "checkpoint_fullfsync=ON")


def make_file(path: Path) -> None:
    """The empty file that a store begins as, for its owner alone; one that is there stays, closed to others."""
    if not path.exists():
        path.touch(mode=0o600)
    elif stat.S_IMODE(path.stat().st_mode) != 0o600 and os.name != "nt":
        path.chmod(0o600)


def address(path: PurePath, parameters: str = "mode=rw") -> str:
    """How SQLite is told of a file that is there: a connection to one that has gone fails instead of making it anew.

    Written by hand, because SQLite takes no host in it, as `Path.as_uri` has for a folder of the network.
    """
    place = (path.absolute() if isinstance(path, Path) else path).as_posix()
    return f"file://{'' if place.startswith('/') else '/'}{quote(place, safe='/:')}?{parameters}"


def make_engine(path: Path, key: bytes | None, *, read_only: bool = False, is_frozen: bool = False) -> Engine:
    """An engine for one file that is there; `key` None opens it unencrypted, for development and tests only.

    The writing engine has one connection and begins every transaction with its lock; the reading one refuses writes.
    One that `is_frozen` reads the file as it stands and writes nothing beside it, while nobody changes it.
    """
    _demand_safe_sqlite()

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


def open_connection(path: Path, key: bytes | None, *, read_only: bool = False, is_frozen: bool = False) -> Any:
    """A bare driver connection with every setting made; the driver itself never begins a transaction."""
    where = address(path, "immutable=1" if is_frozen else "mode=rw")
    connection = dbapi2.connect(where, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_S)
    try:
        tell_key(connection, key)
        for setting in _SETTINGS + (_MACOS_SETTINGS if sys.platform == "darwin" else ()):
            if is_frozen and setting.startswith(_OF_THE_LOG):
                continue
            connection.execute(f"PRAGMA {setting}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def tell_key(connection: Any, key: bytes | None) -> None:
    """Gives a fresh connection its raw key; a raw key needs no derivation, so opening costs nothing."""
    if key is None:
        return
    if len(key) != KEY_BYTES:
        raise ValueError("a store key has 32 bytes")
    connection.execute("PRAGMA cipher_log_level=NONE")  # it writes to stderr otherwise
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_compatibility=4")
    connection.execute("PRAGMA cipher_memory_security=OFF")


def bare(connection: Connection) -> Any:
    """The driver's own connection, for what must not stand inside a transaction."""
    return connection.connection.driver_connection


def salt_of(path: Path) -> bytes:
    """How an encrypted file begins: what its pages are sealed with besides the key; b"" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError:
        return b""


def schema_of(connection: Connection) -> int:
    """The schema a file has; 0 for a new one."""
    return int(bare(connection).execute("PRAGMA user_version").fetchone()[0])


def _begin_immediate(connection: Connection) -> None:
    # A transaction that reads first and asks for its lock later fails at once, whatever the busy timeout says.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _demand_safe_sqlite() -> None:
    version = tuple(map(int, dbapi2.sqlite_version.split(".")))
    if version < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old")
