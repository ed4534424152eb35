"""Sending: blocking problems, evidence and products hold a document back on the backend as they do at the desk."""

from typing import Any

from coo_backend.db.unit import Actor, unit
from coo_backend.documents import drafts, submission
from coo_backend.seed import LANFENG
from coo_desktop.contract.requests import Put
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import wire
from tests.backend.conftest import Backend
from tests.backend.errands import (
    CERTIFICATE,
    PRODUCT,
    accepted,
    approved,
    certificate,
    force,
    invoices,
    problem,
    stored,
)
from tests.backend.process import Client
from tests.counting import calls, statements
from tests.domain.given import RCEP, values_of


def test_a_ready_document_is_sent(clerk: Client):
    document = stored(clerk)
    told = clerk.submit(document["id"], document["rev"]).json()
    assert (told["stage"], told["facts"]["signatory"]) == ("submitted", "王晓明")


def test_a_blocking_problem_is_told_at_its_field(clerk: Client):
    document = stored(clerk, values={})
    document = clerk.put(document["id"], CERTIFICATE, {"consigneeName": ""}, rev=document["rev"]).json()
    answer = clerk.submit(document["id"], document["rev"])
    assert (answer.status_code, problem(answer)) == (422, "validation")
    found = answer.json()["problems"][0]
    assert (found["severity"], found["code"], found["field"]) == ("block", "needed", "consignee")
    assert found["messageZh"]
    assert found["messageEn"]


def test_a_stale_submission_is_refused(clerk: Client):
    document = stored(clerk)
    clerk.put(document["id"], CERTIFICATE, certificate(consigneeName="NEW"), rev=document["rev"])
    assert problem(clerk.submit(document["id"], document["rev"])) == "stale-revision"


def test_a_product_that_is_not_approved_holds_a_certificate_back(clerk: Client, examiner: Client):
    product = stored(clerk, PRODUCT)
    goods = [{"id": new_id(), "name": "FLASK", "product": product["id"]}]
    document = stored(clerk, values=certificate(goods=goods))
    answer = clerk.submit(document["id"], document["rev"])
    assert (answer.status_code, problem(answer), answer.json()["missing"]) == (
        424,
        "dependency-missing",
        [product["id"]],
    )
    assert clerk.submit(product["id"], product["rev"]).ok
    for event in ("take_up", "approve"):
        assert examiner.exam(product["id"], event).ok
    assert clerk.submit(document["id"], document["rev"]).json()["stage"] == "submitted"


def test_a_product_of_another_company_is_as_unknown_as_none(clerk: Client, backend):
    theirs = approved(backend.client("mingyao"), backend.client("examiner2"), PRODUCT)
    for product in (theirs["id"], new_id()):
        document = stored(clerk, values=certificate(goods=[{"id": new_id(), "name": "FLASK", "product": product}]))
        assert clerk.submit(document["id"], document["rev"]).json()["missing"] == [product]


def test_evidence_that_never_arrived_holds_a_document_back(clerk: Client):
    there = accepted(clerk)
    absent = {**there, "id": new_id()}
    document = stored(clerk, PRODUCT, {"productName": "FLASK", "evidence": [there, absent]})
    answer = clerk.submit(document["id"], document["rev"])
    assert (problem(answer), answer.json()["missing"]) == ("dependency-missing", [absent["id"]])


def test_evidence_with_other_bytes_than_named_is_missing(clerk: Client):
    swapped = {**accepted(clerk), "sha256": "0" * 64}
    document = stored(clerk, PRODUCT, {"productName": "FLASK", "evidence": [swapped]})
    assert clerk.submit(document["id"], document["rev"]).json()["missing"] == [swapped["id"]]


def test_picture_marks_are_evidence_too(clerk: Client):
    picture = accepted(clerk)
    marks = {"form": "picture", "evidence": picture["id"], "sha256": picture["sha256"], "width_mm": "40"}
    document = stored(clerk, values=certificate(marks=marks))
    assert clerk.submit(document["id"], document["rev"]).ok
    lost = stored(clerk, values=certificate(marks={**marks, "evidence": new_id()}))
    assert problem(clerk.submit(lost["id"], lost["rev"])) == "dependency-missing"


def long_certificate(backend: Backend, clerk: Client, count: int) -> dict[str, Any]:
    """As many lines, each of its own approved product, and ten times as many invoices as another certificate has."""
    values = values_of(RCEP)
    named = [stored(clerk, PRODUCT)["id"] for _ in range(count)]
    for product in named:
        force(backend.place, product, stage="approved")
    values["goods"] = [{**values["goods"][0], "id": new_id(), "product": product} for product in named]
    numbers = [f"LF-{count}-{at}" for at in range(10 * count)]
    values["invoices"] = [{**values["invoices"][0], "id": new_id(), "number": number} for number in numbers]
    stored(clerk, values=certificate(invoices=invoices(*numbers)))
    return values


def test_twice_the_rows_are_twice_the_work_and_as_many_reads(clerk: Client, backend: Backend):
    shared = backend.place.shared
    actor = Actor(account="demo", name="王晓明", role="clerk", active=True, company=LANFENG)
    form = shared.rules.form("rcep_2022")

    def work(count: int) -> tuple[int, int]:
        """How many calls and statements it takes to store a certificate of so many rows, and to see what it lacks."""
        body = Put(form=form.id, values=wire.to_wire(form, long_certificate(backend, clerk, count)))
        run: list[int] = []

        def store() -> None:
            with unit(shared, actor, LANFENG.id, "test") as opened:
                kept = drafts.put(opened, new_id(), body, "", "*")
                found = [each.code for each in opened.problems(kept)]
                assert (found.count("product_unknown"), found.count("invoice_used")) == (0, 10 * count)
                assert submission.missing(opened, kept) == []

        return calls(lambda: run.append(len(statements(shared.database.engine, store)))), run[0]

    work(2)  # what is read once in a process
    few, many, most = work(4), work(8), work(16)
    assert few[1] == many[1] == most[1]
    assert most[0] - many[0] <= 2.4 * (many[0] - few[0])
