"""More rows than the contract allows are refused at their field, and nothing else with them."""

from collections.abc import Mapping
from typing import Any

import pytest

from coo_backend import openapi
from coo_backend.runtime.settings import rulebook
from coo_desktop.contract.documents import MOST_ITEMS, MOST_ROWS, MOST_ROWS_TOGETHER, ROWS_OF_SUBMISSION
from coo_desktop.domain.clock import new_id
from tests.backend.conftest import Backend
from tests.backend.errands import CERTIFICATE, certificate, force, invoices, problem, stored
from tests.backend.process import Client


def rows(count: int) -> list[dict[str, str]]:
    return invoices(*map(str, range(count)))


def told(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(found["code"], found["field"]) for found in body["problems"]]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (certificate(invoices=[{}] * (MOST_ROWS + 1)), "invoices"),
        (certificate(consigneeName=[1] * (MOST_ROWS + 1)), "consignee"),
        (certificate(goods=[{"id": new_id(), "parts": [1] * (MOST_ROWS + 1)}]), "goods"),
        (certificate(ofTomorrow={"rows": [1] * (MOST_ROWS + 1)}), "ofTomorrow"),
    ],
)
def test_a_field_with_too_many_rows_is_named(clerk: Client, values, field):
    answer = clerk.put(new_id(), CERTIFICATE, values)
    assert (answer.status_code, problem(answer), told(answer.json())) == (422, "validation", [("too_many_rows", field)])
    found = answer.json()["problems"][0]
    assert f"最多 {MOST_ROWS} 行，现有 {MOST_ROWS + 1} 行" in found["messageZh"]
    assert f"at most {MOST_ROWS} lines; it has {MOST_ROWS + 1}" in found["messageEn"]
    assert clerk.changes()["items"] == []


def test_what_was_stored_longer_once_may_shrink_and_not_grow(clerk: Client, backend: Backend):
    document = stored(clerk)
    kept = {"consignee": "SAKURA K.K.", "invoices": [{"id": new_id()} for _ in range(MOST_ROWS + 2)]}
    document |= force(backend.place, document["id"], values=kept, stage="draft")

    def put(count: int) -> Any:
        return clerk.put(document["id"], CERTIFICATE, certificate(invoices=rows(count)), rev=document["rev"])

    assert told(put(MOST_ROWS + 3).json()) == [("too_many_rows", "invoices")]
    assert clerk.submit(document["id"], document["rev"]).json()["problems"][0]["code"] == "needed"
    shorter = put(MOST_ROWS + 1)
    assert shorter.json()["stage"] == "ready"
    document |= shorter.json()
    assert told(put(MOST_ROWS + 2).json()) == [("too_many_rows", "invoices")]
    assert put(MOST_ROWS).ok


def test_an_item_of_a_batch_that_is_too_long_refuses_itself(clerk: Client):
    long = [
        certificate(invoices=[{}] * (MOST_ROWS + 1)),
        certificate(invoices=[1] * (10 * MOST_ROWS + 1)),
        certificate(consigneeName="X" * 100_001),
        certificate(consigneeName="\0"),
        certificate(),
    ]
    items = [
        {"key": new_id(), "method": "PUT", "path": f"/v1/docs/{new_id()}", "ifNoneMatch": "*", "body": body}
        for values in long
        for body in [{"form": CERTIFICATE, "values": values}]
    ]
    answers = clerk.batch(*items).json()["items"]
    assert [answer["status"] for answer in answers] == [422, 413, 413, 400, 200]
    assert told(answers[0]["body"]) == [("too_many_rows", "invoices")]
    assert clerk.changes()["items"] == [answers[-1]["body"]]


def test_a_batch_holds_no_more_rows_than_can_be_checked_for_one_request(clerk: Client):
    bodies = [
        {"form": CERTIFICATE, "values": {"goods": [{}] * MOST_ROWS}} for _ in range(MOST_ROWS_TOGETHER // MOST_ROWS)
    ]
    bodies.append({"form": CERTIFICATE, "values": {"goods": [{}]}})
    items = [{"key": new_id(), "method": "PUT", "path": f"/v1/docs/{new_id()}", "body": body} for body in bodies]
    answer = clerk.batch(*items)
    assert (problem(answer), answer.json()["limit"]) == ("too-large", MOST_ROWS_TOGETHER)
    assert clerk.changes()["items"] == []


def test_a_submission_counts_as_the_rows_of_a_document(clerk: Client):
    """What it has checked is stored: 500 of long documents would be as many rows as no batch may bring."""
    most = MOST_ROWS_TOGETHER // ROWS_OF_SUBMISSION
    items = [
        {"key": new_id(), "method": "POST", "path": f"/v1/docs/{new_id()}/submit", "ifMatch": '"a"', "body": {}}
        for _ in range(most + 1)
    ]
    assert problem(clerk.batch(*items)) == "too-large"
    assert {answer["status"] for answer in clerk.batch(*items[1:]).json()["items"]} == {404}


def test_the_contract_says_how_much_it_takes():
    schemas = openapi.document()["components"]["schemas"]
    assert schemas["Put"]["properties"]["values"]["additionalProperties"]["maxItems"] == MOST_ROWS
    assert schemas["Batch"]["properties"]["items"]["maxItems"] == MOST_ITEMS


def test_every_form_says_how_many_rows_may_be_sent_and_stays_below_the_contract():
    fields = [
        (form.id, spec) for form in rulebook().book.forms.values() for spec in form.stored.values() if spec.item_type
    ]
    assert len(fields) > 30
    assert [(form, spec.id) for form, spec in fields if not 0 < (spec.max or 0) <= MOST_ROWS] == []
