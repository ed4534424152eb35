"""The driver's own connection to the encrypted file: how it is opened and told. Imports nothing heavy.

What reads the first rows of a start uses it as it is; everything else goes through an engine.
"""

import sys
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

#: The schema that this program reads and writes, kept in the file's `user_version`; see `migrations` and `schema`.
SCHEMA = 6
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


def address(path: PurePath, parameters: str = "mode=rw") -> str:
    """How SQLite is told of a file that is there: a connection to one that has gone fails instead of making it anew.

    Written by hand, because SQLite takes no host in it, as `Path.as_uri` has for a folder of the network.
    """
    place = (path.absolute() if isinstance(path, Path) else path).as_posix()
    return f"file://{'' if place.startswith('/') else '/'}{quote(place, safe='/:')}?{parameters}"


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


def salt_of(path: Path) -> bytes:
    """How an encrypted file begins: what its pages are sealed with besides the key; b"" where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError:
        return b""


def demand_safe_sqlite() -> None:
    """Raises RuntimeError for an SQLite that could damage a file."""
    version = tuple(map(int, dbapi2.sqlite_version.split(".")))
    if version < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {dbapi2.sqlite_version} is too old")
