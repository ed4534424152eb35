"""What sync may rely on in a backend, kept by the real process over HTTP and by the fake of the engine's fast tests."""

from functools import partial

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.checksum import checksum
from coo_desktop.domain.errors import Refused
from coo_desktop.sync.client.http import Remote
from coo_desktop.sync.client.http_session import open_session
from coo_desktop.sync.client.tokens import MemorySecret, Tokens
from tests.backend.process import backend_process
from tests.fakes.remote import FakeRemote
from tests.flows import office
from tests.sync.desk import toy_rules

__all__ = ["backend_process"]

VALUES = {"consigneeName": "SAKURA"}


def put(document, rev="", key="", links=None, **values):
    condition = {"ifMatch": f'"{rev}"'} if rev else {"ifNoneMatch": "*"}
    body = {"form": "toy_certificate", "values": {**VALUES, **values}, "links": links or {}}
    return {"key": key or new_id(), "method": "PUT", "path": f"/v1/docs/{document}", **condition, "body": body}


def step(document, rev, what="/submit", method="POST"):
    item = {"key": new_id(), "method": method, "path": f"/v1/docs/{document}{what}", "ifMatch": f'"{rev}"'}
    return {**item, "body": {}} if what else item


def request(document, action):
    body = {"action": action, "document": document, "reason": "as told"}
    return {"key": new_id(), "method": "POST", "path": "/v1/requests", "body": body}


