"""The tables that queries name are the tables that the migrations make."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from coo_desktop.store.database import schema
from coo_desktop.store.database.engine import make_engine
from coo_desktop.store.database.migrations.run import STEPS
from tests.store.conftest import KEY


def is_ours(thing, name, kind, reflected, compared):
    return not (kind == "table" and name.startswith("search"))


def test_a_new_store_has_exactly_the_declared_tables(store, profile):
    engine = make_engine(profile.store_file, KEY, read_only=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert connection.exec_driver_sql("SELECT count(*) FROM search").scalar() == 0
    engine.dispose()


def test_the_last_step_leads_to_the_present_schema():
    assert len(STEPS) == schema.VERSION
