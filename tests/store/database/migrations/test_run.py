"""A step is made whole or not at all, and never without a copy of what was there before."""

import pytest
from sqlalchemy import Column, Text

from coo_desktop.domain.errors import StoreNewer
from coo_desktop.store.database.driver import open_connection
from coo_desktop.store.database.engine import make_engine, make_file, schema_of
from coo_desktop.store.database.migrations.run import KEPT_BACKUPS, STEPS, migrate
from tests.store.conftest import KEY
from tests.store.documents import certificate


def add_colour(operations):
    operations.add_column("document", Column("colour", Text))


def rebuild_meta(operations):
    with operations.batch_alter_table("meta") as table:
        table.add_column(Column("note", Text))
        table.alter_column("value", new_column_name="said")


class Unfinished(Exception):
    """What a broken step raises."""


def break_off(operations):
    add_colour(operations)
    operations.execute("DELETE FROM document")
    raise Unfinished


@pytest.fixture
def connection(store, profile):
    with store.unit() as unit:
        unit.put(certificate())
        unit.put_person(unit.person())
    store.close()
    engine = make_engine(profile.store_file, KEY)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def columns(connection, table):
    rows = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
    connection.rollback()
    return {row[1] for row in rows}


def test_missing_steps_are_made_in_order(connection, profile):
    migrate(connection, profile.backups, KEY, (*STEPS, add_colour, rebuild_meta))
    assert schema_of(connection) == len(STEPS) + 2
    assert "colour" in columns(connection, "document")
    assert columns(connection, "meta") == {"name", "said", "note"}


def test_the_file_before_the_step_is_kept_and_opens(connection, profile):
    migrate(connection, profile.backups, KEY, (*STEPS, add_colour))
    (backup,) = profile.backups.iterdir()
    assert backup.name == f"schema-{len(STEPS)}.db"
    copy = open_connection(backup, KEY)
    assert copy.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    assert copy.execute("SELECT id FROM document").fetchall() == [("a",)]
    copy.close()


def test_a_step_that_fails_changes_nothing(connection, profile):
    with pytest.raises(Unfinished):
        migrate(connection, profile.backups, KEY, (*STEPS, rebuild_meta, break_off))
    assert schema_of(connection) == len(STEPS) + 1
    assert "colour" not in columns(connection, "document")
    assert connection.exec_driver_sql("SELECT id FROM document").all() == [("a",)]


def test_a_newer_file_is_not_touched(connection, profile):
    before = profile.store_file.read_bytes()
    with pytest.raises(StoreNewer):
        migrate(connection, profile.backups, KEY, ())
    assert profile.store_file.read_bytes() == before
    assert not profile.backups.exists()


def test_a_file_of_the_present_schema_needs_no_backup(connection, profile):
    migrate(connection, profile.backups, KEY)
    assert not profile.backups.exists()


def test_a_new_file_needs_no_backup(tmp_path):
    make_file(tmp_path / "new.db")
    engine = make_engine(tmp_path / "new.db", KEY)
    with engine.connect() as connection:
        migrate(connection, tmp_path / "backups", KEY)
        assert schema_of(connection) == len(STEPS)
    engine.dispose()
    assert not (tmp_path / "backups").exists()


def test_backups_of_migrations_are_bounded(connection, profile):
    steps = list(STEPS)
    for number in range(KEPT_BACKUPS + 3):
        steps.append(lambda operations, number=number: operations.execute(f"CREATE TABLE more_{number} (a)"))
        migrate(connection, profile.backups, KEY, steps)
    assert len(list(profile.backups.iterdir())) == KEPT_BACKUPS
