"""What a unit writes in bulk is what single saves write, row for row, and costs statements by kind and not by row."""

import dataclasses
import random

import pytest

from coo_desktop.domain.documents.checksum import checksum
from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.ports import Unit
from coo_desktop.store.database import schema
from coo_desktop.store.local import LocalStore
from tests.counting import statements
from tests.store.documents import certificate
from tests.stores import fresh_store

NAMES = tuple("abcdefgh")
GOODS = ("茶叶", "保温杯", "FLASK", "")
Deed = tuple[str, str, int]


def do(unit: Unit, deed: Deed) -> None:
    """One deed upon one document, told by numbers alone, so that it is the same in any store."""
    what, name, chance = deed
    here, dice = unit.document(name), random.Random(chance)
    wishes = unit.intents(name)
    if what == "put":
        known = here or certificate(name)
        values = {"goods_name": dice.choice(GOODS), "bills": [{"id": "1", "number": f"I-{dice.randrange(4)}"}]}
        at = f"2026-11-23T{dice.randrange(24):02}:00:00.000+00:00"
        links = {"amends": dice.choice(NAMES)} if dice.random() < 0.3 else {}
        rev = dice.choice((known.rev, f"e1.{dice.randrange(9)}.x"))
        unit.put(dataclasses.replace(known, values=values, links=links, rev=rev, updated_at=at))
    elif what == "wish":
        unit.enqueue(Intent(key=f"{name}{chance}", kind="put", document=name, body={"chance": chance}))
    elif what == "purge":
        unit.purge(name)
    elif wishes and what == "drop":
        unit.drop_intent(dice.choice(wishes).key)
    elif wishes and what == "change":
        unit.update_intent(dataclasses.replace(dice.choice(wishes), state="refused", attempts=chance))
    elif what == "set":
        unit.put_setting(name, [*unit.setting(name, []), chance])
    elif what == "expect":
        unit.expect(NAMES[: dice.randrange(len(NAMES))])


def deeds(seed: int, count: int) -> list[Deed]:
    dice = random.Random(seed)
    kinds = ("put", "put", "put", "wish", "wish", "change", "drop", "purge", "set", "expect")
    return [(dice.choice(kinds), dice.choice(NAMES), number) for number in range(count)]


def everything(store: LocalStore) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that people's work is in, the words that are searched for by what they find."""
    tables = sorted(set(schema.metadata.tables.values()) - {schema.meta}, key=lambda table: table.name)
    with store._connections.readers.connect() as connection:
        rows = {table.name: sorted(map(repr, connection.execute(table.select()))) for table in tables}
        found = connection.exec_driver_sql("SELECT rowid FROM search WHERE words MATCH '茶 OR f*' ORDER BY rowid")
        return {
            **rows,
            "search": found.all(),
            "sequence": connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence ORDER BY name").all(),
        }


@pytest.mark.parametrize("seed", range(12))
def test_one_unit_of_many_deeds_leaves_what_many_units_of_one_leave(seed):
    one_by_one, together = fresh_store(), fresh_store()
    for deed in deeds(seed, 60):
        with one_by_one.unit() as unit:
            do(unit, deed)
        assert one_by_one.reader.checksum() == one_by_one.reader.checksum(anew=True)
    blocks = random.Random(seed)
    left = deeds(seed, 60)
    while left:
        size = blocks.randrange(1, 40)
        with together.unit() as unit:
            for deed in left[:size]:
                do(unit, deed)
            if size % 3 == 0:
                assert unit.checksum() == checksum(unit.revisions())
        assert together.reader.checksum() == together.reader.checksum(anew=True)
        left = left[size:]
    assert everything(together) == everything(one_by_one)


def test_a_block_costs_the_same_statements_whatever_is_in_it():
    store = fresh_store()

    def written(count: int, start: int) -> int:
        def work() -> None:
            with store.unit() as unit:
                unit.expect([f"{start}-{number}" for number in range(count)])
                for number in range(count):
                    stored = unit.put(certificate(f"{start}-{number}", bills=[{"id": "1", "number": f"{number}"}]))
                    unit.enqueue(Intent(key=f"{start}-{number}", kind="put", document=stored.id, body={}))

        return len(statements(store._connections.writer, work))

    written(1, 0)  # whoever is signed in is read once
    assert written(200, 1) == written(20, 2) <= 14


def test_a_unit_that_fails_leaves_nothing_of_what_waited():
    store = fresh_store()
    before = everything(store)

    def fail() -> None:
        with store.unit() as unit:
            for deed in deeds(3, 30):
                do(unit, deed)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert everything(store) == before
    assert store.reader.document("a") is None
