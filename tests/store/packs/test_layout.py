"""Only a file with exactly the tables of its kind counts as a pack."""

import sqlite3
from contextlib import closing

import pytest

from coo_desktop.domain.packs.manifest import KINDS
from coo_desktop.store.packs import layout


@pytest.mark.parametrize("kind", KINDS)
def test_a_pack_of_every_kind_is_as_it_is_made(kind):
    with closing(sqlite3.connect(":memory:")) as connection:
        layout.create(connection, kind)
        assert layout.is_as_made(connection, kind)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (a)",
        "CREATE VIEW peek AS SELECT 1",
        "CREATE TRIGGER trap AFTER INSERT ON link BEGIN DELETE FROM link; END",
        "DROP INDEX link_by_new",
    ],
)
def test_a_file_with_anything_else_is_none(statement):
    with closing(sqlite3.connect(":memory:")) as connection:
        layout.create(connection, "correlations")
        connection.execute(statement)
        assert not layout.is_as_made(connection, "correlations")


def test_an_unknown_kind_has_no_layout():
    with closing(sqlite3.connect(":memory:")) as connection:
        assert not layout.is_as_made(connection, "programs")
