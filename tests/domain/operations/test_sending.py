"""Sending and asking: what lands in the outbox, and what is refused before it does."""

import dataclasses

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Evidence, Intent
from coo_desktop.domain.errors import Locked, Outdated, Refused
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.refusals import Rule
from tests.domain.given import RCEP, rules, values_of
from tests.stores import fresh_store

TOY = "toy_certificate"


@pytest.fixture
def store():
    return fresh_store()


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given).document


def change(store, document, **facts):
    with store.unit() as unit:
        return unit.put(dataclasses.replace(document, **facts))


def ready(store):
    return do(store, drafts.start, TOY, {"goods_name": "FLASK"})


def approved(store, **facts):
    return change(store, ready(store), stage="approved", rev="e1.3.x", **facts)


def kinds(store, document):
    return [intent.kind for intent in store.reader.intents(document.id)]


def test_a_submission_follows_its_content_in_the_outbox(store):
    document = ready(store)
    sent = do(store, sending.submit, document.id, document.revision)
    assert (kinds(store, document), sent.delivery) == (["put", "submit"], "queued")


def test_pressing_send_twice_sends_once(store):
    document = ready(store)
    sent = do(store, sending.submit, document.id, document.revision)
    do(store, sending.submit, document.id, sent.revision)
    assert kinds(store, document).count("submit") == 1


def test_what_was_found_before_sends_nothing(store):
    """Whatever is remembered of a document, the rules themselves look at what leaves this computer."""
    document = do(store, drafts.start, TOY)
    with store.unit() as unit:
        known, context = unit.rules, unit.context(document)
        known.answers._kept.clear()
        found = known.answers.problems(known.form(TOY), document.values, known.knowing(context), lambda *_: ())
        assert found == known.document_problems(document, context) == ()
    with pytest.raises(Refused, match="incomplete"):
        do(store, sending.submit, document.id, document.revision)


def test_an_incomplete_document_is_not_sent(store):
    document = do(store, drafts.start, TOY)
    with pytest.raises(Refused, match="incomplete"):
        do(store, sending.submit, document.id, document.revision)
    assert "submit" not in kinds(store, document)


def test_a_draft_whose_last_obstacle_went_away_is_sent(store):
    document = change(store, ready(store), stage="draft", blocking=1)
    assert do(store, sending.submit, document.id, document.revision).stage == "ready"


def test_a_stale_screen_cannot_send(store):
    document = ready(store)
    do(store, drafts.save, document.id, {"remark": "new"}, document.revision)
    with pytest.raises(Outdated):
        do(store, sending.submit, document.id, document.revision)


@pytest.mark.parametrize(("facts", "why"), [({"conflicts": 1}, "conflicts"), ({"needs_review": True}, "needs_review")])
def test_a_merged_document_is_looked_at_before_it_is_sent(store, facts, why):
    document = change(store, ready(store), **facts)
    with pytest.raises(Refused, match=why):
        do(store, sending.submit, document.id, document.revision)


@pytest.mark.parametrize("stage", ["submitted", "in_review", "approved", "voided"])
def test_what_is_not_the_authors_any_more_is_not_sent(store, stage):
    document = change(store, ready(store), stage=stage)
    with pytest.raises(Locked):
        do(store, sending.submit, document.id, document.revision)


def test_an_untried_submission_can_be_taken_back(store):
    document = ready(store)
    do(store, sending.submit, document.id, document.revision)
    assert do(store, sending.take_back, document.id).delivery == ""
    assert kinds(store, document) == ["put"]


def test_a_tried_submission_cannot_be_taken_back(store):
    document = ready(store)
    do(store, sending.submit, document.id, document.revision)
    with store.unit() as unit:
        submit = unit.intents(document.id)[-1]
        unit.update_intent(dataclasses.replace(submit, attempts=1, state="unknown"))
    with pytest.raises(Locked):
        do(store, sending.take_back, document.id)


