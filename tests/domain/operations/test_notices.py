"""Telling, reading and answering notices, without a network."""

import dataclasses

import pytest

from coo_desktop.domain.errors import Locked, NotFound
from coo_desktop.domain.office.notices import MARKED, NOTICE, READ, UNREAD, Notice
from coo_desktop.domain.operations import drafts, notices
from tests.stores import fresh_store

KIND = "version_changed"


@pytest.fixture
def store():
    return fresh_store()


def do(store, operation, *given, **named):
    with store.unit() as unit:
        return operation(unit, *given, **named)


def told_by_the_backend(store, name="n1", document="", **facts):
    with store.unit() as unit:
        unit.notices.put(Notice(id=name, at="2026-11-23T10:00:00.000+00:00", kind="voided", document=document, **facts))


def product(store, **changes):
    with store.unit() as unit:
        document = drafts.start(unit, "toy_product", {"goods_name": "茶"}).document
        return unit.put(dataclasses.replace(document, **changes))


def test_the_program_tells_facts_and_everybody_hears_of_it(store):
    change = do(store, notices.tell, KIND, "d1", {"code": "691110"})
    (told,) = store.reader.notices.newest(9)
    assert (told.kind, told.document, told.facts, told.local, told.mark) == (
        KIND,
        "d1",
        {"code": "691110"},
        True,
        UNREAD,
    )
    assert change.families == {NOTICE}


def test_the_same_thing_is_told_once_even_after_it_was_read(store):
    do(store, notices.tell, KIND, "d1", key="hs-2027/d1")
    do(store, notices.mark_read, ["hs-2027/d1"])
    assert do(store, notices.tell, KIND, "d1", key="hs-2027/d1").families == frozenset()
    assert store.reader.notices.find("hs-2027/d1").mark == READ


def test_what_the_backend_told_is_marked_for_it_and_my_own_is_simply_read(store):
    told_by_the_backend(store)
    do(store, notices.tell, KIND, key="k")
    assert do(store, notices.mark_read, ["n1", "k", "nobody"]).families == {NOTICE}
    assert [store.reader.notices.find(name).mark for name in ("n1", "k")] == [MARKED, READ]
    assert do(store, notices.mark_read, ["n1", "k"]).families == frozenset()
    assert store.reader.notices.find("n1").mark == MARKED


def test_all_are_read_at_once(store):
    told_by_the_backend(store, "n1")
    told_by_the_backend(store, "n2", mark=READ)
    do(store, notices.tell, KIND)
    do(store, notices.mark_all_read)
    assert store.reader.notices.unread() == 0
    assert store.reader.notices.find("n2").mark == READ


def test_a_voided_product_is_declared_again_in_one_copy_however_often_one_asks(store):
    voided = product(store, stage="voided", rev="e1.1.a")
    told_by_the_backend(store, document=voided.id)
    first = do(store, notices.redeclare, "n1").document
    again = do(store, notices.redeclare, "n1").document
    assert first.id == again.id
    assert (drafts.editable(first), first.links["redeclares"], first.values) == (True, voided.id, voided.values)
    assert store.reader.notices.find("n1").mark == MARKED


def test_a_discarded_copy_can_be_made_anew(store):
    told_by_the_backend(store, document=product(store, stage="voided", rev="e1.1.a").id)
    first = do(store, notices.redeclare, "n1").document
    do(store, drafts.discard, first.id)
    assert do(store, notices.redeclare, "n1").document.id != first.id


def test_only_a_void_product_is_declared_again(store):
    told_by_the_backend(store, document=product(store, stage="approved", rev="e1.1.a").id)
    with pytest.raises(Locked):
        do(store, notices.redeclare, "n1")
    with pytest.raises(NotFound):
        do(store, notices.redeclare, "nobody")
    assert store.reader.notices.unread() == 1
