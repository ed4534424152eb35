"""Storing documents: preconditions, stages by the checks, what a client may not say."""

from coo_desktop.domain.identity import new_id
from tests.backend.process import Client

COMPLETE = {"consigneeName": "SAKURA K.K."}


def test_a_complete_document_is_ready(clerk: Client):
    answer = clerk.put(new_id(), "toy_certificate", COMPLETE)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["stage"], told["values"], told["author"], told["office"]) == ("ready", COMPLETE, "demo", "3302")
    assert answer.headers["ETag"] == f'"{told["rev"]}"'


def test_an_incomplete_document_is_a_draft_and_keeps_what_was_typed(clerk: Client):
    values = {"invoices": [{"id": new_id(), "invoiceNo": 12}], "newerField": {"kept": True}}
    told = clerk.put(new_id(), "toy_certificate", values).json()
    assert (told["stage"], told["values"]) == ("draft", values)
