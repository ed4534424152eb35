"""Rows are kept until the commit that changes them, and never older than it."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Person
from coo_desktop.store.database.known_rows import LIMIT, KnownRows, UnitRows
from tests.store.documents import certificate


def nothing(_names: list[str]) -> dict[str, str]:
    raise AssertionError("it was known")


def test_what_was_read_is_not_read_again():
    rows = KnownRows()
    assert rows.known("document", ("a", "b"), lambda names: {"a": names}) == {"a": ["a", "b"], "b": None}
    assert rows.known("document", ("a", "b"), nothing) == {"a": ["a", "b"], "b": None}


def test_what_was_read_beside_a_commit_is_not_kept():
    rows = KnownRows()

    def read_beside(_names: list[str]) -> dict[str, str]:
        rows.replace({}, {("document", "a")})
        return {"a": "older"}

    assert rows.known("document", ("a",), read_beside) == {"a": "older"}
    assert rows.known("document", ("a",), lambda _: {"a": "newer"}) == {"a": "newer"}


def test_it_never_keeps_more_than_it_may():
    rows = KnownRows()
    for number in range(LIMIT + 1):
        rows.known("document", (f"d{number}",), lambda _: {})
    assert rows.known("document", ("d0",), lambda _: {"d0": "read again"}) == {"d0": "read again"}


@pytest.mark.parametrize(("is_whole", "seen"), [(True, "mine"), (False, "read")])
def test_what_a_unit_wrote_is_seen_by_others_once_it_is_committed(is_whole, seen):
    committed = KnownRows()
    committed.known("document", ("a",), lambda _: {"a": "before"})
    unit = UnitRows(committed)
    unit.write("document", "a", "mine")
    assert unit.known("document", ("a",), nothing) == {"a": "mine"}
    assert committed.known("document", ("a",), nothing) == {"a": "before"}
    unit.end(is_whole)
    assert committed.known("document", ("a",), lambda _: {"a": "read"}) == {"a": seen}


def test_a_unit_reads_anew_what_it_changed():
    committed = KnownRows()
    committed.known("invoice", ("lf-1",), lambda _: {"lf-1": ()})
    unit = UnitRows(committed)
    unit.forget("invoice", ("lf-1",))
    assert unit.known("invoice", ("lf-1",), lambda _: {"lf-1": ("a",)}) == {"lf-1": ("a",)}


def test_a_unit_that_fails_leaves_the_readers_what_was_stored(store):
    with store.unit() as unit:
        stored = unit.put(certificate())
        unit.put_person(Person(account="zhang"))

    def fail() -> None:
        with store.unit() as unit:
            unit.put(dataclasses.replace(stored, stage="ready"))
            unit.put_person(Person(account="li"))
            assert (unit.document("a").stage, unit.person().account) == ("ready", "li")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (store.reader.document("a"), store.reader.person().account) == (stored, "zhang")


def test_a_purged_document_is_gone_for_every_reader(store):
    with store.unit() as unit:
        unit.put(certificate())
        unit.purge("a")
        assert unit.document("a") is None
    assert store.reader.document("a") is None


def test_the_oldest_rows_make_room_for_new_ones():
    rows = KnownRows()
    rows.known("document", [f"d{number}" for number in range(LIMIT)], lambda _: {})
    rows.known("meta", ("company",), lambda _: {})
    assert rows.known("meta", ("company",), nothing) == {"company": None}
    assert len(rows.known("document", [f"d{number}" for number in range(1, LIMIT)], nothing)) == LIMIT - 1


def test_a_document_that_was_read_is_the_same_one_for_all_who_ask_again(store):
    with store.unit() as unit:
        unit.put(certificate())
    assert store.reader.document("a") is store.reader.document("a") is store.reader.documents(("a",))["a"]
