"""Connections have every setting, know only their own key and keep it to themselves."""

import pytest
from sqlcipher3 import dbapi2

from coo_desktop.store.database.driver import open_connection
from coo_desktop.store.database.engine import make_engine, make_file

KEY = bytes(range(32))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "store.db"
    make_file(path)
    return path


@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("temp_store", 2),
        ("secure_delete", 1),
        ("wal_autocheckpoint", 1000),
        ("journal_size_limit", 16 * 1024 * 1024),
        ("busy_timeout", 5000),
    ],
)
def test_every_connection_is_told_how_to_keep_data(file, key, setting, value):
    connection = open_connection(file, key)
    told = connection.execute(f"PRAGMA {setting}").fetchone()
    connection.close()
    assert told == (value,)


def test_the_file_shows_nothing_of_what_is_in_it(file):
    connection = open_connection(file, KEY)
    connection.execute("CREATE TABLE secret (word)")
    connection.execute("INSERT INTO secret VALUES ('MARKER-OF-THIS-TEST')")
    beside = b"".join(path.read_bytes() for path in file.parent.iterdir())
    connection.close()
    assert b"MARKER" not in beside + file.read_bytes()
    assert not file.read_bytes().startswith(b"SQLite")


def test_the_key_is_not_in_what_an_engine_says_of_itself(file):
    engine = make_engine(file, KEY)
    assert KEY.hex() not in f"{engine!r} {engine.url}"
    assert str(file) not in repr(engine)


def test_a_write_transaction_has_its_lock_from_the_start(file):
    writer = make_engine(file, KEY)
    other = open_connection(file, KEY)
    other.execute("PRAGMA busy_timeout=0")
    with writer.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(dbapi2.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()
    writer.dispose()


def test_a_reading_engine_cannot_write(file):
    open_connection(file, KEY).close()
    readers = make_engine(file, KEY, read_only=True)
    with readers.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("CREATE TABLE a (b)")
    readers.dispose()
