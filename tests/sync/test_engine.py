"""A pass as the screen's heartbeat sees it: what changed, what the light shows, and how trouble is left alone."""

import pytest

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import (
    AccountCancelled,
    AccountDeleted,
    Busy,
    Offline,
    Refused,
    SignatoryDisabled,
    SignInNeeded,
    Unanswered,
    Untrusted,
    UpgradeNeeded,
)
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.operations.incidents import INCIDENTS
from coo_desktop.sync import notices, pull, remembered, resync
from coo_desktop.sync.batches import MOST_BATCH_BYTES
from coo_desktop.sync.client.backoff import Backoff
from coo_desktop.sync.client.calls import Reply
from coo_desktop.sync.engine import Engine
from coo_desktop.sync.set_aside import revisions_aside
from tests.fakes.account import QuietAccount
from tests.fakes.clock import FakeClock
from tests.fakes.remote import FakeRemote, losing
from tests.fakes.store import FakeStore


class FastDesk:
    """A desk in memory: the engine over the fake store and the fake backend."""

    def __init__(self, remote: FakeRemote) -> None:
        self.clock = FakeClock()
        self.remote = remote
        self.store = FakeStore(clock=self.clock)
        self.account = QuietAccount()
        self.engine = Engine(self.store, remote, self.clock, self.account, Backoff(self.clock, max))
        with self.store.unit() as unit:
            unit.put_person(Person(account="demo", name="王", role="clerk"))

    def write(self, name: str = "VASE") -> str:
        with self.store.unit() as unit:
            return drafts.start(unit, "toy_certificate", {"goods_name": name}).document.id

    def submit(self, document_id: str) -> None:
        with self.store.unit() as unit:
            sending.submit(unit, document_id, unit.document(document_id).revision)

    def sync(self):
        self.clock.pass_s(4000)
        return self.engine.run_pass()


@pytest.fixture
def desk() -> FastDesk:
    return FastDesk(FakeRemote())


def test_a_pass_tells_what_it_changed(desk):
    written = desk.write()
    change, state = desk.sync()
    assert (change.ids, change.families, change.by) == ((written,), frozenset({"certificate"}), "sync")
    assert (state.light, state.waiting, state.last_heard_at) == ("synced", 0, "2026-11-23T03:06:40+00:00")


def test_a_pass_with_nothing_new_tells_nothing(desk):
    desk.write()
    desk.sync()
    change, _ = desk.sync()
    assert change.ids == ()


@pytest.mark.parametrize(
    ("trouble", "light", "cause"),
    [
        (Offline(cause="dns"), "offline", SyncCause.NAME_NOT_FOUND),
        (Unanswered(cause="cut"), "offline", SyncCause.CUT),
        (Busy(after_s=5.0), "offline", SyncCause.BUSY),
        (Untrusted(reason="portal"), "offline", SyncCause.PORTAL),
        (Untrusted(reason="identity"), "attention", SyncCause.UNTRUSTED),
        (SignInNeeded(), "signed_out", SyncCause.SIGN_IN_NEEDED),
        (SignatoryDisabled(), "attention", SyncCause.SIGNATORY_DISABLED),
        (AccountDeleted(), "attention", SyncCause.ACCOUNT_DELETED),
        (AccountCancelled(order=None), "attention", SyncCause.ACCOUNT_CANCELLED),
        (AccountCancelled(order={"forged": "order"}), "attention", SyncCause.UNTRUSTED),
        (UpgradeNeeded(minimum="9"), "attention", SyncCause.PROGRAM_TOO_OLD),
    ],
)
def test_trouble_is_a_state_and_the_work_is_kept(desk, trouble, light, cause):
    written = desk.write()
    (key,) = [intent.key for intent in desk.store.reader.intents()]
    desk.remote.before = losing(trouble, "/v1/")
    _, state = desk.sync()
    assert (state.light, state.cause, state.waiting) == (light, cause, 1)
    _, state = desk.sync()
    assert (state.light, desk.remote.effects) == ("synced", [key])
    assert desk.store.reader.document(written).rev


def test_nobody_signed_in_means_no_request(desk):
    desk.write()
    desk.account.is_signed_in = False
    _, state = desk.sync()
    assert (state.light, state.waiting, desk.remote.requests) == ("signed_out", 1, [])


def test_a_troubled_backend_hears_less_than_one_request_a_second(desk):
    desk.write()
    desk.remote.before = losing(Offline(cause="refused"), "/v1/", times=10_000)
    for _ in range(3600):
        desk.clock.pass_s(0.5)
        _, state = desk.engine.run_pass()
        assert state.light == "offline"
    assert 5 <= len(desk.remote.requests) <= 20


def test_a_person_in_a_hurry_does_not_wait_for_the_back_off(desk):
    desk.write()
    desk.remote.before = losing(Offline(cause="refused"), "/v1/")
    desk.engine.run_pass()
    desk.engine.run_pass()
    assert len(desk.remote.requests) == 1
    desk.engine.hurry()
    _, state = desk.engine.run_pass()
    assert state.light == "synced"


def test_a_pass_that_is_cancelled_sends_nothing_more(desk):
    desk.write()
    _, state = desk.engine.run_pass(cancelled=lambda: True)
    assert (state.waiting, desk.remote.effects) == (1, [])


