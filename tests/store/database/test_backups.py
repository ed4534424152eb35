"""A backup replaces an older one only when it is whole, and old ones make room."""

import dataclasses
import datetime as dt
import os

import pytest

from coo_desktop.domain.documents.document import Intent, Person
from coo_desktop.domain.errors import StoreUnwritable
from coo_desktop.domain.operations import settings
from coo_desktop.store.database import backups
from coo_desktop.store.database.backups import back_up, daily, keep_days, keep_newest
from coo_desktop.store.database.driver import open_connection, tell_key
from coo_desktop.store.database.engine import make_engine
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
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
    with pytest.raises(StoreUnwritable):
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
    with pytest.raises(StoreUnwritable):
        back_up(connection, tmp_path / "one.db", bytes(32))
    assert list(tmp_path.glob("*.part")) == []


DAY_S = 86_400


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def living(profile, clock):
    """A store that lives from day to day, with a backup of its first day."""
    opened = open_store(profile, small_rulebook, clock, KEY)
    with opened.unit() as unit:
        unit.put(certificate())
    opened.back_up()
    yield opened
    opened.close()


def backed_up(store, profile):
    store.back_up()
    return sorted(file.name for file in profile.backups.iterdir())


def test_on_a_day_without_a_change_the_last_backup_stands_for_today_too(living, profile, clock):
    (first,) = profile.backups.iterdir()
    content = first.read_bytes()
    with living.unit() as unit:
        settings.note_heard(unit)
    clock.pass_s(DAY_S)
    os.utime(first, (0, 0))
    assert backed_up(living, profile) == ["day-2026-11-24.db"]
    (kept,) = profile.backups.iterdir()
    assert kept.read_bytes() == content
    assert kept.stat().st_mtime > 0
    assert living.is_backed_up


@pytest.mark.parametrize(
    "change",
    [
        lambda unit: unit.put(dataclasses.replace(unit.document("a"), values={"goods_name": "绿茶"})),
        lambda unit: unit.put_setting("template", {"a": 1}),
        lambda unit: unit.put_person(Person(account="demo")),
        lambda unit: unit.enqueue(Intent(key="k", kind="put", document="a", body={}, created_at="2026-11-23")),
    ],
)
def test_any_change_makes_a_backup_of_its_own(living, profile, clock, change):
    with living.unit() as unit:
        change(unit)
    clock.pass_s(DAY_S)
    assert backed_up(living, profile) == ["day-2026-11-23.db", "day-2026-11-24.db"]


def test_a_damaged_backup_stands_for_no_other_day(living, profile, clock):
    (first,) = profile.backups.iterdir()
    with first.open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"damage")
    clock.pass_s(DAY_S)
    assert backed_up(living, profile) == ["day-2026-11-23.db", "day-2026-11-24.db"]


def test_a_copy_that_does_not_open_is_no_damage_of_the_store(living, clock, monkeypatch):
    clock.pass_s(DAY_S)
    with monkeypatch.context() as patched:
        patched.setattr(backups, "tell_key", lambda copy, _key: tell_key(copy, bytes(32)))
        with pytest.raises(StoreUnwritable):
            living.back_up()
    with living.unit() as unit:
        unit.put(certificate("b"))


def test_a_backup_from_a_clock_that_stood_wrong_is_not_taken_for_one_of_today(living, profile, clock):
    clock.pass_s(400 * DAY_S)
    living.back_up()
    clock.pass_s(-399 * DAY_S)
    assert backed_up(living, profile) == ["day-2026-11-24.db", "day-2027-12-28.db"]
