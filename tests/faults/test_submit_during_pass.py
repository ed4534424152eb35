"""A person sends while a pass runs: between any two of its commits the confirmed send is queued, or says why not."""

import dataclasses
from contextlib import contextmanager

import pytest

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.sync.client.backoff import Backoff
from coo_desktop.sync.engine import Engine
from tests.fakes.account import QuietAccount
from tests.fakes.clock import FakeClock
from tests.fakes.remote import FakeRemote
from tests.lengths import times
from tests.stores import fresh_store

#: More commits than a pass of any of these scenes has; an act that is due later comes after the pass.
COMMITS = 12


class Interrupted:
    """A store that calls `act` once, right after so many commits."""

    def __init__(self, store, after, act):
        self._store, self._left, self._act = store, after, act
        self.reader, self.blobs = store.reader, store.blobs

    @contextmanager
    def unit(self):
        with self._store.unit() as unit:
            yield unit
        self._left -= 1
        if self._left == 0:
            self._act()


class Scene:
    """One clerk's real store, the backend, and an approved certificate that both have."""

    def __init__(self):
        self.clock = FakeClock()
        self.store = fresh_store(clock=self.clock)
        self.remote = FakeRemote()
        with self.store.unit() as unit:
            unit.put_person(Person(account="demo"))
            original = drafts.start(unit, "toy_certificate", {"goods_name": "FLASK"}).document
        self.sync()
        self.remote.change(original.id, stage="approved", facts={"number": "C1"})
        self.sync()
        self.original = self.document(original.id)

    def do(self, operation, *given):
        with self.store.unit() as unit:
            return operation(unit, *given).document

    def sync(self, store=None):
        self.clock.pass_s(4000)
        Engine(store or self.store, self.remote, self.clock, QuietAccount(), Backoff(self.clock)).run_pass()

    def document(self, document_id):
        return self.store.reader.document(document_id)

    def theirs(self):
        """A colleague's amendment of the same certificate, stored before mine."""
        links = {"amends": self.original.id, "reason": "x"}
        body = {"form": "toy_certificate", "values": {}, "links": links}
        item = {"key": "theirs", "method": "PUT", "path": "/v1/docs/01a22bbe-3298-79c7-891d-86315b562dce"}
        self.remote.call("POST", "/v1/batch", {"items": [{**item, "ifNoneMatch": "*", "body": body}]})


def fresh(scene, amended):
    """Nothing else happens: the pass stores what was begun."""


def known(scene, amended):
    """The draft is there already, and was edited since."""
    scene.sync()
    scene.do(drafts.save, amended.id, {"remark": "mine"}, scene.document(amended.id).revision)


def edited(scene, amended):
    """A colleague has edited the draft."""
    known(scene, amended)
    told = scene.remote.told(amended.id)
    scene.remote.change(amended.id, values={**told["values"], "remark": "theirs"})


def sent(scene, amended):
    """A colleague has sent the draft."""
    known(scene, amended)
    scene.remote.change(amended.id, stage="submitted")


def deleted(scene, amended):
    """A colleague has deleted the draft."""
    known(scene, amended)
    scene.remote.bury(amended.id)


def deleted_as_it_was(scene, amended):
    """A colleague has deleted the draft, which nobody edited since."""
    scene.sync()
    scene.remote.bury(amended.id)


def voided(scene, amended):
    """The original has been voided."""
    scene.remote.change(scene.original.id, stage="voided")


def lost(scene, amended):
    """The original's loss is being decided."""
    scene.remote.change(scene.original.id, printState="lost_requested")


def second(scene, amended):
    """A colleague's amendment was stored before."""
    scene.theirs()


SCENES = (fresh, known, edited, sent, deleted, deleted_as_it_was, voided, lost, second)


@pytest.mark.machinery
@pytest.mark.parametrize("happened", SCENES)
def test_a_confirmed_send_is_queued_or_says_why_not_wherever_it_meets_a_pass(happened):
    for after in range(1, COMMITS + 1, times(3, 1)):
        scene = Scene()
        amended = scene.do(sending.amend, scene.original.id, "consignee")
        happened(scene, amended)
        seen, outcome = scene.document(amended.id), []

        def send(scene=scene, seen=seen, outcome=outcome):
            try:
                scene.do(sending.submit_seen, seen)
                kinds = [intent.kind for intent in scene.store.reader.intents(seen.id)]
                outcome.append("queued" if "submit" in kinds else "swallowed")
            except ProgramError as error:
                outcome.append(error)

        scene.sync(Interrupted(scene.store, after, send))
        if not outcome:
            send()
        (result,) = outcome
        assert result != "swallowed", (happened.__name__, after)
        for _ in range(3):
            scene.sync()
        check_told(scene, seen, result, (happened.__name__, after))


def check_told(scene, seen, result, where):
    """What was queued was sent, waits with a reason, or its text lives on in a draft of the same kind."""
    now, there = scene.document(seen.id), scene.remote._documents.get(seen.id, {})
    submits = [intent for intent in scene.store.reader.intents(seen.id) if intent.kind == "submit"]
    if isinstance(result, ProgramError):
        return
    if now is None:
        with scene.store.unit() as unit:
            kept = [one for one in unit.successors(scene.original.id) if one.links.get("copied_from") == seen.id]
        assert [one.links["amends"] for one in kept] == [scene.original.id], where
    elif there.get("stage") != "submitted":
        assert [bool((intent.problem or {}).get("type")) for intent in submits] == [True], where
    assert now is None or now.links == seen.links, where


@pytest.mark.machinery
def test_a_fresh_amendment_confirmed_while_its_draft_is_being_stored_is_sent():
    for after in range(1, COMMITS + 1, times(3, 1)):
        scene = Scene()
        seen = scene.do(sending.amend, scene.original.id, "consignee")
        is_done = []
        act = lambda: is_done.append(scene.do(sending.submit_seen, seen))  # noqa: E731,B023
        scene.sync(Interrupted(scene.store, after, act))
        if not is_done:
            act()
        scene.sync()
        assert scene.document(seen.id).stage == "submitted", after
        assert scene.remote.told(seen.id)["links"] == seen.links


def test_another_content_than_the_one_confirmed_is_not_sent():
    scene = Scene()
    seen = scene.do(sending.amend, scene.original.id, "consignee")
    scene.do(drafts.save, seen.id, {"remark": "since"}, seen.revision)
    with pytest.raises(ProgramError, match="outdated"):
        scene.do(sending.submit_seen, seen)
    assert [intent.kind for intent in scene.store.reader.intents(seen.id)] == ["put"]


def test_another_revision_of_the_content_confirmed_is_sent():
    scene = Scene()
    seen = scene.do(sending.amend, scene.original.id, "consignee")
    with scene.store.unit() as unit:
        unit.put(dataclasses.replace(seen, rev="e1.9.x", base=seen.values))
    assert scene.do(sending.submit_seen, seen).delivery == "queued"