def test_a_retry_keeps_key_and_body(store):
    document = ready(store)
    (intent,) = store.reader.intents(document.id)
    with store.unit() as unit:
        unit.update_intent(dataclasses.replace(intent, attempts=2, state="waiting", next_try_s=99.0))
    do(store, sending.retry, intent.key)
    (again,) = store.reader.intents(document.id)
    assert (again.key, again.body, again.state, again.next_try_s) == (intent.key, intent.body, "queued", 0.0)


def test_withdrawing_is_a_request_to_the_backend(store):
    document = change(store, ready(store), stage="submitted")
    do(store, sending.withdraw, document.id)
    request = store.reader.intents(document.id)[-1]
    assert request.body == {"action": "withdraw", "document": document.id}


def test_asking_twice_asks_once(store):
    document = change(store, ready(store), stage="submitted")
    do(store, sending.withdraw, document.id)
    do(store, sending.withdraw, document.id)
    assert kinds(store, document).count("request") == 1


def test_a_certificate_in_review_cannot_be_withdrawn(store):
    document = change(store, ready(store), stage="in_review")
    with pytest.raises(Locked):
        do(store, sending.withdraw, document.id)


def test_a_loss_is_reported_only_after_printing(store):
    with pytest.raises(Locked):
        do(store, sending.report_lost, approved(store).id, "lost by the courier")
    printed = approved(store, print_state="printed")
    do(store, sending.report_lost, printed.id, "lost by the courier")
    assert kinds(store, printed)[-1] == "request"


def test_copies_are_reported_each_time_an_original_once(store):
    document = approved(store)
    with pytest.raises(Locked):
        do(store, sending.report_copies, document.id, 1)
    for _ in range(2):
        do(store, sending.report_printed, document.id, 1)
    for copies in (2, 2):
        do(store, sending.report_copies, document.id, copies)
    bodies = [intent.body for intent in store.reader.intents(document.id) if intent.kind == "request"]
    assert [(body["action"], body["copies"]) for body in bodies] == [("print", 1), ("print_copy", 2), ("print_copy", 2)]


def test_after_a_loss_no_reprint_is_asked_for(store):
    with pytest.raises(Locked):
        do(store, sending.ask_reprint, approved(store, print_state="copy_only").id, "smudged")


def test_an_amendment_is_a_new_document_that_names_the_original(store):
    original = approved(store)
    amended = do(store, sending.amend, original.id, "consignee's address")
    assert amended.links == {"amends": original.id, "reason": "consignee's address"}
    assert store.reader.document(original.id).stage == "approved"


@pytest.mark.parametrize("operation", [sending.amend, sending.report_lost, sending.ask_reprint])
def test_what_needs_a_reason_is_refused_without_one(store, operation):
    with pytest.raises(Refused, match="reason_missing"):
        do(store, operation, approved(store, print_state="printed").id, "  ")


def test_a_pre_review_is_adjusted_and_redeclared_but_a_certificate_is_not(store):
    product = do(store, drafts.start, "toy_product", {"goods_name": "FLASK"})
    filed = change(store, product, stage="approved")
    adjusting = do(store, sending.adjust, filed.id)
    assert adjusting.links == {"adjusts": filed.id}
    do(store, drafts.discard, adjusting.id)
    voided = change(store, filed, stage="voided", revision=filed.revision)
    assert do(store, sending.redeclare, voided.id).links == {"redeclares": voided.id}
    with pytest.raises(Locked):
        do(store, sending.adjust, approved(store).id)


@pytest.mark.parametrize(("form", "goods"), [("rcep_2022", True), ("co_general", False)])
def test_an_amendment_of_a_certificate_of_the_former_system_starts_without_its_route(form, goods):
    store = fresh_store(rules())
    filed = change(store, do(store, drafts.start, form, values_of(RCEP)), stage="approved", facts={"oldSystem": True})
    amended = do(store, sending.amend, filed.id, "route was wrong")
    empty = do(store, drafts.start, form)
    assert {name: amended.values.get(name) for name in sending.ROUTE} == {
        name: empty.values.get(name) for name in sending.ROUTE
    }
    assert bool(amended.values.get("goods")) is goods
    assert amended.values["invoices"] == filed.values["invoices"]
    assert amended.values["destination_country"] == filed.values["destination_country"]


