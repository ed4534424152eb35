"""The one place where what the database or the disk raises becomes an error of the domain."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from coo_desktop.domain.errors import StoreBusy, StoreDamaged, StoreFull, StoreTrouble, StoreUnwritable
from coo_desktop.environment.files import says_full

# The primary result codes of SQLite; the reason why a write failed stands in the extended code above them.
_PERM, _BUSY, _LOCKED, _READONLY, _IOERR = 3, 5, 6, 8, 10
_CORRUPT, _FULL, _CANTOPEN, _AUTH, _NOTADB = 11, 13, 14, 23, 26
_IOERR_WRITE, _IOERR_SHMSIZE = 10 | 3 << 8, 10 | 19 << 8
_BY_CODE: dict[int, type[StoreTrouble]] = {
    _FULL: StoreFull,
    _IOERR_WRITE: StoreFull,  # a quota or file size limit shows as a failed write, not as a full disk
    _IOERR_SHMSIZE: StoreFull,  # so does a full disk, to the first who opens the store
    _BUSY: StoreBusy,
    _LOCKED: StoreBusy,
    _CORRUPT: StoreDamaged,
    _NOTADB: StoreDamaged,
    _READONLY: StoreUnwritable,
    _CANTOPEN: StoreUnwritable,
    _PERM: StoreUnwritable,
    _AUTH: StoreUnwritable,
    _IOERR: StoreUnwritable,
}
# An engine wraps what the driver raises, but a connection being opened meets it bare.
_DRIVER_ERRORS = (dbapi2.DatabaseError, sqlite3.DatabaseError)


@contextmanager
def database() -> Iterator[None]:
    """Raises StoreTrouble for what SQLite refuses; a broken statement or constraint is a bug and passes as it is."""
    try:
        yield
    except (DBAPIError, *_DRIVER_ERRORS) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


@contextmanager
def files() -> Iterator[None]:
    """Raises StoreFull or StoreUnwritable for what the file system refuses in the profile folder."""
    try:
        yield
    except OSError as error:
        trouble = StoreFull if says_full(error) else StoreUnwritable
        raise trouble(cause=errno.errorcode.get(error.errno or 0, "unknown")) from error


def trouble_of(error: BaseException) -> StoreTrouble | None:
    """The domain's error for one of SQLite's, or None when it tells of a bug."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = _BY_CODE.get(code) or _BY_CODE.get(code & 0xFF)
    return None if kind is None else kind(cause=getattr(original, "sqlite_errorname", str(code)))
