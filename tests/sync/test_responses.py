"""What one answer does to one intent."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.operations import drafts
from coo_desktop.sync.arrivals import read
from coo_desktop.sync.client.outcomes import Outcome
from coo_desktop.sync.reconcile import Touched
from coo_desktop.sync.responses import apply_fetched, apply_response, never_tried, untried
from tests.stores import fresh_store


@pytest.fixture
def unit():
    with fresh_store().unit() as opened:
        opened.put_person(Person(account="demo"))
        yield opened


def sent(unit, attempts=1):
    """A new document whose content is on its way."""
    document = drafts.start(unit, "toy_certificate", {"goods_name": "VASE"}).document
    (intent,) = unit.intents(document.id)
    intent = dataclasses.replace(intent, state="sending", attempts=attempts, base_rev="")
    unit.update_intent(intent)
    return intent


def told(unit, intent, rev="e1.1.a", **values):
    named = {"id": intent.document, "form": "toy_certificate", "family": "certificate", "rev": rev, "stage": "ready"}
    named |= {"printState": "not_printed", "links": {}, "facts": {}, "author": "demo", "office": "3302"}
    named |= {"createdAt": "", "updatedAt": ""}
    return {**named, "values": {**unit.document(intent.document).values, **values}}


def problem(name, **facts):
    return {"type": f"urn:coo:problem:{name}", "title": name, "status": 422, **facts}


def left(unit, intent):
    return [(other.state, other.attempts, other.base_rev) for other in unit.intents(intent.document)]


def test_a_success_becomes_the_base_and_the_intent_is_forgotten(unit):
    intent = sent(unit)
    assert apply_response(unit, intent, 200, told(unit, intent), Touched()) is Outcome.DONE
    document = unit.document(intent.document)
    assert (document.rev, document.base, left(unit, intent)) == ("e1.1.a", document.values, [])


def test_an_answer_older_than_a_pull_is_fetched_instead_of_believed(unit):
    intent = sent(unit)
    document = unit.document(intent.document)
    unit.put(dataclasses.replace(document, rev="e1.5.z", base=document.values))
    assert apply_response(unit, intent, 200, told(unit, intent), Touched()) is Outcome.MERGE
    apply_fetched(unit, intent, {}, read(unit.rules, told(unit, intent, "e1.6.y", remark="theirs")), Touched())
    document = unit.document(intent.document)
    assert (document.rev, document.values["remark"], left(unit, intent)) == ("e1.6.y", "theirs", [])


@pytest.mark.parametrize(
    ("status", "name", "verdict", "after"),
    [
        (422, "validation", Outcome.REFUSED, ("refused", 0, None)),
        (422, "key-reused", Outcome.MERGE, ("sending", 2, "")),
        (400, "of-the-future", Outcome.REFUSED, ("refused", 0, None)),
        (424, "dependency-missing", Outcome.WAIT, ("queued", 0, None)),
        (409, "key-in-flight", Outcome.LATER, ("unknown", 2, "")),
        (500, "internal", Outcome.LATER, ("unknown", 2, "")),
        (403, "signatory-disabled", Outcome.BLOCKED, ("blocked", 1, "")),
        (401, "sign-in-needed", Outcome.SIGN_IN, ("unknown", 1, "")),
        (412, "stale-revision", Outcome.MERGE, ("sending", 2, "")),
    ],
)
def test_a_problem_leaves_the_intent_where_it_can_go_on(unit, status, name, verdict, after):
    intent = sent(unit, attempts=2)
    assert apply_response(unit, intent, status, problem(name), Touched()) is verdict
    assert left(unit, intent) == [after]


def test_something_missing_is_asked_for_twice_and_then_waits(unit):
    intent = sent(unit)
    for state in ("queued", "waiting"):
        apply_response(
            unit, unit.intents(intent.document)[0], 424, problem("dependency-missing", missing=["p"]), Touched()
        )
        (kept,) = unit.intents(intent.document)
        assert (kept.state, kept.problem) == (state, {"type": "dependency-missing", "missing": ["p"]})


def test_a_problem_keeps_no_more_of_a_strangers_object_than_is_shown(unit):
    intent = sent(unit)
    apply_response(unit, intent, 422, problem("validation", problems=[], trace="x" * 10_000), Touched())
    assert unit.intents(intent.document)[0].problem == {"type": "validation", "problems": []}


def test_a_try_that_surely_did_nothing_counts_as_none(unit):
    intent = sent(unit)
    assert (untried(intent).attempts, untried(intent).base_rev, untried(intent).state) == (0, None, "queued")
    again = dataclasses.replace(intent, attempts=3)
    assert (untried(again).attempts, untried(again).base_rev, untried(again).state) == (2, "", "unknown")
    assert never_tried(again) == dataclasses.replace(again, attempts=0, base_rev=None, state="queued")
