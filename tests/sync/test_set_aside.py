"""One document that nobody can read keeps no other from arriving, and none of mine from going out."""

import pytest

from coo_desktop.domain.office.sync_state import IncidentKind
from coo_desktop.domain.operations.incidents import incidents
from coo_desktop.sync.set_aside import revisions_aside
from tests.sync.desk import Desk


def told(desk: Desk) -> list[IncidentKind]:
    return [one.kind for one in incidents(desk.store.reader)]


@pytest.mark.parametrize("value", ["Infinity", "NaN", "1e999", "1234567890123456789", '"\\ud800"', '{"a":1,"a":2}'])
def test_an_unreadable_document_stops_no_other(desks, backend_process, value):
    here, there = desks(), desks("clerk2")
    known = there.write()
    there.sync()
    here.sync()
    new, late = there.write(), there.write()
    there.sync()
    for document_id in (known.id, new.id):
        backend_process.spoil(document_id, value)
    mine = here.write()
    assert here.sync().light == "synced"
    assert here.all_ids() == {known.id, late.id, mine.id}
    assert here.document(known.id).values == known.values
    assert set(revisions_aside(here.store.reader)) == {known.id, new.id}
    assert told(here) == [IncidentKind.SET_ASIDE] * 2
    assert here.sync().light == "synced"
    assert told(here) == [IncidentKind.SET_ASIDE] * 2, "each is told once, and nothing is compared anew"


def test_a_document_set_aside_comes_in_once_it_can_be_read(desks, backend_process):
    here, there = desks(), desks("clerk2")
    written = there.write()
    there.sync()
    backend_process.spoil(written.id, "Infinity")
    here.sync()
    assert here.all_ids() == set()
    backend_process.spoil(written.id, '"HEALED"')
    assert here.sync().light == "synced"
    assert here.document(written.id).values["consignee"] == "HEALED"
    assert revisions_aside(here.store.reader) == {}


def test_everything_anew_sets_it_aside_too_and_offers_nothing_twice(desks, backend_process):
    here, there = desks(), desks("clerk2")
    ill, sound = there.write(), there.write()
    there.sync()
    here.sync()
    backend_process.spoil(ill.id, "Infinity")
    backend_process.new_epoch()
    assert here.sync().light == "synced"
    assert here.all_ids() == {ill.id, sound.id}
    assert here.states() == []
    assert told(here) == [IncidentKind.SET_ASIDE, IncidentKind.RESTORED]


def test_an_edit_of_an_unreadable_document_waits_and_stops_nothing(desks, backend_process):
    here, there = desks(), desks("clerk2")
    written = there.write()
    there.sync()
    here.sync()
    backend_process.spoil(written.id, "Infinity")
    late = there.write()
    there.sync()
    here.edit(written.id, consignee="MINE")
    here.sync()
    assert late.id in here.all_ids()
    assert here.document(written.id).values["consignee"] == "MINE"
    backend_process.spoil(written.id, '"SAKURA TRADING"')
    here.sync()
    assert here.sync().light == "synced"
    there.sync()
    assert there.document(written.id).values["consignee"] == "MINE"