def test_an_amendment_of_a_certificate_of_this_system_starts_with_all_of_it():
    store = fresh_store(rules())
    filed = change(store, do(store, drafts.start, "rcep_2022", values_of(RCEP)), stage="approved")
    assert do(store, sending.amend, filed.id, "consignee").values == filed.values


def product(store, **facts):
    return change(store, do(store, drafts.start, "toy_product", {"goods_name": "FLASK"}), rev="e1.1.x", **facts)


BEGUN = {
    "amend": (approved, {"print_state": "printed"}, sending.amend, ("consignee",)),
    "adjust": (product, {"stage": "approved"}, sending.adjust, ()),
    "redeclare": (product, {"stage": "voided"}, sending.redeclare, ()),
}


@pytest.mark.parametrize("event", BEGUN)
def test_a_second_successor_is_refused_as_long_as_the_first_counts(store, event):
    make, facts, begin, given = BEGUN[event]
    original = make(store, **facts)
    first = do(store, begin, original.id, *given)
    with pytest.raises(Refused) as caught:
        do(store, begin, original.id, *given)
    assert caught.value.facts == {"why": Rule.SUCCEEDED, "document": first.id}
    assert store.reader.successors(original.id) == (first,)
    do(store, drafts.discard, first.id)
    assert do(store, begin, original.id, *given).links == first.links


@pytest.mark.parametrize("request_", [sending.report_lost, sending.ask_reprint])
def test_what_an_examiner_decides_on_keeps_an_amendment_from_beginning_and_from_being_sent(store, request_):
    original = approved(store, print_state="printed")
    amended = do(store, sending.amend, original.id, "consignee")
    do(store, request_, original.id, "by the courier")
    why = {sending.report_lost: Rule.LOSS_OPEN, sending.ask_reprint: Rule.REPRINT_OPEN}[request_]
    with pytest.raises(Refused) as caught:
        do(store, sending.submit, amended.id, amended.revision)
    assert caught.value.facts["why"] is why
    do(store, drafts.discard, amended.id)
    with pytest.raises(Refused) as caught:
        do(store, sending.amend, original.id, "consignee")
    assert caught.value.facts == {"why": why, "document": original.id}
    assert not store.reader.successors(original.id)


@pytest.mark.parametrize("request_", [sending.report_lost, sending.ask_reprint])
def test_an_amendment_that_was_sent_keeps_every_other_wish_back_and_a_draft_of_one_does_not(store, request_):
    original = approved(store, print_state="printed")
    amended = do(store, sending.amend, original.id, "consignee")
    queued = do(store, sending.submit, amended.id, amended.revision)
    with pytest.raises(Refused, match="successor_sent") as caught:
        do(store, request_, original.id, "by the courier")
    assert caught.value.facts["document"] == amended.id
    change(store, queued, delivery="", stage="in_review", rev="e1.2.x")
    with pytest.raises(Refused, match="successor_sent"):
        do(store, request_, original.id, "by the courier")
    change(store, store.reader.document(amended.id), stage="draft")
    do(store, request_, original.id, "by the courier")
    assert kinds(store, original)[-1] == "request"


def test_of_two_amendments_only_the_one_that_the_backend_has_is_sent(store):
    original = approved(store)
    mine = do(store, sending.amend, original.id, "consignee")
    theirs = change(store, dataclasses.replace(mine, id="theirs", revision=0), rev="e1.1.x")
    with pytest.raises(Refused) as caught:
        do(store, sending.submit, mine.id, mine.revision)
    assert caught.value.facts == {"why": Rule.PLACE_TAKEN, "document": theirs.id}
    assert "submit" not in kinds(store, mine)
    assert do(store, sending.submit, theirs.id, theirs.revision).delivery == "queued"


