"""Everything once more: a restored backend, a cursor that is over, a checksum that does not fit; no work is lost."""

import pytest

from coo_desktop.domain.office.sync_state import IncidentKind
from coo_desktop.domain.operations import incidents as reports
from coo_desktop.domain.operations import sending
from coo_desktop.store.database.unit import put_meta
from coo_desktop.sync import remembered
from tests.flows.office import effects
from tests.sync.desk import COMPLETE
from tests.sync.test_uploads import attach, picture


def incidents(desk):
    return [one.kind for one in reports.incidents(desk.store.reader)]


def test_a_new_epoch_changes_nothing_when_nothing_was_lost(desks, backend_process):
    desk = desks()
    written = desk.write()
    desk.sync()
    before = desk.document(written.id)
    backend_process.new_epoch()
    assert desk.sync().light == "synced"
    assert desk.document(written.id).values == before.values
    assert incidents(desk) == [IncidentKind.RESTORED]


def test_an_edit_made_over_a_restore_is_sent_under_its_own_key(desks, backend_process, chaos):
    desk = desks(url=chaos.url)
    written = desk.write()
    desk.sync()
    backend_process.new_epoch()
    desk.edit(written.id, consignee="AFTER")
    keys = [intent.key for intent in desk.outbox()]
    assert desk.sync().light == "synced"
    assert desk.document(written.id).values["consignee"] == "AFTER"
    assert any(keys[0].encode() in request for request in chaos.seen("/v1/batch"))


def test_what_a_restored_backend_has_lost_is_offered_again(desks, backend_process, tmp_path):
    desk = desks()
    kept = desk.write()
    desk.sync()
    copy = backend_process.keep_copy(tmp_path / "backup")
    lost, edited = desk.write({**COMPLETE, "consignee": "LOST"}), desk.edit(kept.id, consignee="EDITED")
    sent = desk.write({**COMPLETE, "invoices": [{"id": "i9", "number": "LF-9"}]})
    desk.submit(sent.id)
    desk.sync()
    assert desk.document(sent.id).stage == "submitted"
    backend_process.restore(copy)
    desk.sign_in()
    desk.sync()
    desk.sync()
    other = desks("clerk2")
    other.sync()
    assert other.document(lost.id).values == lost.values
    assert other.all_ids() == desk.all_ids() == {kept.id, lost.id, sent.id}
    assert desk.document(sent.id).stage == "ready"
    assert desk.document(sent.id).needs_review
    assert [one.id for one in reports.lost_by_backend(desk.store.reader)] == [sent.id]
    assert desk.document(edited.id).values["consignee"] == other.document(edited.id).values["consignee"] == "EDITED"
    assert effects(backend_process, lost.id) == effects(backend_process, sent.id) == ["put"]


def test_two_restores_of_one_copy_are_two_epochs(desks, backend_process, tmp_path):
    """What was acknowledged between them and what came after them at the same document both stand for a choice."""
    desk = desks()
    written = desk.write()
    desk.sync()
    copy = backend_process.keep_copy(tmp_path / "backup")
    backend_process.restore(copy)
    desk.sign_in()
    desk.sync()
    desk.edit(written.id, consignee="BETWEEN")
    assert desk.sync().light == "synced"
    backend_process.restore(copy)
    other = desks("clerk2")
    other.sync()
    other.edit(written.id, consignee="AFTER")
    other.sync()
    desk.sign_in()
    desk.sync()
    (clash,) = desk.store.reader.conflicts(written.id)
    assert {clash.mine, clash.theirs} == {"BETWEEN", "AFTER"}


def test_what_two_desks_had_is_offered_again_once(desks, backend_process, chaos, tmp_path):
    """Both have seen the loss before either has told the backend anything."""
    desk, other = desks(), desks("clerk2", url=chaos.url)
    copy = backend_process.keep_copy(tmp_path / "backup")
    same, edited = desk.write(), desk.write()
    marks = {"form": "text", "text": "OF THE OTHER"}
    desk.sync()
    other.sync()
    other.edit(edited.id, marks=marks)
    backend_process.restore(copy)
    for one in (desk, other):
        one.sign_in()
    chaos.order("cut_request", "/v1/batch")
    assert other.sync().light == "offline"
    assert desk.sync().light == "synced"
    assert other.sync().light == "synced"
    assert desk.sync().light == "synced"
    assert effects(backend_process, same.id) == ["put"]
    assert effects(backend_process, edited.id) == ["put", "put"]
    for one in (desk, other):
        assert one.all_ids() == {same.id, edited.id}
        assert one.document(edited.id).values["marks"] == marks
        assert [one.document(found.id).conflicts for found in (same, edited)] == [0, 0]
        assert one.outbox() == ()


def test_evidence_that_a_restored_backend_has_lost_goes_again(desks, backend_process, tmp_path):
    """A draft that names it is sent when its person sends it, and not before."""
    desk = desks()
    copy = backend_process.keep_copy(tmp_path / "backup")
    evidence = attach(desk, picture())
    item = {name: getattr(evidence, name) for name in ("id", "sha256", "name", "mime", "size_bytes")}
    product = desk.write({"name": "VASE", "evidence": [item]}, "toy_product")
    desk.sync()
    assert desk.store.reader.evidence(evidence.id).state == "there"
    backend_process.restore(copy)
    desk.sign_in()
    desk.sync()
    desk.submit(product.id)
    desk.sync()
    assert desk.sync().light == "synced"
    assert effects(backend_process, product.id) == ["put", "submit"]
    assert desk.store.reader.evidence(evidence.id).state == "there"
    assert backend_process.client("demo").get(f"/v1/evidence/{evidence.id}").ok


