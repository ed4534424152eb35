"""Sending: blocking problems, evidence and products hold a document back on the backend as they do at the desk."""

from coo_desktop.domain.clock import new_id
from tests.backend.errands import CERTIFICATE, PRODUCT, accepted, approved, certificate, problem, stored
from tests.backend.process import Client


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
