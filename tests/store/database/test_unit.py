"""Writes cost what changed, and what was typed before stays on record."""

import dataclasses
import threading

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from coo_desktop.domain.documents.document import Intent
from coo_desktop.store.database.writing.gathered import KEPT_EDITS
from tests.store.documents import certificate


def put(store, document):
    with store.unit() as unit:
        return unit.put(document)


@pytest.fixture
def statements():
    """The statements that any engine of this test runs."""
    said: list[str] = []

    def listen(connection, cursor, statement, parameters, context, executemany):
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    yield said
    event.remove(Engine, "before_cursor_execute", listen)


def test_a_save_names_only_the_columns_that_changed(store, statements):
    first = put(store, certificate(remark="1"))
    statements.clear()
    put(store, dataclasses.replace(first, values={**first.values, "remark": "2"}))
    (update,) = [said for said in statements if said.startswith("UPDATE")]
    named = {part.split("=")[0].strip() for part in update.partition("SET")[2].partition("WHERE")[0].split(",")}
    assert named == {'"values"', "revision", "row_hash"}
    assert not [said for said in statements if "search" in said and not said.startswith("SELECT")]


def test_every_change_is_on_record(store):
    first = put(store, certificate(remark="1", bills=[{"id": "x", "number": "I-1"}]))
    bills = [{"id": "x", "number": "I-2"}, {"id": "y", "number": "I-3"}]
    put(store, dataclasses.replace(first, values={"goods_name": "茶叶", "bills": bills}))
    told = {(edit.revision, edit.path): (edit.old, edit.new) for edit in store.reader.edits("a")}
    assert told == {
        (2, "remark"): ("1", None),
        (2, "bills/x/number"): ("I-1", "I-2"),
        (2, "bills/y/id"): (None, "y"),
        (2, "bills/y/number"): (None, "I-3"),
    }


def test_the_record_is_bounded(store):
    document = put(store, certificate(remark="0"))
    with store.unit() as unit:
        for number in range(1, KEPT_EDITS + 20):
            document = unit.put(dataclasses.replace(document, values={**document.values, "remark": str(number)}))
    edits = store.reader.edits("a")
    assert len(edits) == KEPT_EDITS
    assert edits[0].new == str(KEPT_EDITS + 19)


def test_one_key_is_one_intent(store):
    with store.unit() as unit:
        unit.enqueue(Intent(key="k", kind="put", document="a", body={}))
    with pytest.raises(Exception, match="UNIQUE"), store.unit() as unit:
        unit.enqueue(Intent(key="k", kind="put", document="a", body={}))
    assert len(store.reader.intents()) == 1


def test_two_desks_at_one_file_lose_no_update(store, reopened):
    """600 updates that read first and write then, over two connections that share nothing but the file."""
    failures = []

    def count_up(desk):
        for _ in range(300):
            with desk.unit() as unit:
                unit.put_setting("count", unit.setting("count", 0) + 1)

    def run(desk):
        try:
            count_up(desk)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(desk,)) for desk in (store, reopened())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert store.reader.setting("count") == 600
