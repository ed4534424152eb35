"""A store that came back, or was copied to another computer: what the backend has done is known and not done again."""

import pytest

from coo_desktop.domain.operations import sending
from coo_desktop.store.salvage.finds import finds
from coo_desktop.store.salvage.pages import read_pages
from coo_desktop.store.salvage.taking import take_over
from coo_desktop.sync.remembered import DEVICE, RESTORED
from coo_desktop.sync.restored import hold_submissions, mark_restored
from tests.flows.office import effects
from tests.sync.desk import COMPLETE, KEY


@pytest.fixture
def copy_of(desks, tmp_path):
    """Copies the store of a desk and gives the desk that works with the copy, on another computer."""

    def copied(desk, name="copy", is_held=True):
        (tmp_path / name).mkdir()
        desk.store.copy_to(tmp_path / name / "store.db")

        def opened():
            made = desks(name=name)
            with made.store.unit() as unit:
                unit.put_setting(DEVICE, "")
                mark_restored(unit)
                if is_held:
                    hold_submissions(unit)
            return made

        return opened

    return copied


def test_what_was_sent_after_the_copy_is_sent_once(desks, copy_of, backend_process):
    desk = desks()
    written = desk.write()
    desk.submit(written.id)
    back = copy_of(desk)
    assert desk.sync().light == "synced"
    desk.close()
    restored = back()
    assert restored.sync().light == "synced"
    assert effects(backend_process, written.id) == ["put", "submit"]
    found = restored.document(written.id)
    assert (found.stage, found.conflicts, found.needs_review, found.delivery) == ("submitted", 0, False, "")
    assert restored.states() == []
    assert restored.store.reader.setting(RESTORED) == []


def test_what_was_written_after_the_copy_is_no_conflict_with_it(desks, copy_of):
    desk = desks()
    written = desk.write()
    back = copy_of(desk)
    desk.edit(written.id, consignee="LATER")
    desk.sync()
    desk.edit(written.id, consignee="LATEST")
    desk.sync()
    restored = back()
    assert restored.sync().light == "synced"
    found = restored.document(written.id)
    assert (found.values["consignee"], found.conflicts, found.needs_review) == ("LATEST", 0, False)


def test_a_submission_that_the_backend_does_not_know_waits_for_a_look(desks, copy_of, backend_process):
    desk = desks()
    written = desk.write()
    desk.submit(written.id)
    restored = copy_of(desk)()
    desk.perform(sending.take_back, written.id)
    restored.sync()
    assert restored.states() == ["waiting"]
    assert effects(backend_process, written.id) == ["put"]
    looked = restored.edit(written.id, consignee="LOOKED AT")
    restored.submit(looked.id)
    restored.sync()
    assert effects(backend_process, written.id)[-1] == "submit"


def test_a_moved_store_sends_what_waits_and_so_does_the_one_left_behind_once(desks, copy_of, backend_process):
    desk = desks()
    written, edited = desk.write(), desk.write()
    desk.submit(written.id)
    moved = copy_of(desk, "moved", is_held=False)()
    assert moved.sync().light == "synced"
    desk.edit(edited.id, consignee="LEFT BEHIND")
    assert desk.sync().light == "synced"
    assert effects(backend_process, written.id) == ["put", "submit"]
    assert desk.states() == []
    moved.sync()
    (clash,) = desk.store.reader.conflicts(edited.id)
    assert (clash.mine, clash.theirs) == ("LEFT BEHIND", COMPLETE["consignee"])


def test_a_cut_off_question_is_asked_again(desks, copy_of, chaos, backend_process):
    desk = desks()
    written = desk.write()
    desk.submit(written.id)
    back = copy_of(desk)
    desk.sync()
    restored = back().move(chaos.url)
    chaos.order("cut_answer", "GET /v1/intents")
    assert restored.sync().light == "offline"
    assert restored.sync().light == "synced"
    assert effects(backend_process, written.id) == ["put", "submit"]


def test_what_was_saved_out_of_a_damaged_store_goes_to_the_backend_and_the_rest_comes_from_there(desks, tmp_path):
    """The page of one document is lost, and with it what the backend knows; another was edited and never sent."""
    desk = desks()
    lost, edited = desk.write(), desk.write()
    desk.sync()
    desk.edit(edited.id, consignee="NEVER SENT")
    new = desk.write()
    desk.store.check()
    found = finds(read_pages(tmp_path / "desk0" / "store.db", tmp_path / "none", KEY))
    del found.documents[lost.id]
    found.intents.clear()
    mended = desks(name="mended")
    with mended.store.unit() as unit:
        take_over(unit, found)
        mark_restored(unit)
    assert mended.sync().light == "synced"
    assert mended.document(lost.id).values == lost.values
    assert mended.document(edited.id).values["consignee"] == "NEVER SENT"
    assert mended.states() == []
    other = desks(name="other")
    other.sync()
    assert other.document(edited.id).values["consignee"] == "NEVER SENT"
    assert other.document(new.id) is not None
