"""A colleague's file comes over whole and as it was named, is kept as an own one, or is not kept at all."""

import dataclasses
import hashlib
from contextlib import nullcontext

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Offline, Refused, Unanswered, Unreadable, Untrusted
from coo_desktop.sync.client.calls import Download
from tests.store import hostile
from tests.sync.test_uploads import attach, picture

MEBIBYTE = 1 << 20
BAD = hostile.png() + b"PK" * 99
DIGEST = hashlib.sha256(BAD).hexdigest()


def never() -> bool:
    return False


def shown(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@pytest.fixture
def sent(desks):
    """A file that another desk has sent, as this desk knows it by a document."""
    theirs = desks("clerk2")
    evidence = attach(theirs, picture(MEBIBYTE))
    assert theirs.sync().light == "synced"
    return dataclasses.replace(evidence, state="here")


def test_a_file_is_fetched_examined_and_kept_encrypted(desks, sent):
    desk, steps = desks(), []
    kept = desk.office.evidence.fetch(sent, lambda *step: steps.append(step), never)
    assert (kept.id, kept.sha256, kept.state) == (sent.id, sent.sha256, "there")
    assert desk.store.reader.evidence(sent.id) == kept
    with desk.store.blobs.open(sent.sha256) as stream:
        content = stream.read()
    assert content not in [file.read_bytes() for file, _ in desk.store.blobs.files()]
    assert steps[-1] == (sent.size_bytes, sent.size_bytes)
    assert desk.store.reader.evidence_waiting() == ()


def test_nothing_is_kept_of_a_file_that_is_stopped_cut_or_of_another_company(desks, chaos, sent):
    desk, other = desks(url=chaos.url), desks("mingyao")
    assert desk.office.evidence.fetch(sent, shown, lambda: True) is None
    with pytest.raises(Refused):
        other.office.evidence.fetch(sent, shown, never)
    with pytest.raises(Refused):
        desk.office.evidence.fetch(dataclasses.replace(sent, id=new_id()), shown, never)
    chaos.order("cut_answer", "GET /v1/evidence", at=MEBIBYTE // 2)
    with pytest.raises((Offline, Unanswered)):
        desk.office.evidence.fetch(sent, shown, never)
    for each in (desk, other):
        assert not each.store.blobs.has(sent.sha256)
        assert each.store.reader.evidence(sent.id) is None


@pytest.mark.parametrize("named", [{"sha256": "0" * 64}, {"size_bytes": 7}])
def test_other_bytes_than_the_document_names_are_not_taken(desks, sent, named):
    desk = desks()
    with pytest.raises(Untrusted):
        desk.office.evidence.fetch(dataclasses.replace(sent, **named), shown, never)
    assert desk.store.reader.evidence(sent.id) is None


def test_what_is_unfit_here_is_unfit_from_there(desks, sent):
    """An older backend, or one that somebody took over, hands out what no desk would have taken in."""

    class Hostile:
        def download(self, *_given):
            return nullcontext(Download(200, {}, iter([BAD])))

    desk = desks()
    desk.office.evidence._caller = Hostile()
    with pytest.raises(Unreadable):
        desk.office.evidence.fetch(dataclasses.replace(sent, sha256=DIGEST, size_bytes=0), shown, never)
    assert desk.store.reader.evidence(sent.id) is None
