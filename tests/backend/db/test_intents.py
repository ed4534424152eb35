"""Keys: one effect however often a request is tried."""

import gzip
import json

from coo_desktop.domain.clock import new_id
from tests.backend.errands import CERTIFICATE, certificate, problem, stored
from tests.backend.process import Client


def test_a_key_tried_again_gets_the_stored_answer(clerk: Client):
    document, key = new_id(), new_id()
    first = clerk.put(document, CERTIFICATE, certificate(), key=key)
    again = clerk.put(document, CERTIFICATE, certificate(), key=key)
    assert (again.status_code, again.content, again.headers["ETag"]) == (200, first.content, first.headers["ETag"])
    assert clerk.changes()["cursor"] == "1"


def test_a_key_used_for_something_else_is_refused(clerk: Client):
    key = new_id()
    document = new_id()
    assert clerk.put(document, CERTIFICATE, certificate(), key=key).ok
    other = clerk.put(document, CERTIFICATE, certificate(consigneeName="OTHER"), key=key)
    assert (other.status_code, problem(other)) == (422, "key-reused")
    assert problem(clerk.put(new_id(), CERTIFICATE, certificate(), key=key)) == "key-reused"


def test_a_change_without_a_key_is_refused(clerk: Client):
    body = {"form": CERTIFICATE, "values": certificate(), "links": {}}
    answer = clerk.call("PUT", f"/v1/docs/{new_id()}", body, If_None_Match="*")
    assert (answer.status_code, problem(answer)) == (400, "missing-idempotency-key")


def test_a_refused_try_does_not_spend_the_key(clerk: Client):
    document = stored(clerk, values={})
    key = new_id()
    assert problem(clerk.submit(document["id"], document["rev"], key=key)) == "validation"
    assert problem(clerk.get(f"/v1/intents/{key}")) == "not-found"
    complete = clerk.put(document["id"], CERTIFICATE, certificate(), rev=document["rev"]).json()
    assert clerk.submit(document["id"], complete["rev"], key=key).json()["stage"] == "submitted"


def test_a_key_is_asked_what_it_achieved(clerk: Client):
    key = new_id()
    answer = clerk.put(new_id(), CERTIFICATE, certificate(), key=key)
    told = clerk.get(f"/v1/intents/{key}").json()
    assert told == {"status": 200, "etag": answer.headers["ETag"], "body": answer.json()}


def test_a_key_is_the_same_alone_and_in_a_batch(clerk: Client):
    document, key = new_id(), new_id()
    body = {"form": CERTIFICATE, "values": certificate(), "links": {}}
    item = {"key": key, "method": "PUT", "path": f"/v1/docs/{document}", "ifNoneMatch": "*", "body": body}
    first = clerk.batch(item).json()["items"][0]
    alone = clerk.put(document, CERTIFICATE, certificate(), key=key)
    assert (alone.status_code, alone.json()) == (200, first["body"])


def test_spacing_and_packing_do_not_change_an_intention(clerk: Client):
    document, key = new_id(), new_id()
    first = clerk.put(document, CERTIFICATE, certificate(), key=key).json()
    body = {"links": {}, "values": certificate(), "form": CERTIFICATE}
    packed = gzip.compress(json.dumps(body, indent=2).encode())
    headers = {"Idempotency-Key": key, "If-None-Match": "*", "Content-Encoding": "gzip"}
    again = clerk.session.put(f"{clerk.url}/v1/docs/{document}", data=packed, headers=headers, timeout=30)
    assert again.json() == first


def test_keys_of_two_companies_do_not_meet(clerk: Client, backend):
    key = new_id()
    mine = clerk.put(new_id(), CERTIFICATE, certificate(), key=key).json()
    other = backend.client("mingyao")
    assert problem(other.get(f"/v1/intents/{key}")) == "not-found"
    theirs = other.put(new_id(), CERTIFICATE, certificate(), key=key).json()
    assert (theirs["office"], mine["office"]) == ("4405", "3302")
