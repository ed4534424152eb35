"""A second person releases exactly the content that somebody else asked a check for; notes stand at fields."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Document, Intent
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.office.release import (
    LONGEST_NOTE,
    MOST_NOTES,
    Note,
    Release,
    ReleaseState,
    ReleaseStep,
    Wish,
    after,
    after_edit,
    as_known,
    check,
    digest,
    forgotten,
    is_released,
    release_of,
    with_release,
    without_release,
)
from coo_desktop.domain.refusals import Rule
from tests.sync.desk import toy_rules

ASKED = Release(state=ReleaseState.ASKED, content="c1", asked_by="anna", by="anna", at="t1")
DRAFT = Document(id="d", form="toy_certificate", family="certificate", values={}, author="anna")


def wish(action, content="", **more):
    return Wish(action=ReleaseStep(action), content=content, **more)


@pytest.mark.parametrize(
    ("stands", "step", "content", "by", "why"),
    [
        (ASKED, wish("release", "c1"), "c1", "bo", None),
        (ASKED, wish("release", "c1"), "c1", "anna", Rule.OWN_RELEASE),  # her own draft, and she asked
        (dataclasses.replace(ASKED, asked_by="carl"), wish("release", "c1"), "c1", "anna", Rule.OWN_RELEASE),
        (dataclasses.replace(ASKED, asked_by="carl"), wish("release", "c1"), "c1", "carl", Rule.OWN_RELEASE),
        (ASKED, wish("release", "c1"), "c2", "bo", Rule.RELEASE_OUTDATED),  # it was changed meanwhile
        (ASKED, wish("release", "c2"), "c2", "bo", Rule.RELEASE_OUTDATED),  # nobody asked about this one
        (Release(), wish("release", "c1"), "c1", "bo", Rule.RELEASE_OUTDATED),
        (Release(), wish("give_back"), "c1", "bo", Rule.RELEASE_OUTDATED),
        (ASKED, wish("give_back"), "c1", "anna", None),  # one's own request can be taken back
        (Release(), wish("ask_release", "c1"), "c1", "anna", None),
        (Release(), wish("note", note="n", field="consignee", text=" "), "c1", "bo", Rule.NOTE_TEXT),
        (Release(), wish("note", note="n", text="x" * (LONGEST_NOTE + 1)), "c1", "bo", Rule.NOTE_TEXT),
        (Release(), wish("answer_note", note="n", text=""), "c1", "bo", Rule.NOTE_TEXT),
        (Release(), wish("clear_note", note="n"), "c1", "bo", None),
    ],
)
def test_a_step_is_let_through_or_refused_with_its_rule(stands, step, content, by, why):
    if why is None:
        check(DRAFT, stands, step, content, by)
        return
    with pytest.raises(Refused) as refused:
        check(DRAFT, stands, step, content, by)
    assert refused.value.facts["why"] is why


def test_what_was_sent_is_not_looked_at_any_more():
    for stage in ("submitted", "in_review", "approved", "voided"):
        with pytest.raises(Locked):
            check(dataclasses.replace(DRAFT, stage=stage), ASKED, wish("release", "c1"), "c1", "bo")


def test_notes_have_a_most():
    full = Release(notes=tuple(Note(id=str(n), field="a", text="b", by="bo", at="t") for n in range(MOST_NOTES)))
    with pytest.raises(Refused):
        check(DRAFT, full, wish("note", note="new", text="one more"), "c", "bo")
    check(DRAFT, full, wish("answer_note", note="3", text="done"), "c", "anna")


def test_a_change_ends_what_was_asked_or_released_and_nothing_else():
    released = after(ASKED, wish("release", "c1"), "bo", "t2")
    assert is_released(released, "c1")
    assert not is_released(released, "c2")
    for stands in (ASKED, released):
        ended = after_edit(stands, "c2", "anna", "t3")
        assert (ended.state, ended.content, ended.by, ended.at) == (ReleaseState.CHANGED, "", "anna", "t3")
        assert after_edit(stands, "c1", "anna", "t3") is stands
    back = after(ASKED, wish("give_back"), "bo", "t2")
    assert after_edit(back, "c2", "anna", "t3") is back


def test_a_note_is_put_answered_and_cleared_once_however_often_it_is_told():
    put, answered = (
        wish("note", note="n1", field="goods", row="g1", part="quantity", text="9?"),
        wish("answer_note", note="n1", text="8"),
    )
    stands = after(after(after(Release(), put, "bo", "t1"), put, "bo", "t1"), answered, "anna", "t2")
    (note,) = stands.notes
    assert (note.field, note.row, note.part) == ("goods", "g1", "quantity")
    assert (note.text, note.by, note.answer, note.answered_by) == ("9?", "bo", "8", "anna")
    for _ in range(2):
        stands = after(stands, wish("clear_note", note="n1"), "anna", "t3")
    assert stands == Release()


def test_facts_keep_it_whole_and_the_world_outside_hears_nothing():
    stands = after(ASKED, wish("note", note="n1", field="consignee", text="?"), "bo", "t1")
    facts = with_release({"number": "N1"}, stands)
    assert release_of(facts) == stands
    assert without_release(facts) == {"number": "N1"}
    assert with_release(facts, Release()) == {"number": "N1"}


def test_an_account_that_was_cancelled_is_nobody_in_it_and_what_it_wrote_stays():
    note = Note(id="n", field="a", text="?", by="anna", at="t", answer="!", answered_by="bo")
    stands = dataclasses.replace(ASKED, notes=(note,))
    told = forgotten(stands, "anna", "nobody-1")
    assert (told.asked_by, told.by, told.notes[0].by, told.notes[0].answered_by) == (
        "nobody-1",
        "nobody-1",
        "nobody-1",
        "bo",
    )
    assert "anna" not in str(with_release({}, told))
    assert told.notes[0].text == "?"


@pytest.mark.parametrize("told", [None, "released", ["asked"], {"state": "other", "notes": [3, {"text": "no id"}]}])
def test_facts_of_another_shape_count_as_absent(told):
    assert release_of({"release": told}) == Release()


def test_a_digest_is_of_the_content_and_not_of_the_answers_given_with_the_sending():
    form = toy_rules().form("toy_certificate")
    values = {"consignee": "SAKURA", "invoices": [{"id": "i1", "number": "LF-1"}]}
    same = {"invoices": values["invoices"], "consignee": "SAKURA", "collection": "office", "undertaking": True}
    assert digest(form, values) == digest(form, same)
    assert digest(form, values) != digest(form, {**values, "consignee": "SAKURA K.K."})
    assert digest(form, values) != digest(form, values, {"newerField": "x"})


def test_a_desk_sees_its_own_waiting_wishes_and_not_those_that_were_refused():
    def intent(action, state="queued", **body):
        told = {"action": action, "document": "d", **body}
        return Intent(key=action, kind="request", document="d", body=told, state=state, created_at="t9")

    document = dataclasses.replace(DRAFT, facts=with_release({}, ASKED))
    assert as_known(document, [intent("release", content="c1")], "bo").state is ReleaseState.RELEASED
    assert as_known(document, [intent("release", "refused", content="c1")], "bo") == ASKED
    assert as_known(document, [intent("withdraw")], "bo") == ASKED
