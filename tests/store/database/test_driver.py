"""A bare connection opens what is there, under its own key, wherever it lies."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from sqlcipher3 import dbapi2

from coo_desktop.store.database.driver import address, open_connection
from coo_desktop.store.database.engine import make_file

KEY = bytes(range(32))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "store.db"
    make_file(path)
    return path


def test_another_key_opens_nothing_and_writes_nothing_to_the_screen(file, capfd):
    open_connection(file, KEY).close()
    with pytest.raises(dbapi2.DatabaseError):
        open_connection(file, bytes(32))
    assert capfd.readouterr() == ("", "")


def test_a_key_of_another_length_is_a_mistake(file):
    with pytest.raises(ValueError, match="32"):
        open_connection(file, b"short")


@pytest.mark.parametrize("is_reading", [True, False])
def test_a_file_that_has_gone_is_not_made_anew(tmp_path, is_reading):
    file = tmp_path / "store.db"
    with pytest.raises(dbapi2.OperationalError):
        open_connection(file, KEY, read_only=is_reading)
    assert not file.exists()


@pytest.mark.parametrize("name", ["王 芳", "50%25", "a#b?mode=ro", 'it\'s "x"'])
def test_any_folder_can_hold_a_file(tmp_path, name):
    file = tmp_path / name / "store.db"
    file.parent.mkdir()
    make_file(file)
    connection = open_connection(file, KEY)
    connection.execute("CREATE TABLE found (word)")
    connection.close()
    assert file.stat().st_size


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (PurePosixPath("/srv/f/store.db"), "file:///srv/f/store.db?mode=rw"),
        (PureWindowsPath("C:/Data/store.db"), "file:///C:/Data/store.db?mode=rw"),
        (PureWindowsPath("//server/share/store.db"), "file:////server/share/store.db?mode=rw"),
    ],
)
def test_sqlite_is_told_of_a_file_as_it_reads_places(place, told):
    assert address(place) == told
