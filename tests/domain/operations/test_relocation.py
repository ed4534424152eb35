"""A company is filed at another office: what only this computer has follows, and the person is told."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.operations import drafts, relocation, sending
from tests.domain.given import RCEP, rules, values_of
from tests.stores import fresh_store

BEFORE = Company(id="c1", office="3302", city_en="NINGBO", kind="both")
AFTER = dataclasses.replace(BEFORE, office="4405", city_en="CHAOZHOU")


@pytest.fixture
def store():
    made = fresh_store(rules())
    with made.unit() as unit:
        unit.put_company(BEFORE)
    return made


def started(store, form="rcep_2022", **facts):
    with store.unit() as unit:
        document = drafts.start(unit, form, values_of(RCEP) if form == "rcep_2022" else {}).document
        return unit.put(dataclasses.replace(document, **facts))


def moved(store, after=AFTER):
    with store.unit() as unit:
        unit.put_company(after)
        return relocation.follow_company(unit, BEFORE)


def notices(store):
    return [(notice.kind, notice.facts) for notice in store.reader.notices.newest(9)]


def queued(store, document, **state):
    """With its submission in the outbox."""
    with store.unit() as unit:
        intent = drafts.Intent(key="k", kind="submit", document=document.id, body={})
        unit.update_intent(dataclasses.replace(unit.enqueue(intent), **state))
        return unit.put(dataclasses.replace(document, delivery="queued"))


def test_a_document_that_only_this_computer_has_follows_with_its_filled_place(store):
    document, product = started(store), started(store, "pre_review")
    assert moved(store).ids == (product.id, document.id)
    found = store.reader.document(document.id)
    assert (found.office, found.values["application_place"], found.needs_review) == ("4405", "CHAOZHOU, CHINA", False)
    assert store.reader.document(product.id).office == "4405"
    facts = {"count": 2, "was": "NINGBO, CHINA", "now": "CHAOZHOU, CHINA"}
    assert notices(store) == [(relocation.PLACE_MOVED, facts)]


def test_the_outbox_takes_the_new_content(store):
    document = started(store)
    moved(store)
    (put,) = store.reader.intents(document.id)
    assert put.body["values"]["applicationPlace"] == "CHAOZHOU, CHINA"


def test_a_submission_that_was_never_tried_waits_for_a_look(store):
    document = queued(store, started(store))
    moved(store)
    found = store.reader.document(document.id)
    submission = next(intent for intent in store.reader.intents(document.id) if intent.kind == "submit")
    assert (found.needs_review, found.delivery, submission.state) == (True, "", "waiting")
    with store.unit() as unit, pytest.raises(drafts.Refused, match="needs_review"):
        sending.submit(unit, document.id, found.revision)


def test_one_that_may_have_arrived_is_not_rewritten(store):
    document = queued(store, started(store), state="unknown", attempts=1)
    moved(store)
    found = store.reader.document(document.id)
    assert (found.office, found.values) == ("4405", document.values)


@pytest.mark.parametrize("facts", [{"rev": "e1.1.x"}, {"rev": "e1.1.x", "stage": "submitted"}])
def test_what_the_backend_stores_is_left_to_it(store, facts):
    document = started(store, **facts)
    assert moved(store).ids == ()
    assert store.reader.document(document.id) == document


def test_an_office_in_the_same_place_changes_no_value_and_is_told(store):
    document = started(store)
    moved(store, dataclasses.replace(BEFORE, office="3303"))
    assert store.reader.document(document.id).values == document.values
    assert [kind for kind, _facts in notices(store)] == [relocation.OFFICE_MOVED]


def test_nothing_is_told_where_nothing_is_unsent(store):
    started(store, stage="submitted", rev="e1.1.x")
    moved(store)
    assert notices(store) == []


def test_nothing_is_told_when_the_office_is_the_same_or_was_not_known(store):
    started(store)
    assert moved(store, dataclasses.replace(BEFORE, phone="1")).ids == ()
    with store.unit() as unit:
        unit.put_company(AFTER)
        relocation.follow_company(unit, Company())
    assert notices(store) == []
