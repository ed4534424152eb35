"""Who may go, who waits and for what, and what a restart makes of work that was on its way."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Evidence, Intent, Person
from coo_desktop.domain.operations import drafts
from coo_desktop.sync.outbox import HELD_UP, block, may_go, recover, unblock, update, wake
from coo_desktop.sync.reconcile import Touched
from tests.stores import fresh_store


@pytest.fixture
def unit():
    with fresh_store().unit() as opened:
        opened.put_person(Person(account="demo"))
        yield opened


def wish(unit, state="queued", attempts=0, **more):
    document = drafts.start(unit, "toy_certificate", {"goods_name": "VASE"}).document
    for intent in unit.intents(document.id):
        unit.drop_intent(intent.key)
    intent = Intent(key=f"k-{document.id}", kind="submit", document=document.id, body={}, state=state)
    return unit.enqueue(dataclasses.replace(intent, attempts=attempts, **more))


def state(unit, intent):
    (found,) = [other for other in unit.intents() if other.key == intent.key]
    return found.state, unit.document(intent.document).delivery


def test_what_was_being_sent_when_the_program_died_is_unknown(unit):
    sending, queued = wish(unit, "sending", 1, next_try_s=9e9), wish(unit)
    recover(unit, Touched(), restarted=True)
    assert state(unit, sending) == ("unknown", "unknown")
    assert state(unit, queued)[0] == "queued"
    assert [intent.next_try_s for intent in unit.intents(sending.document)] == [0.0]


def test_blocked_work_goes_on_as_what_it_was(unit):
    fresh, tried = wish(unit), wish(unit, "unknown", 2)
    block(unit, Touched())
    assert state(unit, fresh) == state(unit, tried) == ("blocked", "blocked")
    unblock(unit, Touched())
    assert (state(unit, fresh)[0], state(unit, tried)[0]) == ("queued", "unknown")


@pytest.mark.parametrize(
    ("evidence", "goes", "then"),
    [("here", False, "queued"), ("uploading", False, "queued"), ("lost", False, "waiting"), ("there", True, "queued")],
)
def test_a_submission_goes_after_its_evidence(unit, evidence, goes, then):
    unit.put_evidence(Evidence(id="e", sha256="0" * 64, size_bytes=1, mime="image/png", name="x", state=evidence))
    intent = wish(unit, after=("e",))
    assert may_go(unit, intent, Touched()) is goes
    assert state(unit, intent)[0] == then


def test_a_submission_waits_for_what_was_refused_and_wakes_when_that_is_gone(unit):
    refused = wish(unit, "refused")
    intent = wish(unit, after=(refused.document,))
    assert not may_go(unit, intent, Touched())
    assert state(unit, intent) == ("waiting", "waiting")
    unit.drop_intent(refused.key)
    wake(unit, Touched(), HELD_UP)
    assert may_go(unit, unit.intents(intent.document)[0], Touched())


def test_a_submission_of_a_merge_nobody_looked_at_stays(unit):
    intent = wish(unit)
    unit.put(dataclasses.replace(unit.document(intent.document), needs_review=True))
    assert not may_go(unit, intent, Touched())
    assert unit.intents(intent.document)[0].problem == {"type": "needs_review"}


def test_an_intent_taken_back_meanwhile_is_not_brought_back(unit):
    intent = wish(unit)
    unit.drop_intent(intent.key)
    assert not update(unit, intent)
    assert unit.intents() == ()
