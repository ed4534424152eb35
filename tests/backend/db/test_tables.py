"""Every table of companies is keyed by company first: Citus' rules, tried on the declarations without a Citus.

Citus distributes a table by one column. That column has to be in its primary key and in each unique index, and a
foreign key between two such tables has to join on it; what is not distributed is a reference table, whole everywhere,
and may not point to a distributed one.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from coo_backend.db.database import Database
from coo_backend.db.tables import COMPANY_TABLES, SHARED_TABLES, documents, metadata

COLUMN = "company"
REFERENCE_TABLES = {
    *("server", "companies", "directory", "number_series", "office_settings", "questionnaires", "packs"),
    *("accounts", "confirmations", "resets", "wipe_orders", "families", "refresh_tokens", "access_tokens"),
    *("sign_in_failures", "buckets"),
}


def faults(tables: sa.MetaData, shared: frozenset[str] | set[str]) -> list[str]:
    """What Citus would refuse, or what does not begin with the company."""
    return [fault for table in tables.sorted_tables for fault in _faults(table, shared)]


def _faults(table: sa.Table, shared: frozenset[str] | set[str]) -> Iterator[str]:
    for link in table.foreign_key_constraints:
        far = {element.parent.name: element.column for element in link.elements}
        target = link.referred_table.name
        if table.name in shared and target not in shared:
            yield f"{table.name}: a reference table points to {target}"
        if table.name not in shared and target not in shared and getattr(far.get(COLUMN), "name", "") != COLUMN:
            yield f"{table.name}: the foreign key to {target} does not join on the company"
    if table.name in shared:
        return
    keys = [tuple(table.primary_key.columns), *(tuple(index.columns) for index in table.indexes if index.unique)]
    keys += [tuple(each.columns) for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    for key in keys:
        if not key or key[0].name != COLUMN:
            yield f"{table.name}: {[column.name for column in key]} does not begin with the company"


def test_the_declared_tables_keep_the_rules():
    assert faults(metadata, SHARED_TABLES) == []
    assert SHARED_TABLES == REFERENCE_TABLES
    assert {table.name for table in COMPANY_TABLES} == set(metadata.tables) - REFERENCE_TABLES


def test_each_rule_is_able_to_fail():
    wrong = sa.MetaData()
    company, other = (sa.Column(name, sa.Text, primary_key=True) for name in ("company", "id"))
    sa.Table("kept", wrong, company, other, sa.Column("number", sa.Text, unique=True))
    sa.Table("named", wrong, sa.Column("id", sa.Text, primary_key=True), sa.Column("company", sa.Text))
    far = sa.Column("far", sa.Text, sa.ForeignKey("kept.id"))
    sa.Table("linked", wrong, sa.Column("company", sa.Text, primary_key=True), far)
    sa.Table("whole", wrong, sa.Column("id", sa.Text, sa.ForeignKey("kept.id"), primary_key=True))
    found = faults(wrong, {"whole"})
    assert [line.split(":")[0] for line in sorted(found)] == ["kept", "linked", "named", "whole"]


def test_an_older_database_is_keyed_anew_and_loses_nothing(tmp_path: Path):
    database, config = Database(f"sqlite:///{tmp_path / 'b.sqlite'}"), Config()
    config.set_main_option("script_location", str(files("coo_backend.db") / "migrations"))
    rows = (
        "INSERT INTO accounts (account, company) VALUES ('anna', 'c')",
        "INSERT INTO documents (id, company, stage, number, print_number, body)"
        " VALUES ('a', 'c', 'approved', 'N', 'P', 'x')",
        "INSERT INTO documents (id, company, stage, replaces) VALUES ('b', 'c', 'submitted', 'a')",
        "INSERT INTO invoices (document, number, company) VALUES ('a', 'i-1', 'c')",
        """INSERT INTO open_requests (document, "by", kind) VALUES ('a', 'b', 'amend')""",
        "INSERT INTO notice_reads (account, notice, at) VALUES ('anna', 'n', 't')",
        "INSERT INTO uploads (id, company, received) VALUES ('u', 'c', 7)",
        "INSERT INTO office_moves (id, company, state) VALUES ('m', 'c', 'open')",
        "INSERT INTO verification_cases (id, company, deadline) VALUES ('v', 'c', 'd')",
        "INSERT INTO questionnaire_answers (questionnaire, company, given) VALUES ('q', 'c', '{}')",
    )
    with database.engine.connect().execution_options(coo_write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "0012")
        for row in rows:
            connection.exec_driver_sql(row)
    database.migrate()
    with database.read() as connection:
        kept = {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")]
            for name in ("invoices", "open_requests", "notice_reads", "questionnaire_answers")
        }
        named = [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM directory ORDER BY kind, name")]
        counts = [connection.exec_driver_sql(f"SELECT company FROM {table.name}").scalars().all() for table in _moved()]
        body = connection.execute(sa.select(documents.c.body).where(documents.c.number == "N")).scalar_one()
    assert kept == {
        "invoices": [("c", "a", "i-1")],
        "open_requests": [("c", "a", "b", "amend")],
        "notice_reads": [("c", "anna", "n", "t")],
        "questionnaire_answers": [("c", "q", "{}", "", "")],
    }
    assert named == [
        ("document", "a", "c", "a"),
        ("document", "b", "c", "b"),
        ("number", "N", "c", "a"),
        ("print_number", "P", "c", "a"),
    ]
    assert (body, counts) == ("x", [["c", "c"], *[["c"]] * 4])
    database.close()


def _moved() -> list[sa.Table]:
    return [
        metadata.tables[name] for name in ("documents", "uploads", "office_moves", "verification_cases", "invoices")
    ]
