"""What SQLite and the disk raise becomes an error of the domain; a bug stays a bug."""

import errno
import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from coo_desktop.domain.errors import StoreBusy, StoreDamaged, StoreFull, StoreUnwritable
from coo_desktop.store import faults


def raised(code: int, name: str = "SQLITE_TEST") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("made up")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    return error


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (13, StoreFull),
        (778, StoreFull),  # IOERR_WRITE
        (4874, StoreFull),  # IOERR_SHMSIZE
        (5, StoreBusy),
        (517, StoreBusy),  # BUSY_SNAPSHOT
        (6, StoreBusy),
        (11, StoreDamaged),
        (26, StoreDamaged),
        (8, StoreUnwritable),
        (14, StoreUnwritable),
        (1034, StoreUnwritable),  # IOERR_FSYNC
    ],
)
def test_every_result_code_has_its_error(code, trouble):
    with pytest.raises(trouble) as bare, faults.database():
        raise raised(code)
    with pytest.raises(trouble), faults.database():
        raise OperationalError("SELECT 1", {}, raised(code))
    assert bare.value.facts == {"cause": "SQLITE_TEST"}


def test_a_broken_statement_is_a_bug_and_stays_one():
    with pytest.raises(OperationalError), faults.database():
        raise OperationalError("SELECT nothing", {}, raised(1))
    with pytest.raises(IntegrityError), faults.database():
        raise IntegrityError("INSERT", {}, raised(19))


@pytest.mark.parametrize(
    ("number", "trouble"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EFBIG, StoreFull),
        (errno.EACCES, StoreUnwritable),
        (errno.EROFS, StoreUnwritable),
        (errno.EIO, StoreUnwritable),
    ],
)
def test_every_file_fault_has_its_error(number, trouble):
    with pytest.raises(trouble) as caught, faults.files():
        raise OSError(number, "made up")
    assert caught.value.facts == {"cause": errno.errorcode[number]}
