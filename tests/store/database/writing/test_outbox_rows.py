"""The outbox as a unit sees it: its own wishes at once, in the order people acted, whether they are written or wait."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.errors import NotFound
from tests.stores import fresh_store


def wish(key: str, document: str = "a") -> Intent:
    return Intent(key=key, kind="put", document=document, body={})


def test_a_wish_that_waits_is_seen_changed_and_dropped():
    store = fresh_store()
    with store.unit() as unit:
        first, second, third = (unit.enqueue(wish(key)) for key in ("k1", "k2", "k3"))
        assert unit.intents("a") == (first, second, third)
        refused = dataclasses.replace(second, state="refused")
        unit.update_intent(refused)
        unit.drop_intent("k1")
        assert unit.intents("a") == unit.intents() == (refused, third)
        assert unit.intents(key="k3") == (third,)
        with pytest.raises(NotFound):
            unit.update_intent(first)
    assert store.reader.intents() == (refused, third)


def test_places_go_on_after_those_that_were_given():
    store = fresh_store()
    with store.unit() as unit:
        last = unit.enqueue(wish("k1"))
        unit.drop_intent("k1")
    with store.unit() as unit:
        unit.expect(["a", "b"])
        assert unit.enqueue(wish("k2", "b")).seq == last.seq + 1
