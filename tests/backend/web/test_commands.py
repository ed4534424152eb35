"""Batches, and the wall between companies."""

import json

from coo_backend import openapi
from coo_desktop.contract.documents import MOST_ITEMS
from coo_desktop.domain.clock import new_id
from tests.backend.errands import (
    CERTIFICATE,
    PNG,
    accepted,
    approved,
    certificate,
    invoices,
    png,
    problem,
    stored,
    submitted,
)
from tests.backend.process import Client
from tests.backend.worlds import ask_around, open_case


def put_item(values, key=""):
    body = {"form": CERTIFICATE, "values": values, "links": {}}
    return {
        "key": key or new_id(),
        "method": "PUT",
        "path": f"/v1/docs/{new_id()}",
        "ifNoneMatch": "*",
        "body": body,
    }


def test_one_failing_item_never_fails_the_rest(clerk: Client):
    good, bad, late = put_item(certificate()), put_item(certificate()), put_item(certificate())
    bad["body"]["stage"] = "approved"
    answers = clerk.batch(good, bad, late).json()["items"]
    assert [answer["status"] for answer in answers] == [200, 422, 200]
    assert [answer["key"] for answer in answers] == [good["key"], bad["key"], late["key"]]
    assert answers[1]["body"]["type"] == "urn:coo:problem:validation"
    assert answers[0]["etag"] == f'"{answers[0]["body"]["rev"]}"'
    assert clerk.changes()["items"] == [answers[0]["body"], answers[2]["body"]]


def test_a_refused_item_leaves_nothing_behind(clerk: Client, examiner: Client):
    original = approved(clerk, examiner, values=certificate(invoices=invoices("LF-1")))
    first = put_item(original["values"])
    second = put_item(original["values"])
    for item in (first, second):
        item["body"]["links"] = {"amends": original["id"], "reason": "why"}
    answers = clerk.batch(first, second, put_item(certificate())).json()["items"]
    assert [answer["status"] for answer in answers] == [200, 409, 200]
    assert [clerk.get(item["path"]).status_code for item in (first, second)] == [200, 404]


def test_a_batch_tried_again_is_one_batch(clerk: Client):
    items = [put_item(certificate()) for _ in range(3)]
    first = clerk.batch(*items)
    assert clerk.batch(*items).content == first.content
    assert clerk.changes()["cursor"] == "3"


def test_items_of_a_batch_build_on_each_other(clerk: Client):
    document = stored(clerk)
    submit = {"key": new_id(), "method": "POST", "path": f"/v1/docs/{document['id']}/submit", "body": {}}
    withdraw = {"action": "withdraw", "document": document["id"]}
    ask = {"key": new_id(), "method": "POST", "path": "/v1/requests", "body": withdraw}
    answers = clerk.batch({**submit, "ifMatch": f'"{document["rev"]}"'}, ask).json()["items"]
    assert [answer["body"]["stage"] for answer in answers] == ["submitted", "withdrawn"]


def test_a_batch_has_a_limit_and_a_shape(clerk: Client):
    assert problem(clerk.batch(*[put_item({}) for _ in range(MOST_ITEMS + 1)])) == "too-large"
    assert problem(clerk.batch({"key": "a", "method": "GET", "path": "/v1/changes"})) == "validation"
    unknown = {"key": "a", "method": "POST", "path": f"/v1/exam/{new_id()}/approve"}
    assert clerk.batch(unknown).json()["items"][0]["status"] == 404


def test_no_route_lets_one_company_reach_another(clerk: Client, backend):
    """Every endpoint of the contract with an id in it, asked with ids of another company."""
    evidence = accepted(clerk)
    document = submitted(clerk, values=certificate(invoices=invoices("LF-1")))
    upload = clerk.open_upload(new_id(), png("2")).headers["Location"].rpartition("/")[2]
    stranger, strange_examiner = backend.client("mingyao"), backend.client("examiner2")
    ids = {"document_id": document["id"], "evidence_id": evidence["id"], "upload_id": upload, "event": "take_up"}
    ids |= {
        "account": "demo",
        "kind": "none",
        "sha256": "0" * 64,
        "name": "codes",
        "digest": "0" * 64,
        "move_id": new_id(),
    }
    ids |= {"case_id": open_case(backend, approved(clerk, backend.client("examiner"))["id"])}
    ids |= {"questionnaire_id": ask_around(backend)}
    bodies = {
        "put": {"form": CERTIFICATE, "values": {}, "links": {}},
        "commit": {"sha256": evidence["sha256"], "sizeBytes": len(PNG)},
        "verifications": {"text": "not mine"},
        "questionnaires": {"values": {}},
        "stamps": {"content": ["AAAA"], "widthMm": "40"},
    }
    tried = 0
    for path, operations in json.loads(openapi.text())["paths"].items():
        if "{" not in path or "{key}" in path:
            continue
        for method in operations:
            client = strange_examiner if path.startswith("/v1/exam") else stranger
            headers = {"Idempotency_Key": new_id(), "If_Match": f'"{document["rev"]}"'}
            headers |= {"Tus_Resumable": "1.0.0", "Upload_Offset": "0"} if "uploads" in path else {}
            told = next((name for name in ("commit", "verifications", "questionnaires") if name in path), method)
            told = "stamps" if (told, "stamps" in path) == ("put", True) else told
            body = bodies.get(told)
            answer = client.call(method.upper(), path.format(**ids), body, **headers)
            expected = 403 if "signatories" in path or "moves" in path else 404  # the stranger is no administrator
            assert answer.status_code == expected, (method, path, answer.text)
            tried += 1
    assert tried >= 10
    ask = {"action": "withdraw", "document": document["id"]}
    assert problem(stranger.call("POST", "/v1/requests", ask, Idempotency_Key=new_id())) == "not-found"
    taken = stranger.put(document["id"], CERTIFICATE, certificate())
    assert problem(taken) == "not-found"
    item = {"key": new_id(), "method": "DELETE", "path": f"/v1/docs/{document['id']}", "ifMatch": '"x"'}
    assert stranger.batch(item).json()["items"][0]["status"] == 404
    assert (stranger.changes()["items"], stranger.get("/v1/snapshot").json()["items"]) == ([], [])
    assert stranger.get("/v1/checksum").json()["count"] == 0
    assert clerk.get(f"/v1/docs/{document['id']}").json() == document


def test_examiners_write_no_documents_and_customs_looks_on(clerk: Client, backend):
    document = submitted(clerk)
    for account in ("examiner", "customs"):
        client = backend.client(account)
        assert problem(client.put(new_id(), CERTIFICATE, certificate())) == "forbidden"
        assert problem(client.get("/v1/changes")) == "forbidden"
    assert problem(backend.client("customs").exam(document["id"], "take_up")) == "forbidden"
    assert problem(clerk.exam(document["id"], "take_up")) == "forbidden"
    assert problem(clerk.get("/v1/exam/queue")) == "forbidden"
