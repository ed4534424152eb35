"""After a start every piece of evidence either has its bytes or says that it lost them."""

import dataclasses
import time

import pytest

from coo_desktop.store.evidence_audit import ORPHAN_S, audit
from tests.store import hostile


@pytest.fixture
def evidence(store):
    taken = [store.blobs.take_bytes(hostile.png(8, size), "a.png") for size in (1, 2, 3)]
    taken[2] = dataclasses.replace(taken[2], state="there")
    with store.unit() as unit:
        for each in taken:
            unit.put_evidence(each)
    return taken


def file_of(profile, evidence):
    return profile.evidence / evidence.sha256[:2] / f"{evidence.sha256}.enc"


def test_a_sound_folder_changes_nothing(store, evidence):
    found = audit(store)
    assert (found.lost, found.back, found.removed) == ((), (), 0)


def test_missing_and_changed_bytes_are_told(store, evidence, profile):
    file_of(profile, evidence[0]).unlink()
    changed = file_of(profile, evidence[1])
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    assert audit(store).lost == tuple(sorted([evidence[0].id, evidence[1].id]))
    assert store.reader.evidence(evidence[0].id).state == "lost"
    assert store.reader.evidence_waiting() == ()


def test_what_the_backend_has_need_not_be_here(store, evidence, profile):
    file_of(profile, evidence[2]).unlink()
    assert audit(store).lost == ()
    assert store.reader.evidence(evidence[2].id).state == "there"


def test_lost_bytes_that_came_back_count_again(store, evidence, profile):
    moved = profile.folder / "elsewhere"
    file_of(profile, evidence[0]).rename(moved)
    audit(store)
    moved.rename(file_of(profile, evidence[0]))
    assert audit(store).back == (evidence[0].id,)
    assert store.reader.evidence(evidence[0].id) == evidence[0]


def test_bytes_that_nobody_names_go_after_a_week(store, evidence, profile):
    orphan = store.blobs.take_bytes(hostile.png(9, 9), "b.png")
    part = file_of(profile, orphan).with_suffix(".part")
    part.touch()
    assert audit(store).removed == 0
    assert audit(store, now_s=time.time() + ORPHAN_S + 60).removed == 2
    assert not store.blobs.has(orphan.sha256)
    assert all(store.blobs.has(each.sha256) for each in evidence)
