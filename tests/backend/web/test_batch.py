"""A batch is as many statements as one item, and as many transactions; what it does is what its items do alone."""

from collections.abc import Callable
from typing import Any

import pytest

from coo_desktop.domain.clock import new_id
from tests.backend.conftest import Backend
from tests.backend.errands import CERTIFICATE, approved, certificate, invoices, stored
from tests.backend.process import Client
from tests.counting import statements

Items = list[dict[str, Any]]


def put(values: Any, document: str = "", rev: str = "", **links: str) -> dict[str, Any]:
    """An item that stores a document; without `rev` as a new one."""
    condition = {"ifMatch": f'"{rev}"'} if rev else {"ifNoneMatch": "*"}
    body = {"form": CERTIFICATE, "values": values, "links": links}
    return {"key": new_id(), "method": "PUT", "path": f"/v1/docs/{document or new_id()}", "body": body, **condition}


def new_ones(_clerk: Client, count: int) -> Items:
    return [put(certificate(invoices=invoices(new_id()))) for _ in range(count)]


def edits(clerk: Client, count: int) -> Items:
    told = clerk.batch(*new_ones(clerk, count)).json()["items"]
    kept = [answer["body"] for answer in told]
    return [put(certificate(invoices=invoices(new_id())), each["id"], each["rev"]) for each in kept]


def stale_ones(clerk: Client, count: int) -> Items:
    return [{**item, "ifMatch": '"e1.1.none"'} for item in edits(clerk, count)]


def tried_again(clerk: Client, count: int) -> Items:
    items = new_ones(clerk, count)
    assert clerk.batch(*items).ok
    return items


@pytest.mark.parametrize(
    ("made", "count_of_statements"), [(new_ones, 31), (edits, 26), (stale_ones, 17), (tried_again, 17)]
)
def test_a_batch_runs_as_many_statements_as_one_item(
    clerk: Client, backend: Backend, made: Callable[[Client, int], Items], count_of_statements: int
):
    """Reads before and rows after, however many items: nothing is asked or written item by item, nothing is undone."""
    engine, runs = backend.place.shared.database.engine, []
    for count in (1, 30):
        items = made(clerk, count)
        answers: list[Any] = []
        runs.append(statements(engine, lambda items=items, answers=answers: answers.append(clerk.batch(*items))))
        assert len(answers[0].json()["items"]) == count
    one, thirty = runs
    assert thirty.count("BEGIN IMMEDIATE") == 1
    assert not any("SAVEPOINT" in statement for statement in thirty)
    assert len(thirty) == len(one) == count_of_statements


def story(clerk: Client, examiner: Client, mark: str) -> Items:
    """Items that meet each other: a number twice, a document twice, a key twice, two that follow the same original."""
    original = approved(clerk, examiner, values=certificate(invoices=invoices(f"{mark}-0")))
    known, gone, sent = (stored(clerk, values=certificate(invoices=invoices(f"{mark}-{at}"))) for at in (1, 2, 3))
    first = put(certificate(invoices=invoices(f"{mark}-9")))
    follows = [put(original["values"], amends=original["id"], reason="why") for _ in range(2)]
    discard = {"key": new_id(), "method": "DELETE", "path": f"/v1/docs/{gone['id']}", "ifMatch": f'"{gone["rev"]}"'}
    submit = {"key": new_id(), "method": "POST", "path": f"/v1/docs/{sent['id']}/submit", "body": {}}
    return [
        first,
        put(certificate(invoices=invoices(f"{mark}-9"))),
        put(certificate(invoices=invoices(f"{mark}-2")), known["id"], known["rev"]),
        discard,
        put(certificate(invoices=invoices(f"{mark}-2"))),
        put(certificate(), known["id"], known["rev"]),
        {**first},
        {**first, "body": {**first["body"], "values": certificate(consigneeName="OTHER")}},
        {**submit, "ifMatch": f'"{sent["rev"]}"'},
        follows[0],
        put({"consigneeName": 3, "unknown": [[]]}),
        follows[1],
        put(certificate(invoices=invoices(f"{mark}-1"))),
    ]


def outcome(answer: Any) -> tuple[object, ...]:
    told = answer["body"]
    return (answer["status"], told.get("stage"), told.get("type"), str(told.get("rev")).split(".")[:2])


def test_items_that_meet_in_a_batch_are_answered_as_one_after_the_other(clerk: Client, examiner: Client):
    together = clerk.batch(*story(clerk, examiner, "A")).json()["items"]
    alone = [clerk.batch(item).json()["items"][0] for item in story(clerk, examiner, "B")]
    assert [outcome(answer) for answer in together] == [outcome(answer) for answer in alone]
    assert {answer["status"] for answer in together} == {200, 409, 412, 422}
    assert {answer["body"].get("stage") for answer in together} >= {"ready", "draft", "submitted"}
    living = {one["id"]: one for one in clerk.changes(limit=500)["items"]}
    for answer in together:
        if answer["status"] == 200 and not answer["body"].get("deleted"):
            assert living[answer["body"]["id"]] == answer["body"] or answer is together[-1]
