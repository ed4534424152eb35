"""The first rows are those of the list, read without a trace, and only from a store that nothing has to be done to."""

import dataclasses
from contextlib import closing

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Person, Query
from coo_desktop.domain.errors import StoreTrouble
from coo_desktop.store.database import schema
from coo_desktop.store.database.driver import SCHEMA, open_connection
from coo_desktop.store.files.open_mark import DAMAGE, KEPT_LOG, MARK
from coo_desktop.store.first_rows import at_rest, may_be_read
from tests.store.conftest import KEY
from tests.store.documents import certificate


@pytest.fixture
def left(reopened, profile):
    """A store that was closed, with originals, their successors, a rival and a deleted document in it."""
    store = reopened()
    with store.unit() as unit:
        unit.put_person(Person(account="li.na", name="李娜"))
        unit.put_setting("open_tabs", {"front": {"place": CERTIFICATE}})
        for at, name in enumerate("abcdef"):
            made = certificate(name, f"goods {name}")
            changes = {"updated_at": f"2026-11-2{at}", "rev": None if name == "d" else "1"}
            links = {"amends": "a"} if name in "cd" else {}
            unit.put(dataclasses.replace(made, links=links, deleted=name == "f", **changes))
    store.close()
    return profile


def everything(folder):
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("family", [CERTIFICATE, PRE_REVIEW])
def test_they_are_those_of_the_list_in_each_of_its_orders(left, reopened, family):
    queries = [
        Query(family=family, order=order, descending=falls, limit=limit)
        for order in schema.ORDERS
        for falls, limit in ((True, 10), (False, 4))
    ]
    with at_rest(left, KEY) as store:
        found = [store.rows(query) for query in queries]
    reader = reopened().reader
    assert found == [reader.rows(query) for query in queries]
    if family == CERTIFICATE:
        assert any(row.successor for row in found[0])
        assert any(row.rival for row in found[0])


def test_nothing_is_written_and_what_is_kept_is_read(left):
    before = everything(left.folder)
    with at_rest(left, KEY) as store:
        assert store.person()["name"] == "李娜"
        assert store.setting("open_tabs") == {"front": {"place": CERTIFICATE}}
        assert store.setting("nothing") is None
        store.rows(Query(family=CERTIFICATE))
    assert everything(left.folder) == before
    assert may_be_read(left)


@pytest.mark.parametrize("name", [MARK, KEPT_LOG, DAMAGE, "store.db-wal", "wipe.json", "receipt.json", "mend.json"])
def test_a_store_that_something_is_to_be_done_to_is_not_read(left, name):
    (left.folder / name).write_bytes(b"{}")
    assert not may_be_read(left)


def test_a_log_with_nothing_in_it_is_no_hindrance_and_an_empty_file_is_no_store(left):
    (left.folder / "store.db-wal").touch()
    assert may_be_read(left)
    left.store_file.write_bytes(b"")
    assert not may_be_read(left)


@pytest.mark.parametrize("version", [SCHEMA - 1, SCHEMA + 1])
def test_another_schema_is_left_to_the_opening(left, version):
    with closing(open_connection(left.store_file, KEY)) as driver:
        driver.execute(f"PRAGMA user_version={version}")
    with at_rest(left, KEY) as store:
        assert store is None


def test_another_key_and_a_damaged_page_are_troubles(left):
    with pytest.raises(StoreTrouble), at_rest(left, bytes(32)):
        pass
    content = bytearray(left.store_file.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    left.store_file.write_bytes(content)
    with pytest.raises(StoreTrouble), at_rest(left, KEY) as store:
        store.rows(Query(family=CERTIFICATE))
