"""The second wall on PostgreSQL: a query that forgets its own condition gets no other company's row."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from coo_backend.db.database import Database
from coo_backend.db.sight import EVERYBODY, NOBODY, Sight, turn_to
from coo_backend.db.tables import COMPANY_TABLES, companies, documents, evidence, feeds, invoices
from coo_desktop.domain.errors import StoreTrouble
from tests.backend.db.test_database import make_role, postgres, postgres_server

__all__ = ["postgres", "postgres_server"]

ONE, OTHER, MOVED = "one", "other", "moved"
HERE, THERE = "3302", "4405"
ROLE = "coo_app"


@pytest.fixture
def guarded(postgres: str, postgres_server: str) -> Iterator[Database]:
    """Three companies, opened by a role that owns nothing; `moved` sent its certificate to HERE before it went."""
    owner = Database(postgres)
    owner.migrate()
    offices = {ONE: HERE, OTHER: THERE, MOVED: THERE}
    with owner.write("", EVERYBODY) as connection:
        for company, office in offices.items():
            connection.execute(sa.insert(companies).values(id=company, office=office))
            connection.execute(sa.insert(feeds).values(company=company))
            of = HERE if company == MOVED else office
            connection.execute(sa.insert(documents).values(company=company, id=f"d-{company}", office=of))
            connection.execute(sa.insert(invoices).values(company=company, document=f"d-{company}", number="i"))
            connection.execute(sa.insert(evidence).values(company=company, id=f"e-{company}"))
    server = sa.create_engine(sa.make_url(postgres_server).set(database=sa.make_url(postgres).database))
    with server.begin() as connection:
        make_role(connection, ROLE)
        connection.exec_driver_sql(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
    server.dispose()
    url = sa.make_url(postgres).set(username=ROLE, password=ROLE).render_as_string(hide_password=False)
    database = Database(url)
    yield database
    database.close()
    owner.close()


def seen(database: Database, table: sa.Table, sight: Sight) -> set[str]:
    """The companies whose rows a query without any condition gets."""
    with database.read(sight) as connection:
        return set(connection.execute(sa.select(table.c.company)).scalars())


def test_a_query_without_its_condition_gets_no_other_companys_row(guarded: Database):
    for table in (documents, invoices, evidence, feeds):
        assert seen(guarded, table, Sight(ONE)) == {ONE}, table.name
        assert seen(guarded, table, NOBODY) <= {""}, table.name
        assert seen(guarded, table, EVERYBODY) >= {ONE, OTHER, MOVED}, table.name
    with guarded.write(ONE) as connection:
        assert connection.execute(sa.update(documents).values(body="x")).rowcount == 1
        assert connection.execute(sa.delete(invoices)).rowcount == 1
    with pytest.raises(StoreTrouble), guarded.write(ONE) as connection:
        connection.execute(sa.insert(evidence).values(company=OTHER, id="forged"))
    with guarded.read(EVERYBODY) as connection:
        assert set(connection.execute(sa.select(documents.c.company).where(documents.c.body == "x")).scalars()) == {ONE}


def test_an_office_reads_what_it_handles_and_changes_nothing_of_it(guarded: Database):
    office = Sight("an-office", office=HERE)
    for table in (documents, invoices, evidence):
        assert seen(guarded, table, office) == {ONE, MOVED}, table.name
    assert seen(guarded, feeds, office) == set()
    with guarded.write("an-office", office) as connection:
        assert connection.execute(sa.update(documents).values(body="x")).rowcount == 0
    with guarded.read() as connection:
        turn_to(connection, OTHER)
        assert connection.execute(sa.select(documents.c.id)).scalars().all() == [f"d-{OTHER}"]


def test_nothing_of_it_outlives_its_transaction(guarded: Database):
    with guarded.read(EVERYBODY) as connection:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with guarded.engine.connect() as connection, connection.begin():
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar() == backend
        assert connection.execute(sa.select(documents.c.id)).all() == []


def test_every_table_of_companies_has_its_policy(guarded: Database):
    with guarded.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        ).scalars()
        assert set(rows) == {table.name for table in COMPANY_TABLES}


def test_without_the_policy_the_same_query_gets_everybodys_rows(guarded: Database, postgres: str):
    owner = sa.create_engine(postgres)
    with owner.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE documents DISABLE ROW LEVEL SECURITY")
    owner.dispose()
    assert seen(guarded, documents, Sight(ONE)) == {ONE, OTHER, MOVED}


def test_a_role_that_owns_nothing_starts_on_a_database_that_is_up_to_date(guarded: Database):
    guarded.migrate()