def test_progress_counts_what_took_effect(desk):
    for number in range(12):
        desk.write(f"VASE {number} " + "X" * (MOST_BATCH_BYTES // 5))
    told = []
    desk.engine.run_pass(lambda done, total: told.append((done, total)))
    assert told == [(4, 12), (8, 12), (12, 12)]


def test_a_feed_that_never_ends_is_stopped(desk):
    real = desk.remote._changes

    def endless(query):
        status, told = real(query)
        return status, {**told, "more": True}

    desk.remote._changes = endless
    _, state = desk.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.UNTRUSTED)


class Endless(Exception):
    """Somebody went on asking."""


@pytest.mark.parametrize("path", ["/v1/changes", "/v1/notices", "/v1/snapshot"])
def test_pages_that_lead_ever_further_are_stopped(desk, monkeypatch, path):
    """Each page names a new place, so that no place is seen twice."""
    monkeypatch.setattr(pull, "MOST_PAGES", 20)
    monkeypatch.setattr(notices, "MOST_PAGES", 20)
    monkeypatch.setattr(resync, "MOST_PAGES", 20)
    asked = []
    real = desk.remote.call

    def endless(method, route, *more, **named):
        if not route.startswith(path):
            if path == "/v1/snapshot" and route.startswith("/v1/changes"):
                raise Refused(why="cursor-expired", status=410, problem={})
            return real(method, route, *more, **named)
        asked.append(route)
        if len(asked) > 30:
            raise Endless()
        place = str(len(asked))
        told = {"items": [], "cursor": place, "more": True, "epoch": "e1", "page": place, "unread": []}
        return Reply(200, told, {})

    desk.remote.call = endless
    _, state = desk.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.UNTRUSTED)


def test_a_comparison_that_was_cut_off_is_made_by_the_next_pass(desk):
    desk.sync()
    desk.write()
    desk.remote.before = losing(Unanswered(cause="cut"), "/v1/checksum")
    assert desk.sync()[1].light == "offline"
    desk.remote.requests.clear()
    assert desk.sync()[1].light == "synced"
    assert [one for one in desk.remote.requests if "/v1/checksum" in str(one)]


def misshapen(desk, members):
    """What a pass makes of a change whose document has these members, and the cursor before it."""
    desk.write()
    desk.sync()
    before = desk.store.reader.setting(remembered.CURSOR)
    (document_id,) = [found for found, _ in desk.store.reader.revisions()]
    desk.remote._documents[document_id] = {**desk.remote.change(document_id), **members}
    _, state = desk.sync()
    return document_id, state, before


@pytest.mark.parametrize("members", [{"id": "not-an-id"}, {"rev": ""}])
def test_a_document_without_a_name_stops_the_page(desk, members):
    _, state, before = misshapen(desk, members)
    assert (state.light, state.cause) == ("attention", SyncCause.UNTRUSTED)
    assert desk.store.reader.setting(remembered.CURSOR) == before
    assert desk.store.reader.setting(INCIDENTS)


@pytest.mark.parametrize("members", [{"family": "record"}, {"family": "castle"}, {"values": []}, {"stage": 3}])
def test_a_document_of_a_wrong_shape_is_set_aside_and_stops_nothing(desk, members):
    document_id, state, before = misshapen(desk, members)
    assert (state.light, state.cause) == ("synced", None)
    assert desk.store.reader.setting(remembered.CURSOR) != before
    assert list(revisions_aside(desk.store.reader)) == [document_id]
    assert desk.store.reader.document(document_id).stage == "ready"
    assert desk.store.reader.setting(INCIDENTS)


def test_an_answer_for_another_document_is_not_believed(desk):
    written = desk.write()
    real = desk.remote._once

    def foreign(item):
        status, told = real(item)
        return status, {**told, "id": "0192f0a0-0000-7000-8000-00000000ffff"}

    desk.remote._once = foreign
    _, state = desk.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.UNTRUSTED)
    assert desk.store.reader.document(written).rev is None
    desk.remote._once = real
    _, state = desk.sync()
    assert (state.light, len(desk.remote.effects)) == ("synced", 1)


def test_a_lost_answer_does_not_stop_the_next_pass(desk):
    written = desk.write()
    desk.submit(written)
    desk.remote.after = losing(Unanswered(cause="cut"), "/v1/batch", times=2)
    for light in ("offline", "offline", "synced"):
        assert desk.sync()[1].light == light
    assert desk.store.reader.document(written).stage == "submitted"
    assert len(desk.remote.effects) == 2


def test_a_full_comparison_that_was_cut_off_begins_anew_with_the_next_pass(desk):
    written = desk.write()
    desk.sync()
    desk.remote._documents[written]["rev"] = "e1.9.lost"  # what a backend may do that was restored badly
    desk.engine = Engine(desk.store, desk.remote, desk.clock, QuietAccount(), Backoff(desk.clock, max))
    desk.remote.before = losing(Offline(cause="cut"), "/v1/snapshot")
    assert desk.sync()[1].light == "offline"
    assert desk.sync()[1].light == "synced"
    assert desk.store.reader.document(written).rev == "e1.9.lost"


def test_when_the_backend_was_heard_last_survives_the_program(desk):
    _, state = desk.engine.run_pass()
    assert state.last_heard_at
    fresh = Engine(desk.store, desk.remote, desk.clock, QuietAccount(is_signed_in=False))
    assert fresh.run_pass()[1].last_heard_at == state.last_heard_at
    desk.clock.pass_s(3600)  # the same day
    _, later = desk.engine.run_pass()
    assert later.last_heard_at > state.last_heard_at
    assert fresh.run_pass()[1].last_heard_at == later.last_heard_at


def test_a_pass_that_was_cancelled_or_failed_does_not_count_as_heard(desk):
    _, state = desk.engine.run_pass()
    desk.clock.pass_s(3600)
    assert desk.engine.run_pass(cancelled=lambda: True)[1].last_heard_at == state.last_heard_at
    desk.remote.before = losing(Offline(cause="refused"), "/v1/changes")
    assert desk.sync()[1].last_heard_at == state.last_heard_at
