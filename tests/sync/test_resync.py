"""Everything once more: a restored backend, a cursor that is over, a checksum that does not fit; no work is lost."""

import shutil

import pytest

from coo_desktop.domain.office.sync_state import IncidentKind
from coo_desktop.domain.operations import incidents as reports
from coo_desktop.domain.operations import sending
from coo_desktop.sync import remembered
from tests.sync.desk import COMPLETE


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
    backend_process.kill()
    shutil.copytree(backend_process.data, tmp_path / "backup")
    backend_process.start(backend_process.port)
    lost, edited = desk.write({**COMPLETE, "consignee": "LOST"}), desk.edit(kept.id, consignee="EDITED")
    sent = desk.write({**COMPLETE, "invoices": [{"id": "i9", "number": "LF-9"}]})
    desk.submit(sent.id)
    desk.sync()
    assert desk.document(sent.id).stage == "submitted"
    port = backend_process.port
    backend_process.kill()
    shutil.rmtree(backend_process.data)
    shutil.copytree(tmp_path / "backup", backend_process.data)
    backend_process.start(port)
    backend_process.new_epoch()
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
    assert desk.document(edited.id).values == other.document(edited.id).values


def test_what_was_asked_of_a_lost_document_does_not_keep_it_from_being_offered_again(desks, backend_process, tmp_path):
    """A withdrawal that waits for its document stood in the outbox before what makes the document anew."""
    desk = desks()
    desk.sync()
    backend_process.kill()
    shutil.copytree(backend_process.data, tmp_path / "backup")
    backend_process.start(backend_process.port)
    sent = desk.write()
    desk.submit(sent.id)
    desk.sync()
    desk.perform(sending.withdraw, sent.id)
    port = backend_process.port
    backend_process.kill()
    shutil.rmtree(backend_process.data)
    shutil.copytree(tmp_path / "backup", backend_process.data)
    backend_process.start(port)
    backend_process.new_epoch()
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
