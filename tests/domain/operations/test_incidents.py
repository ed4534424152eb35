"""What should not have happened is remembered for a person, whatever shape an older program left it in."""

import dataclasses

import pytest

from coo_desktop.domain.office.sync_state import IncidentKind, SyncCause
from coo_desktop.domain.operations import drafts, incidents
from tests.fakes.store import FakeStore


@pytest.fixture
def store():
    return FakeStore()


def test_the_last_ones_are_kept(store):
    with store.unit() as unit:
        for number in range(incidents.KEPT + 3):
            incidents.note(unit, IncidentKind.CHECKSUM, str(number))
    kept = incidents.incidents(store.reader)
    assert [one.detail for one in kept] == [str(number) for number in range(3, incidents.KEPT + 3)]
    assert all(one.kind is IncidentKind.CHECKSUM and one.at for one in kept)


@pytest.mark.parametrize(("stored", "count"), [("garbage", 0), ([7], 0), ([{"what": "resync: x", "at": "t"}], 1)])
def test_other_shapes_are_read_as_far_as_they_go(store, stored, count):
    with store.unit() as unit:
        unit.put_setting(incidents.INCIDENTS, stored)
    found = incidents.incidents(store.reader)
    assert [one.kind for one in found] == [IncidentKind.OTHER] * count
    assert [one.detail for one in found] == ["resync: x"] * count


@pytest.mark.parametrize("cause", SyncCause)
def test_each_cause_is_an_incident_of_some_kind(cause):
    assert (incidents.kind_of(cause) is IncidentKind.ANSWER_REJECTED) == (cause is SyncCause.UNTRUSTED)


def test_a_lost_submission_stands_until_a_person_has_looked(store):
    with store.unit() as unit:
        document = drafts.start(unit, "toy_certificate", {}).document
        lost = unit.put(dataclasses.replace(document, needs_review=True))
        incidents.note_lost(unit, lost.id)
        incidents.note_lost(unit, lost.id)
    assert [one.id for one in incidents.lost_by_backend(store.reader)] == [lost.id]
    with store.unit() as unit:
        unit.put(dataclasses.replace(unit.document(lost.id), needs_review=False))
    assert incidents.lost_by_backend(store.reader) == ()
