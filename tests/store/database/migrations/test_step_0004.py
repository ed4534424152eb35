"""Schema 4 finds in the links of old documents which of them is to take the place of which."""

import shutil
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from coo_desktop.domain.documents.succession import LINKS
from coo_desktop.store.database import schema
from coo_desktop.store.database.migrations import step_0004
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.contracts.certificates import certificate
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY

FOLDER = Path(__file__).parents[3] / "golden" / "store"


def write_golden() -> None:
    """Only while schema 4 is unreleased: afterwards the file is what users have."""
    folder = FOLDER / "schema-4.folder"
    folder.mkdir()
    store = open_store(Profile(folder), small_rulebook, FakeClock(), KEY)
    with store.unit() as unit:
        unit.put(certificate("a"))
        unit.put(certificate("b", links={"amends": "a", "reason": "consignee"}))
    store.close()
    shutil.move(folder / "store.db", FOLDER / "schema-4.db")
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _golden_is_written_when_asked(request):
    if schema.VERSION == 4 and request.config.getoption("--write-golden"):
        write_golden()


@pytest.mark.parametrize("name", ["schema-1.db", "schema-2.db", "schema-3.db"])
def test_a_store_without_successions_takes_them_after_the_step(opened, name):
    store = opened(name)
    with store.unit() as unit:
        heir = unit.put(certificate("heir", links={"amends": "a"}))
    assert store.reader.successors("a") == (heir,)


def test_links_of_documents_that_were_there_before_are_found(opened):
    store = opened("schema-3.db")
    with store.unit() as unit:
        heirs = [unit.put(certificate(f"heir {link}", links={link: link})) for link in LINKS]
        plain = unit.put(certificate("plain", links={"copied_from": "a"}))
        for undo in ("DROP TABLE succession", "ALTER TABLE document DROP COLUMN review"):
            unit._connection.exec_driver_sql(undo)
        step_0004.upgrade(Operations(MigrationContext.configure(unit._connection)))
    assert [store.reader.successors(link) for link in LINKS] == [(heir,) for heir in heirs]
    assert store.reader.document("plain") == plain
    assert store.reader.successors("a") == ()


def test_a_store_of_schema_4_opens_with_its_successions(opened):
    (heir,) = opened("schema-4.db").reader.successors("a")
    assert heir.id == "b"
