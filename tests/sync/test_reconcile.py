"""Two desks and one document: whatever the order, no edit is lost and every clash is told."""

import pytest

from coo_desktop.domain.documents.document import Document, Resolution
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.domain.operations import conflicts, drafts, sending
from coo_desktop.sync.arrivals import read_living
from coo_desktop.sync.reconcile import Way, lineage
from coo_desktop.sync.remembered import EPOCH
from tests.fakes.rules import small_rulebook
from tests.fakes.store import FakeStore
from tests.resolving import resolve_all
from tests.sync.desk import COMPLETE, Desk


def both_have(here: Desk, there: Desk, values: object = None) -> str:
    written = here.write(values)
    here.sync()
    there.sync()
    return written.id


def test_edits_of_different_fields_both_stand(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    here.edit(shared, consignee="MINE")
    there.edit(shared, invoices=[{"id": "i1", "number": "THEIRS"}])
    there.sync()
    here.sync()
    there.sync()
    for desk in (here, there):
        kept = desk.document(shared)
        assert (kept.values["consignee"], kept.values["invoices"][0]["number"]) == ("MINE", "THEIRS")
        assert kept.conflicts == 0
    assert here.document(shared).needs_review
    assert here.outbox() == there.outbox() == ()


def both_named_the_consignee(here: Desk, there: Desk) -> str:
    """A document whose consignee two desks typed differently; this one has found out, the other not yet."""
    shared = both_have(here, there)
    here.edit(shared, consignee="MINE")
    there.edit(shared, consignee="THEIRS")
    there.sync()
    here.sync()
    return shared


def test_edits_of_one_field_end_in_a_conflict(desks):
    here, there = desks(), desks("clerk2")
    shared = both_named_the_consignee(here, there)
    kept = here.document(shared)
    (conflict,) = here.store.reader.conflicts(shared)
    assert (kept.values["consignee"], kept.conflicts, kept.needs_review) == ("THEIRS", 1, True)
    assert (conflict.path, conflict.mine, conflict.theirs, conflict.base) == (
        "consignee",
        "MINE",
        "THEIRS",
        COMPLETE["consignee"],
    )
    assert (kept.author, conflict.theirs_by) == ("demo", "clerk2")


def test_a_conflict_answered_with_mine_reaches_the_other_desk(desks):
    here, there = desks(), desks("clerk2")
    shared = both_named_the_consignee(here, there)
    here.perform(resolve_all, shared, Resolution.MINE)
    here.sync()
    there.sync()
    assert there.document(shared).values["consignee"] == "MINE"
    assert here.document(shared).conflicts == 0


def test_rows_added_at_two_desks_are_all_kept(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    first = [{"id": "i1", "number": "LF-1"}]
    here.edit(shared, invoices=[*first, {"id": "i2", "number": "MINE"}])
    there.edit(shared, invoices=[*first, {"id": "i3", "number": "THEIRS"}])
    there.sync()
    here.sync()
    there.sync()
    for desk in (here, there):
        assert {row["number"] for row in desk.document(shared).values["invoices"]} == {"LF-1", "MINE", "THEIRS"}


def test_a_submission_waits_when_somebody_changed_its_document(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    there.edit(shared, consignee="THEIRS")
    here.submit(shared)
    there.sync()
    state = here.sync()
    kept = here.document(shared)
    (intent,) = here.outbox()
    assert (state.light, state.cause) == ("attention", SyncCause.PERSON_NEEDED)
    assert (kept.stage, kept.delivery, kept.needs_review) == ("ready", "", True)
    assert (intent.state, intent.problem) == ("waiting", {"type": "needs_review"})


def test_a_reviewed_document_is_sent_when_its_person_presses_send_again(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    there.edit(shared, consignee="THEIRS")
    here.submit(shared)
    there.sync()
    here.sync()
    here.perform(conflicts.looked_at, shared)
    here.submit(shared)
    assert here.sync().light == "synced"
    assert here.document(shared).stage == "submitted"


def test_edits_of_a_document_that_was_sent_meanwhile_become_a_copy(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    there.submit(shared)
    there.sync()
    here.edit(shared, consignee="MINE")
    here.sync()
    kept = here.document(shared)
    assert (kept.stage, kept.values["consignee"]) == ("submitted", COMPLETE["consignee"])
    (copy,) = [here.document(found) for found in here.all_ids() if found != shared]
    assert (copy.values["consignee"], copy.stage, copy.links) == ("MINE", "ready", {"copied_from": shared})
    assert copy.needs_review
    assert copy.values["invoices"][0]["id"] != kept.values["invoices"][0]["id"]
    assert here.outbox() == ()


def test_an_edit_of_a_document_deleted_elsewhere_becomes_a_copy(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    there.perform(drafts.discard, shared)
    there.sync()
    here.edit(shared, consignee="MINE")
    here.sync()
    here.sync()
    assert here.store.reader.document(shared) is None
    (copy,) = [here.document(found) for found in here.all_ids()]
    assert (copy.values["consignee"], copy.links) == ("MINE", {"copied_from": shared})


def test_a_discarded_document_that_somebody_edits_comes_back(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    there.edit(shared, consignee="THEIRS")
    here.perform(drafts.discard, shared)
    there.sync()
    here.sync()
    kept = here.document(shared)
    assert (kept.deleted, kept.values["consignee"], kept.needs_review) == (False, "THEIRS", True)
    assert here.outbox() == ()


def test_a_stage_and_number_given_by_the_backend_arrive(desks, backend_process):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    here.submit(shared)
    here.sync()
    examiner = backend_process.client("examiner")
    assert examiner.exam(shared, "take_up").ok
    assert examiner.exam(shared, "return", reason="唛头", reasons=[{"field": "marks", "text": "?"}]).ok
    for desk in (here, there):
        desk.sync()
        kept = desk.document(shared)
        assert (kept.stage, kept.facts["reasons"][0]["field"]) == ("returned", "marks")


def test_an_unknown_field_of_a_newer_program_survives_an_edit(desks, backend_process):
    here = desks()
    shared = here.write()
    here.sync()
    newer = backend_process.client("clerk2")
    told = newer.get(f"/v1/docs/{shared.id}").json()
    assert newer.put(shared.id, told["form"], {**told["values"], "newField": {"a": "1"}}, rev=told["rev"]).ok
    here.sync()
    here.edit(shared.id, consignee="OLD PROGRAM")
    here.sync()
    told = newer.get(f"/v1/docs/{shared.id}").json()["values"]
    assert (told["newField"], told["consigneeName"]) == ({"a": "1"}, "OLD PROGRAM")


def test_a_second_clash_keeps_the_first_conflict(desks):
    here, there = desks(), desks("clerk2")
    shared = both_have(here, there)
    for number in (1, 2):
        here.edit(shared, consignee=f"MINE {number}")
        there.edit(shared, consignee=f"THEIRS {number}")
        there.sync()
        here.sync()
        there.sync()
    assert [conflict.mine for conflict in here.store.reader.conflicts(shared)] == ["MINE 1", "MINE 2"]


def test_a_withdrawal_and_its_examiner_meet_in_one_result(desks, backend_process):
    here = desks()
    shared = here.write()
    here.submit(shared.id)
    here.sync()
    assert backend_process.client("examiner").exam(shared.id, "take_up").ok
    here.perform(sending.withdraw, shared.id)
    state = here.sync()
    assert (here.document(shared.id).stage, here.outbox(), state.light) == ("in_review", (), "synced")
    assert [told.kind for told in here.store.reader.notices.newest(9)] == ["withdrawal_lost"]


ID = "0192f0a0-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("mine", "theirs", "epoch", "way"),
    [
        ("e1.3.a", "e1.4.b", "e1", Way.ON),
        ("e1.9.a", "e1.4.b", "e1", Way.BACK),
        ("e1.10.a", "e1.9.b", "e2", Way.BACK),
        ("e1.3.a", "e2.4.b", "e2", Way.ON),
        ("e1.3.a", "e2.4.b", "e1", Way.APART),
        ("e2.3.a", "e1.9.b", "e1", Way.APART),
        ("e1.3.a", "e20.4.b", "e2", Way.APART),
        (None, "e1.4.b", "e1", Way.ON),
        ("e1.3.a", "made-otherwise", "e1", Way.ON),
    ],
)
def test_a_revision_tells_which_way_the_backend_went(mine, theirs, epoch, way):
    store = FakeStore()
    with store.unit() as unit:
        unit.put_setting(EPOCH, epoch)
    named = {"id": ID, "form": "toy_certificate", "family": "certificate", "stage": "ready", "values": {}}
    named |= {"printState": "not_printed", "links": {}, "facts": {}, "author": "", "office": ""}
    named |= {"createdAt": "", "updatedAt": ""}
    arrived = read_living(small_rulebook(), {**named, "rev": theirs}, ID)
    local = Document(id=ID, form="toy_certificate", family="certificate", values={}, rev=mine)
    assert lineage(store.reader, local, arrived) is way