@pytest.mark.parametrize("event", ["amend", "adjust"])
def test_what_replaces_a_document_that_is_void_by_now_is_not_sent(store, event):
    make, facts, begin, given = BEGUN[event]
    original = make(store, **facts)
    successor = do(store, begin, original.id, *given)
    change(store, original, stage="voided", facts={"replacedBy": "other"})
    with pytest.raises(Refused) as caught:
        do(store, sending.submit, successor.id, successor.revision)
    assert caught.value.facts == {"why": Rule.ORIGINAL_OVER, "document": "other"}


def test_a_draft_that_was_refused_can_be_deleted(store):
    document = ready(store)
    (put,) = store.reader.intents(document.id)
    with store.unit() as unit:
        unit.update_intent(dataclasses.replace(put, state="refused", problem={"type": "state-locked"}))
        unit.put(dataclasses.replace(document, delivery="refused"))
    do(store, drafts.discard, document.id)
    assert store.reader.document(document.id).deleted
    assert kinds(store, document) == []


def refused(store, document, kind="submit", **body):
    with store.unit() as unit:
        intent = Intent(
            key=new_id(), kind=kind, document=document.id, body=body, state="refused", problem={"type": "x"}
        )
        return unit.enqueue(intent)


def test_a_refused_wish_is_taken_back_and_its_document_stays_in_the_hands(store):
    document = change(store, ready(store), delivery="refused")
    with store.unit() as unit:
        unit.drop_intent(unit.intents(document.id)[0].key)
    kept = [refused(store, document, kind) for kind in ("put", "submit")]
    with store.unit() as unit:
        told = sending.take_back_wishes(unit, [kept[1].key])
    assert told.ids == (document.id,)
    now = store.reader.document(document.id)
    assert (kinds(store, document), now.delivery, now.values) == ([], "", document.values)
    do(store, sending.submit, document.id, now.revision)
    assert kinds(store, document) == ["put", "submit"]


def test_what_the_backend_may_have_heard_is_not_taken_back(store):
    document = approved(store)
    with store.unit() as unit:
        intent = unit.enqueue(Intent(key="k", kind="request", document=document.id, body={"action": "withdraw"}))
        unit.update_intent(dataclasses.replace(intent, state="unknown", attempts=1))
        sending.take_back_wishes(unit, ["k"])
        assert [one.key for one in unit.intents(document.id) if one.kind == "request"] == ["k"]


@pytest.mark.parametrize(
    ("kind", "action", "state", "may"),
    [
        ("request", "ask_reprint", "queued", True),
        ("request", "ask_reprint", "blocked", True),
        ("request", "print", "queued", False),
        ("request", "print", "refused", True),
        ("put", "", "queued", False),
        ("put", "", "refused", True),
        ("commit", "", "queued", False),
        ("submit", "", "waiting", True),
        ("submit", "", "sending", False),
    ],
)
def test_only_what_was_asked_for_or_refused_can_be_taken_back(kind, action, state, may):
    intent = Intent(key="k", kind=kind, document="d", body={"action": action} if action else {}, state=state)
    assert sending.may_take_back(intent) is may


def test_a_refused_file_that_is_let_go_is_not_uploaded_again(store):
    file = Evidence(id=new_id(), sha256="0" * 64, size_bytes=1, mime="application/pdf", name="a.pdf")
    with store.unit() as unit:
        unit.put_evidence(file)
        unit.enqueue(Intent(key="c", kind="commit", document=file.id, body={}, state="refused", problem={"type": "x"}))
        assert sending.take_back_wishes(unit, ["c"]).ids == (file.id,)
    assert (store.reader.evidence_waiting(), store.reader.intents(file.id)) == ((), ())


def test_taking_a_refused_document_back_from_a_list_leaves_nothing_refused(store):
    document = change(store, ready(store), delivery="refused")
    with store.unit() as unit:
        unit.drop_intent(unit.intents(document.id)[0].key)
    for kind in ("put", "submit"):
        refused(store, document, kind)
    assert do(store, sending.take_back, document.id).delivery == ""
    assert kinds(store, document) == []
