"""Many deletions at once: what is asked, and what each answer does to the documents that a person saw."""

import dataclasses

import pytest

from coo_desktop.domain.operations import deletions, drafts
from tests.fakes.store import FakeStore

COUNT = 6  # one more than goes without a question


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def written(store):
    """Documents as the backend has them, all of them deleted elsewhere."""
    with store.unit() as unit:
        ids = [drafts.start(unit, "toy_certificate", {"goods_name": f"VASE {at}"}).document.id for at in range(COUNT)]
        for document_id in ids:
            document = unit.document(document_id)
            unit.put(dataclasses.replace(document, rev="e1.1.x", base=document.values))
            for intent in unit.intents(document_id):
                unit.drop_intent(intent.key)
        deletions.hold(unit, ids)
    return tuple(ids)


def asked(store):
    with store.unit() as unit:
        return deletions.question(store.reader, unit.rules)


def test_few_are_not_asked_about_and_many_are(store, written):
    assert [one.id for one in asked(store)] == list(written)
    assert not any(one.edited for one in asked(store))
    with store.unit() as unit:
        deletions.hold(unit, written[1:])
    assert asked(store) == ()


def test_documents_that_are_no_longer_here_are_not_asked_about(store, written):
    with store.unit() as unit:
        unit.purge(written[0])
    assert deletions.asked_ids(store.reader) == ()
    assert asked(store) == ()


def test_delete_here_takes_what_was_seen_and_keeps_an_edit_as_a_copy(store, written):
    with store.unit() as unit:
        edited = unit.document(written[0])
        unit.put(dataclasses.replace(edited, values={**edited.values, "goods_name": "MINE"}))
        change = deletions.delete_here(unit, written[:5])
    assert [store.reader.document(document_id) for document_id in written[:5]] == [None] * 5
    (copy,) = [store.reader.document(one) for one in change.ids if one not in written]
    assert (copy.values["goods_name"], copy.links["copied_from"]) == ("MINE", written[0])
    assert deletions.held_ids(store.reader) == written[5:]
    assert deletions.DELETIONS in change.families


def test_keep_copies_leaves_a_draft_for_each(store, written):
    with store.unit() as unit:
        change = deletions.keep_copies(unit, written)
    copies = [store.reader.document(one) for one in change.ids if one not in written]
    assert {one.links["copied_from"] for one in copies} == set(written)
    assert all(store.reader.document(document_id) is None for document_id in written)
    assert deletions.held_ids(store.reader) == ()


def test_an_id_that_is_not_held_is_left_alone(store, written):
    with store.unit() as unit:
        other = drafts.start(unit, "toy_certificate", {}).document.id
        deletions.delete_here(unit, (other,))
        deletions.keep_copies(unit, (other,))
    assert store.reader.document(other) is not None
    assert deletions.held_ids(store.reader) == written


def test_a_setting_of_another_shape_counts_as_none(store):
    with store.unit() as unit:
        unit.put_setting(deletions.DELETIONS_HELD, {"a": 1})
    assert deletions.held_ids(store.reader) == ()
