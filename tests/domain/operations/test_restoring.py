"""An earlier version comes back as a new draft, beside a document that stays as it is."""

import dataclasses

import pytest

from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.operations import drafts, restoring
from tests.stores import fresh_store

BILLS = [{"id": "b1", "number": "I-1"}, {"id": "b2", "number": "I-2"}]


@pytest.fixture
def store():
    return fresh_store()


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given).document


def edited(store, **more):
    first = do(store, drafts.start, "toy_certificate", {"goods_name": "FLASK", "bills": BILLS})
    with store.unit() as unit:
        return unit.put(dataclasses.replace(first, values={"goods_name": "CUP"}, **more))


def test_a_restored_version_is_a_new_draft_with_its_values(store):
    document = edited(store)
    restored = do(store, restoring.restore, document.id, 1)
    assert restored.id != document.id
    assert (restored.values["goods_name"], restored.links) == ("FLASK", {"copied_from": document.id})
    assert [bill["number"] for bill in restored.values["bills"]] == ["I-1", "I-2"]
    assert store.reader.document(document.id) == document


def test_rows_of_a_restored_version_are_rows_of_its_own(store):
    restored = do(store, restoring.restore, edited(store).id, 1)
    assert not {bill["id"] for bill in restored.values["bills"]} & {"b1", "b2"}


def test_a_restored_version_is_sent_to_the_backend_as_any_new_document(store):
    restored = do(store, restoring.restore, edited(store).id, 1)
    assert [intent.kind for intent in store.reader.intents(restored.id)] == ["put"]


def test_an_approved_documents_earlier_version_starts_as_a_draft_without_its_facts(store):
    document = edited(store, stage="approved", rev="e1", facts={"number": "C1"}, links={"amends": "x"})
    restored = do(store, restoring.restore, document.id, 2)
    assert (restored.stage in ("draft", "ready"), restored.facts, restored.rev) == (True, {}, None)
    assert "amends" not in restored.links


def test_a_version_that_is_not_kept_is_not_found(store):
    with pytest.raises(NotFound):
        do(store, restoring.restore, edited(store).id, 7)
