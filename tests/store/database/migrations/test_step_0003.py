"""Schema 3 adds notices to a store that has none, and leaves its documents alone."""

import shutil
from pathlib import Path

import pytest

from coo_desktop.domain.office.notices import MARKED, Notice
from coo_desktop.store.database import schema
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate

FOLDER = Path(__file__).parents[3] / "golden" / "store"
NOTICE = Notice(
    id="n1",
    at="2026-11-23T10:00:00.000+00:00",
    kind="voided",
    document="a",
    text="材料不实",
    by="周审",
    facts={"redeclared": "b"},
    mark=MARKED,
)


def write_golden() -> None:
    """Only while schema 3 is unreleased: afterwards the file is what users have."""
    folder = FOLDER / "schema-3.folder"
    folder.mkdir()
    store = open_store(Profile(folder), small_rulebook, FakeClock(), KEY)
    with store.unit() as unit:
        unit.put(certificate())
        unit.notices.put(NOTICE)
    store.close()
    shutil.move(folder / "store.db", FOLDER / "schema-3.db")
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _golden_is_written_when_asked(request):
    if schema.VERSION == 3 and request.config.getoption("--write-golden"):
        write_golden()


@pytest.mark.parametrize("name", ["schema-1.db", "schema-2.db"])
def test_a_store_without_notices_takes_them_after_the_step(opened, name):
    store = opened(name)
    assert store.reader.notices.newest(9) == ()
    with store.unit() as unit:
        unit.notices.put(NOTICE)
    assert store.reader.notices.find("n1") == NOTICE


def test_a_store_of_schema_3_opens_with_its_notices(opened):
    store = opened("schema-3.db")
    assert store.reader.notices.newest(9) == (NOTICE,)
    assert store.reader.document("a") is not None
