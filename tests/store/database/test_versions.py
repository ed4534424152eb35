"""What a version costs: one row read and one written in the commit of its save, and nothing where nothing changed."""

import dataclasses

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.database.versions import version_of
from tests.store.documents import certificate


@pytest.fixture
def writes():
    """The statements on versions that write."""
    said: list[str] = []

    def listen(connection, cursor, statement, parameters, context, executemany):
        if " version" in statement and not statement.startswith("SELECT"):
            said.append(statement.split()[0])

    event.listen(Engine, "before_cursor_execute", listen)
    yield said
    event.remove(Engine, "before_cursor_execute", listen)


def put(store, document, **changes):
    with store.unit() as unit:
        return unit.put(dataclasses.replace(document, **changes))


def test_a_sitting_writes_one_row_and_grows_it(store, writes):
    document = put(store, certificate())
    for number in range(3):
        document = put(store, document, values={"goods_name": str(number)})
    assert writes == ["INSERT", "INSERT", "UPDATE", "UPDATE"]


def test_what_changes_no_value_and_no_stage_writes_none(store, writes):
    document = put(store, certificate())
    put(store, document, delivery="queued", needs_review=True, rev="e1")
    assert writes == ["INSERT"]


def test_a_version_holds_only_the_rows_that_differ(store):
    bills = [{"id": str(number), "number": f"I-{number}"} for number in range(30)]
    document = put(store, certificate(bills=bills))
    put(store, document, values={**document.values, "bills": [*bills[:7], *bills[8:]]})
    assert store.reader.versions("a")[0].before["bills"]["rows"] == {"7": bills[7]}


def test_a_row_that_was_not_written_so_is_damage():
    with pytest.raises(StoreDamaged):
        version_of({"number": 1, "before": "{", "document": "a"})