def test_what_was_asked_of_a_lost_document_does_not_keep_it_from_being_offered_again(desks, backend_process, tmp_path):
    """A withdrawal that waits for its document stood in the outbox before what makes the document anew."""
    desk = desks()
    desk.sync()
    copy = backend_process.keep_copy(tmp_path / "backup")
    sent = desk.write()
    desk.submit(sent.id)
    desk.sync()
    desk.perform(sending.withdraw, sent.id)
    backend_process.restore(copy)
    desk.sign_in()
    for _ in range(3):
        state = desk.sync()
    assert (state.light, desk.outbox()) == ("synced", ())
    document = desk.document(sent.id)
    assert (document.stage, document.needs_review) == ("ready", True)
    assert document.rev is not None


def test_a_cursor_that_is_over_is_healed_by_a_snapshot(desks):
    desk, other = desks(), desks("clerk2")
    written = other.write()
    other.sync()
    desk.sync()
    late = other.write()
    other.sync()
    with desk.store.unit() as unit:
        unit.put_setting(remembered.CURSOR, "999999")
    assert desk.sync().light == "synced"
    assert desk.all_ids() == {written.id, late.id}
    assert incidents(desk) == [IncidentKind.CURSOR_EXPIRED]


def test_a_wrong_checksum_is_healed_once_a_day(desks):
    desk, other = desks(), desks("clerk2")
    written = other.write()
    other.sync()
    desk.sync()
    with desk.store.unit() as unit:
        unit.purge(written.id)  # as if a page had been lost
    other.write()
    other.sync()
    assert desk.sync().light == "synced"
    assert desk.document(written.id).values == written.values
    assert incidents(desk) == [IncidentKind.CHECKSUM]
    with desk.store.unit() as unit:
        unit.purge(written.id)
    other.write()
    other.sync()
    desk.sync()
    assert desk.store.reader.document(written.id) is None


def test_a_checksum_that_was_kept_wrongly_is_put_right_and_nothing_is_fetched_for_it(desks, chaos):
    desk, other = desks(url=chaos.url), desks("clerk2")
    other.write()
    other.sync()
    desk.sync()
    for days in (0, 1):  # one that the backend's own tells of, and one that only the daily count finds
        with desk.store.unit() as unit:
            put_meta(unit, "checksum", {"count": 7, "digest": "ab"})
        if days:
            desk.clock.pass_s(days * 86_400.0)
        other.write()
        other.sync()
        assert desk.sync().light == "synced"
        assert chaos.seen("/v1/snapshot") == []
        assert desk.store.reader.checksum() == desk.store.reader.checksum(anew=True)
        assert incidents(desk) == [IncidentKind.MISCOUNTED] * (days + 1)


@pytest.mark.parametrize("at", [0, 400])
def test_a_snapshot_that_is_cut_off_is_taken_again(desks, chaos, backend_process, at):
    desk, other = desks(url=chaos.url), desks("clerk2")
    written = other.write()
    other.sync()
    desk.sync()
    backend_process.new_epoch()
    chaos.order("cut_answer", "/v1/snapshot", at=at)
    assert desk.sync().light == "offline"
    assert desk.sync().light == "synced"
    assert desk.all_ids() == {written.id}


def test_a_desk_that_never_had_a_place_in_the_feed_offers_again_what_a_restore_has_lost(
    desks, backend_process, tmp_path
):
    """Its documents were answered, the first pull was cut off, and then the backend went back to an older state."""
    desk = desks()
    copy = backend_process.keep_copy(tmp_path / "backup")
    lost = desk.write({**COMPLETE, "consignee": "LOST"})
    desk.sync()
    with desk.store.unit() as unit:
        for name in (remembered.CURSOR, remembered.EPOCH):
            unit.put_setting(name, "")
    backend_process.restore(copy)
    desk.sign_in()
    desk.sync()
    desk.sync()
    other = desks("clerk2")
    other.sync()
    assert other.document(lost.id).values["consignee"] == "LOST"


def test_what_a_restored_backend_withdraws_is_not_taken_for_what_was_sent(desks, backend_process, tmp_path):
    """A withdrawal names no revision: its answer may be about what somebody else has sent since the restore."""
    mine, other = desks(), desks("clerk2")
    written = mine.write({**COMPLETE, "consignee": "BEFORE"})
    mine.sync()
    copy = backend_process.keep_copy(tmp_path / "backup")
    mine.edit(written.id, consignee="SENT BY ME")
    mine.submit(written.id)
    mine.sync()
    assert mine.document(written.id).stage == "submitted"
    backend_process.restore(copy)
    other.sign_in()
    other.sync()
    other.submit(written.id)
    other.sync()
    mine.sign_in()
    mine.perform(sending.withdraw, written.id)
    mine.sync()
    mine.sync()
    assert mine.document(written.id).values["consignee"] == "BEFORE"
    kept = [conflict.mine for conflict in mine.store.reader.conflicts(written.id)]
    assert "SENT BY ME" in kept
