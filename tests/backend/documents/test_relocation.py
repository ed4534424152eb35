"""A company moves to another office: what it has not sent follows it, what it has sent stays where it was sent."""

import pytest

from coo_backend.seed import LANFENG
from coo_desktop.domain.clock import new_id
from tests.backend.errands import (
    CERTIFICATE,
    PRODUCT,
    accepted,
    approved,
    certificate,
    force,
    problem,
    stored,
    submitted,
)
from tests.console.pages import Visit

OLD, NEW = "3302", "4405"


@pytest.fixture
def move(backend):
    """Asks for the company's move and lets the receiving office approve it."""
    opened = []

    def move(office=NEW, examiner="examiner2"):
        body = {"office": office, "reason": "公司迁址"}
        asked = backend.client("admin").call("POST", "/v1/moves", body, Idempotency_Key=new_id()).json()
        opened.append(Visit(backend.url, examiner))
        opened[-1].open("/console/moves")
        assert opened[-1].send(f"/console/moves/{asked['id']}", verdict="approved", reason="").ok

    yield move
    for visit in opened:
        visit.close()


def now(clerk, document):
    return clerk.get(f"/v1/docs/{document['id']}").json()


@pytest.mark.parametrize("form", [CERTIFICATE, PRODUCT])
@pytest.mark.parametrize(
    ("stage", "after"),
    [
        *((stage, NEW) for stage in ("draft", "ready", "withdrawn")),
        *((stage, OLD) for stage in ("submitted", "in_review", "approved", "returned", "voided")),
    ],
)
def test_the_stage_decides_who_follows(backend, clerk, move, form, stage, after):
    document = stored(clerk, form)
    force(backend.place, document["id"], stage=stage)
    move()
    assert now(clerk, document)["office"] == after


def test_a_returned_one_is_the_old_offices_until_it_is_sent_again(clerk, examiner, move, backend):
    document = submitted(clerk)
    examiner.exam(document["id"], "take_up")
    returned = examiner.exam(document["id"], "return", reason="why").json()
    move()
    edited = clerk.put(document["id"], CERTIFICATE, certificate(consigneeName="OSAKA"), rev=now(clerk, returned)["rev"])
    assert edited.json()["office"] == OLD
    sent = clerk.submit(document["id"], edited.json()["rev"]).json()
    assert sent["office"] == NEW
    assert "examiner" not in sent["facts"]
    assert problem(examiner.exam(document["id"], "take_up")) == "not-found"
    number = approve(backend.client("examiner2"), document)["facts"]["number"]
    assert NEW in number


def test_an_amendment_goes_to_the_new_office_and_voids_what_the_old_one_issued(clerk, examiner, move, backend):
    original = approved(clerk, examiner)
    amendment = stored(clerk, values=original["values"], links={"amends": original["id"], "reason": "typo"})
    move()
    sent = clerk.submit(amendment["id"], now(clerk, amendment)["rev"]).json()
    assert (sent["office"], now(clerk, original)["office"]) == (NEW, OLD)
    approve(backend.client("examiner2"), amendment)
    assert now(clerk, original)["stage"] == "voided"


def test_the_place_that_the_filing_filled_in_follows_and_what_was_typed_stays(clerk, move):
    filled = stored(clerk, "rcep_2022", {"applicationPlace": "NINGBO, CHINA", "consigneeName": "SAKURA"})
    typed = stored(clerk, "rcep_2022", {"applicationPlace": "HANGZHOU, CHINA"})
    sent = stored(clerk, "rcep_2022", {"applicationPlace": "NINGBO, CHINA"})
    move()
    assert now(clerk, filled)["values"] == {"applicationPlace": "CHAOZHOU, CHINA", "consigneeName": "SAKURA"}
    assert now(clerk, typed)["values"]["applicationPlace"] == "HANGZHOU, CHINA"
    assert problem(clerk.submit(sent["id"], sent["rev"])) == "stale-revision"
    move(OLD, "examiner")
    assert now(clerk, filled)["values"]["applicationPlace"] == "NINGBO, CHINA"


def test_what_was_begun_before_anybody_there_heard_of_the_move_follows_when_it_first_arrives(clerk, move):
    """The old place stays only where somebody writes it once more: the first time it may be the old filing's."""
    move()
    late = stored(clerk, "rcep_2022", {"applicationPlace": "NINGBO, CHINA", "consigneeName": "SAKURA"})
    assert problem(clerk.submit(late["id"], late["rev"])) == "stale-revision"
    followed = now(clerk, late)
    assert followed["values"] == {"applicationPlace": "CHAOZHOU, CHINA", "consigneeName": "SAKURA"}
    again = clerk.put(late["id"], "rcep_2022", {"applicationPlace": "NINGBO, CHINA"}, rev=followed["rev"])
    assert now(clerk, late)["values"] == {"applicationPlace": "NINGBO, CHINA"}
    assert again.json()["rev"] == now(clerk, late)["rev"]
    here = stored(clerk, "rcep_2022", {"applicationPlace": "CHAOZHOU, CHINA"})
    assert now(clerk, here)["rev"] == here["rev"]


def test_each_office_reads_the_evidence_and_products_of_what_it_has_to_decide(clerk, examiner, move, backend):
    """Products are the old office's, the certificate that rests on them the new one's, and the other way round."""
    proof = accepted(clerk)
    product = approved(clerk, examiner, "toy_product")
    sent = submitted(clerk, values=certificate(evidence=[proof]))
    later = stored(clerk, values=certificate(goods=[{"id": new_id(), "name": "FLASK", "product": product["id"]}]))
    move()
    elsewhere, page = backend.client("examiner2"), Visit(backend.url, "examiner2")
    where = f"/console/documents/{product['id']}"
    assert page.open(where).status_code == 404  # nothing at the new office rests on it yet
    assert clerk.submit(later["id"], now(clerk, later)["rev"]).ok
    assert page.open(where).ok
    assert "void" not in page.page.text
    assert problem(elsewhere.exam(product["id"], "void", reason="why")) == "not-found"
    assert examiner.get(f"/v1/evidence/{proof['id']}?company={LANFENG.id}").ok
    assert page.open(f"/console/documents/{sent['id']}").status_code == 404
    page.close()


def approve(examiner, document):
    assert examiner.exam(document["id"], "take_up").ok
    answer = examiner.exam(document["id"], "approve")
    assert answer.ok, answer.text
    return answer.json()
