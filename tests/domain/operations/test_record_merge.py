"""Duplicates made one record, and apart again."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.domain.errors import Outdated
from coo_desktop.domain.operations import drafts, record_merge
from tests.rulebooks import shipped
from tests.stores import fresh_store


@pytest.fixture
def store():
    return fresh_store(shipped())


def keep(store, there=False, **values):
    """A record; `there` tells that the backend has it already."""
    with store.unit() as unit:
        document = drafts.start(unit, "importer", values).document
        if there:
            for intent in unit.intents(document.id):
                unit.drop_intent(intent.key)
            document = unit.put(dataclasses.replace(document, rev="r1", base=document.values))
        return document


def unite(store, kept, values, *others):
    with store.unit() as unit:
        return record_merge.unite(unit, kept, values, others).document


def names(store):
    return sorted(one.values["name"] for one in store.reader.whole.of(RECORD))


def test_one_is_kept_with_the_chosen_values_and_the_others_are_deleted(store):
    kept, other = keep(store, True, name="ACME"), keep(store, True, name="ACME LTD", phone="1")
    united = unite(store, kept, {"phone": "1"}, other)
    assert united.values == {**kept.values, "phone": "1"}
    assert names(store) == ["ACME"]
    assert [(intent.kind, intent.document) for intent in store.reader.intents()] == [
        ("put", kept.id),
        ("delete", other.id),
    ]


def test_a_record_changed_meanwhile_keeps_everything_apart(store):
    kept, other = keep(store, name="A"), keep(store, name="B")
    with store.unit() as unit:
        drafts.save(unit, other.id, {"phone": "1"}, other.revision)
    with pytest.raises(Outdated):
        unite(store, kept, {}, other)
    assert names(store) == ["A", "B"]


@pytest.mark.parametrize("there", [False, True])
def test_undo_restores_all_under_their_ids(store, there):
    kept, other = keep(store, there, name="A"), keep(store, there, name="B", phone="1")
    united = unite(store, kept, {"name": "C"}, other)
    with store.unit() as unit:
        change = record_merge.part(unit, united, kept, [other])
    assert set(change.ids) == {kept.id, other.id}
    assert names(store) == ["A", "B"]
    assert store.reader.document(other.id).values == other.values
    assert {intent.kind for intent in store.reader.intents()} == {"put"}


def test_after_the_deletion_was_told_the_record_comes_back_as_a_new_one(store):
    kept, other = keep(store, True, name="A"), keep(store, True, name="B")
    united = unite(store, kept, {}, other)
    with store.unit() as unit:
        [intent] = [one for one in unit.intents(other.id) if one.kind == "delete"]
        unit.update_intent(dataclasses.replace(intent, attempts=1))
        change = record_merge.part(unit, united, kept, [other])
    assert other.id not in change.ids
    assert names(store) == ["A", "B"]


def test_undo_stops_where_somebody_changed_the_united_record_since(store):
    kept, other = keep(store, name="A"), keep(store, name="B")
    united = unite(store, kept, {}, other)
    with store.unit() as unit:
        drafts.save(unit, kept.id, {"phone": "1"}, united.revision)
    with pytest.raises(Outdated), store.unit() as unit:
        record_merge.part(unit, united, kept, [other])
    assert names(store) == ["A"]


def test_records_called_different_are_not_told_again(store):
    one, other, third = keep(store, name="A"), keep(store, name="A B", phone="1"), keep(store, name="A C")
    assert record_merge.left(store.reader, [(one, other)]) == ((other, one),)
    with store.unit() as unit:
        record_merge.keep_apart(unit, [one.id, other.id])
    assert record_merge.left(store.reader, [(one, other)]) == ()
    assert len(record_merge.left(store.reader, [(one, other, third)])) == 1
