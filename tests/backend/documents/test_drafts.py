"""Storing documents: preconditions, stages by the checks, what a client may not say."""

import pytest

from coo_desktop.domain.clock import new_id
from tests.backend.errands import CERTIFICATE, PRODUCT, certificate, invoices, problem, stored
from tests.backend.process import Client


def test_a_complete_document_is_ready(clerk: Client):
    answer = clerk.put(new_id(), CERTIFICATE, certificate())
    told = answer.json()
    assert (answer.status_code, told["stage"], told["values"]) == (200, "ready", certificate())
    assert (told["author"], told["office"], told["family"]) == ("demo", "3302", "certificate")
    assert answer.headers["ETag"] == f'"{told["rev"]}"'


def test_an_incomplete_document_is_a_draft_and_keeps_what_was_typed(clerk: Client):
    values = {"invoices": [{"id": new_id(), "invoiceNo": 12}], "newerField": {"kept": True}}
    told = clerk.put(new_id(), CERTIFICATE, values).json()
    assert (told["stage"], told["values"]) == ("draft", values)


def test_a_stale_screen_cannot_save(clerk: Client, backend):
    first = stored(clerk)
    other = backend.client("clerk2")
    newer = other.put(first["id"], CERTIFICATE, certificate(consigneeName="OTHER"), rev=first["rev"]).json()
    answer = clerk.put(first["id"], CERTIFICATE, certificate(consigneeName="MINE"), rev=first["rev"])
    assert (answer.status_code, problem(answer), answer.json()["rev"]) == (412, "stale-revision", newer["rev"])
    assert clerk.get(f"/v1/docs/{first['id']}").json() == newer


def test_a_document_tells_whose_content_it_has(clerk: Client, backend):
    first = stored(clerk)
    told = backend.client("clerk2").put(first["id"], CERTIFICATE, certificate(), rev=first["rev"]).json()
    assert (first["facts"], told["author"], told["facts"]) == ({}, "demo", {"editedBy": "clerk2"})
    assert clerk.put(first["id"], CERTIFICATE, certificate(), rev=told["rev"]).json()["facts"] == {}


def test_a_known_document_cannot_be_created_again(clerk: Client):
    first = stored(clerk)
    assert problem(clerk.put(first["id"], CERTIFICATE, certificate())) == "stale-revision"


def test_a_past_certificate_is_never_stored(clerk: Client):
    answer = clerk.put(new_id(), CERTIFICATE, certificate(), links={"past": "C24/0001"})
    assert [found["code"] for found in answer.json()["problems"]] == ["past_certificate"]
    known = stored(clerk)
    again = clerk.put(known["id"], CERTIFICATE, certificate(), links={"past": "C24/0001"}, rev=known["rev"])
    assert again.status_code == 422


def test_a_weak_tag_matches_nothing(clerk: Client):
    first = stored(clerk)
    body = {"form": CERTIFICATE, "values": certificate(), "links": {}}
    headers = {"Idempotency_Key": new_id(), "If_Match": f'W/"{first["rev"]}"'}
    assert problem(clerk.call("PUT", f"/v1/docs/{first['id']}", body, **headers)) == "stale-revision"


@pytest.mark.parametrize("headers", [{}, {"If_Match": '"a"', "If_None_Match": "*"}, {"If_None_Match": '"a"'}])
def test_a_save_without_one_precondition_is_refused(clerk: Client, headers):
    body = {"form": CERTIFICATE, "values": certificate(), "links": {}}
    answer = clerk.call("PUT", f"/v1/docs/{new_id()}", body, Idempotency_Key=new_id(), **headers)
    assert problem(answer) == "precondition-required"


@pytest.mark.parametrize("member", ["stage", "printState", "facts", "rev", "author", "office", "id"])
def test_a_client_cannot_say_what_the_backend_decides(clerk: Client, member):
    body = {"form": CERTIFICATE, "values": certificate(), "links": {}, member: "approved"}
    answer = clerk.call("PUT", f"/v1/docs/{new_id()}", body, Idempotency_Key=new_id(), If_None_Match="*")
    assert (answer.status_code, problem(answer)) == (422, "validation")
    assert [(found["code"], found["field"]) for found in answer.json()["problems"]] == [("backend_only", member)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"form": 1, "values": {}}, "form"),
        ({"form": CERTIFICATE, "values": []}, "values"),
        ({"form": CERTIFICATE}, "values"),
        ({"form": CERTIFICATE, "values": {}, "links": {"amends": 3}}, "links/amends"),
        ({"form": "no_such_form", "values": {}}, "form"),
        ([], ""),
    ],
)
def test_a_body_of_another_shape_is_refused_at_its_place(clerk: Client, body, field):
    answer = clerk.call("PUT", f"/v1/docs/{new_id()}", body, Idempotency_Key=new_id(), If_None_Match="*")
    assert [found["field"] for found in answer.json()["problems"]] == [field]


def test_a_document_keeps_its_form_type(clerk: Client):
    first = stored(clerk)
    answer = clerk.put(first["id"], PRODUCT, {"productName": "FLASK"}, rev=first["rev"])
    assert [found["code"] for found in answer.json()["problems"]] == ["form_changed"]


def test_an_id_that_is_no_uuid_does_not_exist(clerk: Client):
    assert problem(clerk.put("draft-1", CERTIFICATE, certificate())) == "not-found"


def test_a_discarded_document_leaves_a_tombstone_that_never_comes_back(clerk: Client):
    first = stored(clerk, values=certificate(invoices=invoices("LF-1")))
    gone = clerk.discard(first["id"], first["rev"]).json()
    assert (gone["id"], gone["deleted"], gone["by"]) == (first["id"], True, "demo")
    assert clerk.changes()["items"] == [gone]
    assert problem(clerk.get(f"/v1/docs/{first['id']}")) == "not-found"
    assert problem(clerk.put(first["id"], CERTIFICATE, certificate())) == "stale-revision"
    assert problem(clerk.put(first["id"], CERTIFICATE, certificate(), rev=first["rev"])) == "stale-revision"


def test_revisions_are_never_equal(clerk: Client):
    first = stored(clerk)
    second = clerk.put(first["id"], CERTIFICATE, first["values"], rev=first["rev"]).json()
    assert (first["rev"].rpartition(".")[0], second["rev"].rpartition(".")[0]) == ("e1.1", "e1.2")
    assert first["rev"] != second["rev"]