class RemoteContract:
    """Every test gets `caller`, signed in at a backend without documents; `approve` does so as an examiner."""

    @pytest.fixture
    def send(self, caller):
        def send(*items):
            told = caller.call("POST", "/v1/batch", {"items": list(items)}).member("items")
            assert [one["key"] for one in told] == [item["key"] for item in items]
            return [(one["status"], one["body"]) for one in told]

        return send

    def test_a_stored_document_is_in_the_feed_with_its_revision(self, caller, send):
        document = new_id()
        ((status, told),) = send(put(document))
        reply = caller.call("GET", "/v1/changes?cursor=&epoch=&limit=200")
        assert (status, reply.member("items"), reply.member("more")) == (200, [told], False)
        assert (told["stage"], told["family"], told["values"]) == ("ready", "certificate", VALUES)
        assert caller.call("GET", f"/v1/docs/{document}").body == told

    def test_the_same_key_gives_the_same_answer_and_one_effect(self, caller, send):
        item = put(new_id())
        first, second = send(item), send(item)
        assert first == second
        assert len(caller.call("GET", "/v1/changes?cursor=&epoch=").member("items")) == 1

    def test_a_key_with_another_body_is_refused(self, send):
        document, key = new_id(), new_id()
        send(put(document, key=key))
        ((status, told),) = send(put(document, key=key, consigneeName="OTHER"))
        assert (status, told["type"]) == (422, "urn:coo:problem:key-reused")

    def test_a_stale_revision_is_refused_alone(self, send):
        document = new_id()
        ((_, told),) = send(put(document))
        answers = send(put(document, told["rev"]), put(document, told["rev"]), put(document), put(new_id()))
        assert [status for status, _ in answers] == [200, 412, 412, 200]
        assert answers[1][1]["type"] == "urn:coo:problem:stale-revision"

    def test_what_was_sent_can_no_longer_be_stored(self, send):
        document = new_id()
        ((_, told),) = send(put(document))
        ((status, sent),) = send(step(document, told["rev"]))
        ((refused, problem),) = send(put(document, sent["rev"]))
        assert (status, sent["stage"], refused) == (200, "submitted", 409)
        assert problem["type"] == "urn:coo:problem:state-locked"

    def test_a_withdrawal_happens_once(self, send):
        document = new_id()
        ((_, told),) = send(put(document))
        send(step(document, told["rev"]))
        body = {"action": "withdraw", "document": document}
        wish = {"key": new_id(), "method": "POST", "path": "/v1/requests", "body": body}
        assert send(wish) == send(wish)
        ((status, _),) = send({**wish, "key": new_id()})
        assert status == 409

    def test_a_discarded_document_leaves_a_tombstone(self, caller, send):
        document = new_id()
        ((_, told),) = send(put(document))
        ((status, gone),) = send(step(document, told["rev"], "", "DELETE"))
        (in_feed,) = caller.call("GET", "/v1/changes?cursor=&epoch=").member("items")
        assert (status, gone["deleted"], in_feed["id"], in_feed["deleted"]) == (200, True, document, True)
        answers = send(put(document, told["rev"]), put(document), put(document, gone["rev"]))
        assert [again for again, _ in answers] == [412, 412, 409]
        with pytest.raises(Refused) as caught:
            caller.call("GET", f"/v1/docs/{document}")
        assert caught.value.facts["why"] == "not-found"

    def test_an_original_has_one_successor_at_a_time_and_it_keeps_its_link(self, send, approve):
        original, first, second = new_id(), new_id(), new_id()
        ((_, told),) = send(put(original))
        send(step(original, told["rev"]))
        approve(original)
        links = {"amends": original, "reason": "consignee", "copied_from": "x"}
        ((status, kept),) = send(put(first, links=links))
        ((refused, problem),) = send(put(second, links=links))
        assert (status, kept["links"], refused) == (200, links, 409)
        assert (problem["type"], problem["guard"]) == ("urn:coo:problem:state-locked", "no_open_request")
        send(step(first, kept["rev"], "", "DELETE"))
        ((status, kept),) = send(put(second, links=links))
        assert (status, kept["links"]) == (200, links)

    def test_what_is_printed_is_told_once_its_copies_each_time_and_only_then_it_can_be_lost(self, send, approve):
        document = new_id()
        ((_, told),) = send(put(document))
        send(step(document, told["rev"]))
        approve(document)
        asked = ("print_copy", "report_lost", "print", "print", "print_copy", "print_copy", "report_lost", "print_copy")
        answers = [send(request(document, action))[0] for action in asked]
        assert [status for status, _ in answers] == [409, 409, 200, 409, 200, 200, 200, 409]
        states = [body["printState"] for status, body in answers if status == 200]
        assert states == ["printed", "printed", "printed", "lost_requested"]
        assert {body["type"] for status, body in answers if status == 409} == {"urn:coo:problem:state-locked"}

    def test_a_page_ends_where_the_next_begins(self, caller, send):
        ids = [new_id() for _ in range(3)]
        send(*(put(document) for document in ids))
        first = caller.call("GET", "/v1/changes?cursor=&epoch=&limit=2")
        rest = caller.call("GET", f"/v1/changes?cursor={first.member('cursor')}&epoch={first.member('epoch')}&limit=2")
        told = [*first.member("items"), *rest.member("items")]
        assert ([one["id"] for one in told], first.member("more"), rest.member("more")) == (ids, True, False)

    def test_the_checksum_is_over_what_lives(self, caller, send):
        ids = [new_id() for _ in range(3)]
        told = [body for _, body in send(*(put(document) for document in ids))]
        send(step(ids[0], told[0]["rev"], "", "DELETE"))
        reply = caller.call("GET", "/v1/checksum")
        left = [(one["id"], one["rev"]) for one in told[1:]]
        assert (reply.member("count"), reply.member("digest")) == (2, checksum(left).digest)

    def test_a_snapshot_has_what_lives(self, caller, send):
        ids = sorted(new_id() for _ in range(3))
        told = [body for _, body in send(*(put(document) for document in ids))]
        send(step(ids[0], told[0]["rev"], "", "DELETE"))
        reply = caller.call("GET", "/v1/snapshot?page=")
        assert ([one["id"] for one in reply.member("items")], reply.member("page")) == (ids[1:], None)

    @pytest.mark.parametrize(
        ("query", "why"), [("cursor=&epoch=e999", "epoch-changed"), ("cursor=999&epoch=", "cursor-expired")]
    )
    def test_a_place_that_is_over_is_refused(self, caller, query, why):
        with pytest.raises(Refused) as caught:
            caller.call("GET", f"/v1/changes?{query}")
        assert caught.value.facts["why"] == why

    def test_what_does_not_exist_is_not_found(self, caller):
        with pytest.raises(Refused) as caught:
            caller.call("GET", f"/v1/docs/{new_id()}")
        assert caught.value.facts["why"] == "not-found"


class TestRealRemote(RemoteContract):
    @pytest.fixture
    def caller(self, backend_process):
        session, tokens = open_session(), Tokens(MemorySecret())
        remote = Remote(backend_process.url, session, tokens, "0.1.0")
        body = {"account": "demo", "password": PASSWORD, "device": "contract"}
        tokens.keep(remote.call("POST", "/v1/auth/login", body, signed=False))
        yield remote
        session.close()

    @pytest.fixture
    def approve(self, backend_process):
        return partial(office.approve, backend_process)


class TestFakeRemote(RemoteContract):
    @pytest.fixture
    def caller(self):
        return FakeRemote(toy_rules())

    @pytest.fixture
    def approve(self, caller):
        return partial(caller.change, stage="approved")
