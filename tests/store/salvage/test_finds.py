"""What is found is what was stored, and only that: nothing is taken that its hash or its shape does not prove."""

import dataclasses
from contextlib import closing

import pytest

from coo_desktop.domain.documents.document import Conflict, Evidence, Intent, Person
from coo_desktop.store.database import schema
from coo_desktop.store.database.driver import open_connection
from coo_desktop.store.salvage.finds import finds
from coo_desktop.store.salvage.pages import Pages, read_pages
from tests.store.conftest import KEY
from tests.store.documents import certificate

EVIDENCE = Evidence(id="e", sha256="ab" * 32, size_bytes=5, mime="image/png", name="图.png")
CONFLICT = Conflict(id="c", document="d1", path="remark", base=None, mine="a", theirs="b", theirs_by="x")


def pages_of(store, profile):
    store.check()
    return read_pages(profile.store_file, profile.folder / "none", KEY)


def filled(store):
    stored = {}
    with store.unit() as unit:
        for number in range(10):
            stored[f"d{number}"] = unit.put(certificate(f"d{number}", remark="x" * 700 * number))
        unit.enqueue(
            Intent(key="k1", kind="put", document="d1", body={"values": {"remark": "y" * 9000}}, after=("d2",))
        )
        unit.put_evidence(EVIDENCE)
        unit.put_conflicts([CONFLICT])
        unit.put_person(Person(account="demo", name="演示"))
        unit.put_setting("device_id", "d")
    return stored


@pytest.mark.usefixtures("store")
def test_the_tables_are_declared_in_the_order_of_the_file(profile):
    """What is read past SQLite goes by the place of a value in its row: a new column stands at the end."""
    for table in (schema.document, schema.outbox, schema.evidence, schema.conflict):
        with closing(open_connection(profile.store_file, KEY)) as file:
            found = [row[1] for row in file.execute(f"PRAGMA table_info({table.name})")]
        assert found == [column.name for column in table.columns]


def test_everything_of_a_sound_file_is_found(store, profile):
    stored = filled(store)
    found = finds(pages_of(store, profile))
    assert found.documents == stored
    assert [(one.key, one.after, one.body) for one in found.intents.values()] == [
        ("k1", ("d2",), {"values": {"remark": "y" * 9000}})
    ]
    assert found.evidence == {"e": EVIDENCE}
    assert found.conflicts == {"c": CONFLICT}
    assert found.meta["person"]["account"] == "demo"
    assert found.settings == {"device_id": "d"}


def test_any_one_page_that_is_gone_costs_rows_and_invents_none(store, profile):
    stored = filled(store)
    pages = pages_of(store, profile)
    seen = set()
    for number in pages.plain:
        left = {name: page for name, page in pages.plain.items() if name != number}
        found = finds(Pages(left, {}, 1, pages.total))
        assert all(stored[name] == document for name, document in found.documents.items())
        assert len(found.documents) >= 6
        seen.add(len(found.documents))
        assert found.evidence in ({}, {"e": EVIDENCE})
        assert all(one.body == {"values": {"remark": "y" * 9000}} for one in found.intents.values())
    assert min(seen) < 10


def test_of_pages_of_another_state_only_whole_documents_are_taken(store, profile):
    stored = filled(store)
    before = pages_of(store, profile)
    newer = dataclasses.replace(stored["d1"], values={"goods_name": "茶叶", "remark": "newer"})
    with store.unit() as unit:
        newer = unit.put(newer)
        unit.enqueue(Intent(key="k2", kind="put", document="d2", body={}))
    after = pages_of(store, profile)
    later = {number: page for number, page in after.plain.items() if before.plain.get(number) != page}
    found = finds(Pages(before.plain, later, 0, after.total))
    assert found.documents == {**stored, "d1": newer}
    assert set(found.intents) == {"k1"}
