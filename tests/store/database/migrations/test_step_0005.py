"""Schema 5 spells the Chinese of every row, so that older documents are found by pinyin and initials as newer ones."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from coo_desktop.domain.documents.document import Query
from coo_desktop.store.database import schema
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate

FOLDER = Path(__file__).parents[3] / "golden" / "store"
CHINESE = dataclasses.replace(certificate("zh"), values={"goods_name": "不锈钢保温瓶", "importer": "重庆商社"})


def write_golden() -> None:
    """Only while schema 5 is unreleased: afterwards the file is what users have."""
    folder = FOLDER / "schema-5.folder"
    folder.mkdir()
    store = open_store(Profile(folder), small_rulebook, FakeClock(), KEY)
    with store.unit() as unit:
        unit.put(certificate())
        unit.put(CHINESE)
    store.close()
    shutil.move(folder / "store.db", FOLDER / "schema-5.db")
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _golden_is_written_when_asked(request):
    if schema.VERSION == 5 and request.config.getoption("--write-golden"):
        write_golden()


def found(store, **filters) -> list[str]:
    return [row.id for row in store.reader.rows(Query(family="certificate", **filters))]


@pytest.mark.parametrize("name", ["schema-2.db", "schema-3.db"])
def test_a_row_that_was_written_before_is_found_by_its_sound(opened, name):
    store = opened(name)
    assert store.reader.document("a").values["goods_name"] == "茶叶"
    assert found(store, text="chaye") == found(store, text="cy") == ["a"]
    assert found(store, text="茶") == ["a"]


def test_a_store_of_schema_5_opens_and_is_searched(opened):
    store = opened("schema-5.db")
    assert found(store, text="bwp") == ["zh"]
