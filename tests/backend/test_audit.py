"""The audit: whoever alters, removes or inserts an entry is found."""

import pytest
import sqlalchemy as sa

from coo_backend.audit import broken
from coo_backend.seed import LANFENG
from coo_backend.tables import audit
from coo_desktop.domain.errors import StoreTrouble
from tests.backend.errands import stored, submitted
from tests.backend.process import Client


@pytest.fixture
def database(clerk: Client, backend):
    """The database after five entries: put, put, submit, put, put."""
    stored(clerk)
    submitted(clerk)
    stored(clerk)
    stored(clerk)
    return backend.place.shared.database


def found(database) -> tuple[int, ...]:
    with database.read() as connection:
        return broken(connection, LANFENG.id)


def tamper(database, *statements: str) -> None:
    """Changes the table as somebody with the file in their hands could."""
    with database.write("") as connection:
        for trigger in ("audit_no_update", "audit_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_entry_says_who_did_what_to_which_revision(database, clerk: Client):
    assert found(database) == ()
    with database.read() as connection:
        rows = connection.execute(sa.select(audit).where(audit.c.company == LANFENG.id).order_by(audit.c.entry)).all()
    assert [row.action for row in rows] == ["put", "put", "submit", "put", "put"]
    assert {row.actor for row in rows} == {"demo"}
    assert rows[2].rev_before == rows[1].rev_after
    assert all(row.request_id and row.ip == "127.0.0.1" and row.device == "test" for row in rows)


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_table_refuses_changes(database, change):
    with pytest.raises(StoreTrouble), database.write("") as connection:
        connection.exec_driver_sql(change)


@pytest.mark.parametrize("entry", range(1, 6))
@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x' WHERE", "DELETE FROM audit WHERE"])
def test_a_changed_or_removed_entry_is_found(database, entry, change):
    tamper(database, f"{change} company = '{LANFENG.id}' AND entry = {entry}")
    assert found(database)


def test_an_inserted_entry_is_found(database):
    tamper(database, f"INSERT INTO audit (company, entry, action) VALUES ('{LANFENG.id}', 6, 'forged')")
    assert found(database)
