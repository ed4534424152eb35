"""What was found comes into a backup's copy or an empty store: the newer of each, its wishes, and nothing twice."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Conflict, Evidence, Intent, Person
from coo_desktop.store.salvage.finds import Finds
from coo_desktop.store.salvage.taking import take_over, unsent
from tests.store.documents import certificate

EVIDENCE = Evidence(id="e", sha256="ab" * 32, size_bytes=5, mime="image/png", name="图.png")
CONFLICT = Conflict(id="c", document="a", path="remark", base=None, mine="a", theirs="b", theirs_by="x")


def found(*documents, **more):
    return Finds(documents={one.id: one for one in documents}, **more)


def at(revision, name="a", **values):
    return dataclasses.replace(certificate(name, **values), revision=revision, author="demo")


def taken(store, what):
    with store.unit() as unit:
        take_over(unit, what)
    return store.reader


def test_into_an_empty_store_comes_everything_with_its_owner(store):
    everything = found(
        at(7, remark="x"),
        meta={"person": {"account": "demo", "role": "clerk"}, "company": {"name_en": "ACME"}},
        settings={"device_id": "d", "sync_cursor": "9", "backend_address": "http://here"},
        evidence={"e": EVIDENCE},
        conflicts={"c": CONFLICT},
        intents={"k": Intent(key="k", kind="put", document="a", body={"values": {}})},
    )
    reader = taken(store, everything)
    assert reader.document("a") == at(7, remark="x")
    assert (reader.person().account, reader.company().name_en) == ("demo", "ACME")
    assert (reader.setting("device_id"), reader.setting("sync_cursor")) == ("d", None)
    assert reader.all_evidence() == (EVIDENCE,)
    assert [one.id for one in reader.conflicts("a")] == ["c"]
    assert [one.key for one in reader.intents()] == ["k"]
    taken(store, everything)
    assert [one.key for one in reader.intents()] == ["k"]


@pytest.mark.parametrize(("there", "kept"), [(3, "old"), (9, "old"), (1, "found")])
def test_of_two_the_newer_revision_stays(store, there, kept):
    with store.unit() as unit:
        unit.put(dataclasses.replace(at(0, remark="old"), revision=there - 1))
        unit.put_person(Person(account="demo"))
    reader = taken(store, found(at(3, remark="found"), meta={"person": {"account": "other"}}))
    assert reader.document("a").values["remark"] == kept
    assert reader.person().account == "demo"


def test_edits_whose_wish_is_lost_are_sent_all_the_same(store):
    sent = dataclasses.replace(at(2, "sent", remark="x"), rev="r1", base=dict(at(2, remark="x").values))
    edited = dataclasses.replace(sent, id="edited", base={})
    reader = taken(store, found(sent, edited, at(1, "new")))
    assert sorted(one.document for one in reader.intents()) == ["edited", "new"]
    assert unsent([sent, edited, at(1, "new")]) == 2


def test_a_submission_whose_wish_is_lost_is_asked_of_its_person(store):
    reader = taken(store, found(dataclasses.replace(at(2), delivery="queued")))
    document = reader.document("a")
    assert (document.delivery, document.needs_review) == ("", True)


def test_a_document_of_a_form_nobody_knows_is_kept(store):
    reader = taken(store, found(dataclasses.replace(at(2), form="of_tomorrow")))
    assert reader.document("a").form == "of_tomorrow"
