"""A backup replaces an older one only when it is whole, and old ones make room."""

import datetime as dt
import os

import pytest

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.database.backups import back_up, daily, keep_days, keep_newest
from coo_desktop.store.database.engine import make_engine, open_connection
from tests.store.conftest import KEY
from tests.store.documents import certificate


@pytest.fixture
def connection(store, profile):
    with store.unit() as unit:
        unit.put(certificate())
    engine = make_engine(profile.store_file, KEY)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_a_backup_holds_every_document_under_the_same_key(connection, tmp_path):
    target = back_up(connection, tmp_path / "new" / "one.db", KEY)
    copy = open_connection(target, KEY)
    assert copy.execute("SELECT id FROM document").fetchall() == [("a",)]
    copy.close()
    assert not target.read_bytes().startswith(b"SQLite")
    assert [path.name for path in target.parent.glob("*.part")] == []


def test_a_backup_that_does_not_open_leaves_the_older_one(connection, tmp_path):
    target = tmp_path / "one.db"
    target.write_bytes(b"older")
    with pytest.raises(StoreDamaged):
        back_up(connection, target, bytes(32))
    assert target.read_bytes() == b"older"


def test_the_newest_backups_stay(tmp_path):
    for number in range(6):
        file = tmp_path / f"day-{number}.db"
        file.touch()
        os.utime(file, (number, number))
    (tmp_path / "schema-1.db").touch()
    keep_newest(tmp_path, "day-*.db", 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day-4.db", "day-5.db", "schema-1.db"]


def test_what_is_no_backup_of_a_day_stays(tmp_path):
    for age in range(60):
        daily(tmp_path, dt.date(2026, 11, 30) - dt.timedelta(age)).touch()
    (tmp_path / "day-of-somebody.db").touch()
    keep_days(tmp_path)
    assert len(tuple(tmp_path.glob("day-2*.db"))) == 11
    assert (tmp_path / "day-of-somebody.db").exists()


def test_half_a_copy_does_not_stay_on_a_full_disk(connection, tmp_path):
    with pytest.raises(StoreDamaged):
        back_up(connection, tmp_path / "one.db", bytes(32))
    assert list(tmp_path.glob("*.part")) == []
