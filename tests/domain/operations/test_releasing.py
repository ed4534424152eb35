"""A second pair of eyes at a desk: steps count here at once, and what is not released is not sent."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Company, Person
from coo_desktop.domain.errors import Outdated, Refused, SignatoryDisabled
from coo_desktop.domain.office import release
from coo_desktop.domain.operations import drafts, releasing, sending
from coo_desktop.domain.refusals import Rule
from tests.stores import fresh_store

TOY = "toy_certificate"


@pytest.fixture
def store():
    opened = fresh_store()
    want(opened, True)
    sign_in(opened, "anna")
    return opened


def want(store, needed):
    with store.unit() as unit:
        unit.put_company(Company(release_needed=needed))


def sign_in(store, account, active=True):
    with store.unit() as unit:
        unit.put_person(Person(account=account, active=active))


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given).document


def standing(store, document):
    with store.unit() as unit:
        return releasing.standing(unit, unit.rules, unit.document(document.id))


def send(store, document):
    return do(store, sending.submit, document.id, store.reader.document(document.id).revision)


def written(store):
    return do(store, drafts.start, TOY, {"goods_name": "FLASK"})


def asked(store, document, by="carl"):
    """As the backend tells it once somebody has asked for a check of what stands there."""
    with store.unit() as unit:
        content = release.digest(unit.rules.form(TOY), document.values)
        stands = release.Release(state=release.ReleaseState.ASKED, content=content, asked_by=by, by=by, at="t")
        return unit.put(dataclasses.replace(document, facts=release.with_release(document.facts, stands), author=by))


def actions(store, document):
    return [intent.body.get("action", intent.kind) for intent in store.reader.intents(document.id)]


def test_what_nobody_released_is_not_sent_and_what_a_colleague_released_is(store):
    document = written(store)
    with pytest.raises(Refused, match="not_released"):
        send(store, document)
    document = asked(store, document, by="anna")
    with pytest.raises(Refused, match="own_release"):
        do(store, releasing.let_go, document.id, document.revision)
    document = asked(store, document)
    do(store, releasing.let_go, document.id, document.revision)
    assert standing(store, document).state is release.ReleaseState.RELEASED
    assert send(store, document).delivery == "queued"


def test_an_incomplete_document_is_told_its_problems_first(store):
    document = do(store, drafts.start, TOY)
    with pytest.raises(Refused, match="incomplete"):
        send(store, document)


def test_where_the_company_wants_none_nothing_is_asked(store):
    want(store, False)
    document = written(store)
    assert standing(store, document) == release.Release()
    assert send(store, document).delivery == "queued"


def test_a_change_ends_what_was_released_here_before_any_pass(store):
    document = asked(store, written(store))
    do(store, releasing.let_go, document.id, document.revision)
    changed = do(store, drafts.save, document.id, {"goods_name": "BOTTLE"}, document.revision)
    assert standing(store, changed).state is release.ReleaseState.CHANGED
    with pytest.raises(Refused, match="not_released"):
        send(store, changed)


def test_a_step_is_about_what_the_person_sees(store):
    document = written(store)
    do(store, drafts.save, document.id, {"goods_name": "BOTTLE"}, document.revision)
    for step in (releasing.ask, releasing.let_go, releasing.give_back):
        with pytest.raises(Outdated):
            do(store, step, document.id, document.revision)


@pytest.mark.parametrize(
    ("state", "why"), [({"conflicts": 1}, Rule.CONFLICTS), ({"needs_review": True}, Rule.NEEDS_REVIEW)]
)
def test_what_is_not_settled_is_neither_asked_for_nor_released(store, state, why):
    document = asked(store, written(store))
    with store.unit() as unit:
        document = unit.put(dataclasses.replace(document, **state))
    for step in (releasing.ask, releasing.let_go):
        with pytest.raises(Refused) as refused:
            do(store, step, document.id, document.revision)
        assert refused.value.facts["why"] is why
    do(store, releasing.give_back, document.id, document.revision)
    assert standing(store, document).state is release.ReleaseState.GIVEN_BACK


def test_a_newer_step_takes_the_place_of_one_that_was_never_tried(store):
    document = written(store)
    do(store, releasing.ask, document.id, document.revision)
    do(store, releasing.give_back, document.id, document.revision)
    do(store, releasing.ask, document.id, document.revision)
    assert actions(store, document) == ["put", "ask_release"]


def test_notes_are_put_answered_and_cleared_in_the_order_they_came(store):
    document = written(store)
    do(store, releasing.put_note, document.id, "goods", " 9? ", "g1", "quantity")
    (note,) = standing(store, document).notes
    assert (note.field, note.row, note.part, note.text, note.by) == ("goods", "g1", "quantity", "9?", "anna")
    do(store, releasing.answer_note, document.id, note.id, "8")
    assert standing(store, document).notes[0].answer == "8"
    do(store, releasing.clear_note, document.id, note.id)
    assert standing(store, document).notes == ()
    assert actions(store, document) == ["put", "note", "answer_note", "clear_note"]
    with pytest.raises(Refused) as refused:
        do(store, releasing.put_note, document.id, "goods", "  ")
    assert refused.value.facts["why"] is Rule.NOTE_TEXT


def test_a_refused_step_counts_no_more_and_leaves_once_it_was_read(store):
    document = written(store)
    do(store, releasing.ask, document.id, document.revision)
    with store.unit() as unit:
        (wanted,) = (one for one in unit.intents(document.id) if one.kind == "request")
        unit.update_intent(dataclasses.replace(wanted, state="refused", problem={"type": "state-locked"}))
    assert standing(store, document) == release.Release()
    do(store, releasing.withdraw_refused, document.id)
    assert actions(store, document) == ["put"]


def test_a_disabled_person_takes_no_step(store):
    document = written(store)
    sign_in(store, "anna", active=False)
    with pytest.raises(SignatoryDisabled):
        do(store, releasing.ask, document.id, document.revision)
