"""Amendments, adjustments and re-declarations: who may follow whom, and when the original becomes void."""

import pytest
import sqlalchemy as sa

from coo_backend.db.tables import open_requests
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.errors import StoreBusy
from tests.backend.errands import (
    CERTIFICATE,
    PRODUCT,
    approved,
    certificate,
    force,
    invoices,
    problem,
    stored,
    submitted,
)
from tests.backend.process import Client


def amendment(original, **links):
    return {"amends": original["id"], "reason": "consignee moved", **links}


def codes(answer):
    return [found["code"] for found in answer.json()["problems"]]


def test_an_approved_amendment_voids_its_original_in_the_same_moment(clerk: Client, examiner: Client):
    values = certificate(invoices=invoices("LF-1"))
    original = approved(clerk, examiner, values=values)
    cursor = clerk.changes()["cursor"]
    amended = approved(clerk, examiner, values=values, links=amendment(original))
    told = {item["id"]: item for item in clerk.changes(cursor)["items"]}
    assert (told[amended["id"]]["stage"], told[original["id"]]["stage"]) == ("approved", "voided")
    assert told[original["id"]]["facts"]["replacedBy"] == amended["id"]
    assert amended["facts"]["number"] != original["facts"]["number"]


def test_a_returned_amendment_leaves_its_original_valid(clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    amended = submitted(clerk, links=amendment(original))
    examiner.exam(amended["id"], "take_up")
    assert examiner.exam(amended["id"], "return", reason="typing error").json()["stage"] == "returned"
    assert clerk.get(f"/v1/docs/{original['id']}").json()["stage"] == "approved"


def test_an_original_has_one_open_successor(clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    first = stored(clerk, links=amendment(original))
    second = clerk.put(new_id(), CERTIFICATE, certificate(), links=amendment(original))
    assert (problem(second), second.json()["guard"]) == ("state-locked", "no_open_request")
    assert clerk.discard(first["id"], first["rev"]).ok
    assert stored(clerk, links=amendment(original))["stage"] == "ready"


def test_an_amendment_keeps_invoice_and_type(clerk: Client, examiner: Client):
    original = approved(clerk, examiner, values=certificate(invoices=invoices("LF-1")))
    other = certificate(invoices=invoices("LF-2"))
    answer = clerk.put(new_id(), CERTIFICATE, other, links=amendment(original))
    assert (codes(answer), answer.json()["problems"][0]["field"]) == (["amend_locked"], "invoices")
    answer = clerk.put(new_id(), "co_general", {}, links=amendment(original))
    assert codes(answer) == ["amend_locked"]


def test_an_amendment_may_be_of_a_newer_edition_than_its_original(backend, clerk: Client):
    original = stored(clerk, "switzerland_s", {})
    force(backend.place, original["id"], stage="approved")
    assert codes(clerk.put(new_id(), "chile_f_2019", {}, links=amendment(original))) == ["amend_locked"]
    assert clerk.put(new_id(), "switzerland_s_2021", {}, links=amendment(original)).ok


def test_an_amendment_needs_a_reason(clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    answer = clerk.put(new_id(), CERTIFICATE, certificate(), links={"amends": original["id"]})
    assert codes(answer) == ["reason_missing"]


def test_a_link_never_changes(clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    plain = stored(clerk)
    linked = clerk.put(plain["id"], CERTIFICATE, certificate(), rev=plain["rev"], links=amendment(original))
    assert codes(linked) == ["link_changed"]
    amended = stored(clerk, links=amendment(original))
    assert codes(clerk.put(amended["id"], CERTIFICATE, certificate(), rev=amended["rev"])) == ["link_changed"]


@pytest.mark.parametrize("original", ["nobody's", "another company's"])
def test_an_original_that_is_not_mine_is_missing(clerk: Client, backend, original):
    if original == "nobody's":
        named = new_id()
    else:
        named = approved(backend.client("mingyao"), backend.client("examiner2"))["id"]
    answer = clerk.put(new_id(), CERTIFICATE, certificate(), links=amendment({"id": named}))
    assert (answer.status_code, answer.json()["missing"]) == (424, [named])


def test_a_successor_is_of_its_originals_family(clerk: Client, examiner: Client):
    product = approved(clerk, examiner, PRODUCT)
    answer = clerk.put(new_id(), CERTIFICATE, certificate(), links=amendment(product))
    assert codes(answer) == ["link_family"]
    both = {"amends": product["id"], "adjusts": product["id"]}
    assert codes(clerk.put(new_id(), CERTIFICATE, certificate(), links=both)) == ["several_links"]


def test_an_adjustment_is_refused_cleanly_when_the_original_was_voided_meanwhile(clerk: Client, examiner: Client):
    original = approved(clerk, examiner, PRODUCT)
    adjusted = stored(clerk, PRODUCT, links={"adjusts": original["id"]})
    assert examiner.exam(original["id"], "void", reason="tariff changed").ok
    answer = clerk.submit(adjusted["id"], adjusted["rev"])
    assert (problem(answer), answer.json()["guard"]) == ("state-locked", "original_approved")
    saved = clerk.put(
        adjusted["id"], PRODUCT, {"productName": "NEW"}, rev=adjusted["rev"], links={"adjusts": original["id"]}
    )
    assert saved.json()["stage"] == "ready"


def test_an_original_voided_while_its_successor_is_examined_stops_the_approval(clerk: Client, examiner: Client):
    original = approved(clerk, examiner, PRODUCT)
    adjusted = submitted(clerk, PRODUCT, links={"adjusts": original["id"]})
    examiner.exam(adjusted["id"], "take_up")
    assert examiner.exam(original["id"], "void", reason="tariff changed").ok
    assert problem(examiner.exam(adjusted["id"], "approve")) == "state-locked"
    assert clerk.get(f"/v1/docs/{adjusted['id']}").json()["stage"] == "in_review"


def test_a_voided_product_is_declared_again(clerk: Client, examiner: Client):
    original = approved(clerk, examiner, PRODUCT)
    examiner.exam(original["id"], "void", reason="wrong materials")
    again = approved(clerk, examiner, PRODUCT, links={"redeclares": original["id"]})
    assert again["stage"] == "approved"
    assert clerk.get(f"/v1/docs/{original['id']}").json()["stage"] == "voided"


@pytest.mark.parametrize(
    ("form", "link", "event"),
    [(CERTIFICATE, "amends", "amend"), (PRODUCT, "adjusts", "adjust"), (PRODUCT, "redeclares", "redeclare")],
)
def test_a_succession_opens_in_exactly_the_stages_of_the_table(clerk: Client, backend, form, link, event):
    original = stored(clerk, form)
    for stage in lifecycle.STAGES[original["family"]][:-1]:
        force(backend.place, original["id"], stage=stage)
        answer = clerk.put(new_id(), form, original["values"], links={link: original["id"], "reason": "why"})
        allowed = event in lifecycle.events(original["family"], stage, "clerk")
        assert answer.status_code == (200 if allowed else 409), stage
        if allowed:
            clerk.discard(answer.json()["id"], answer.json()["rev"])


def test_an_approved_amendment_is_told_what_it_replaces_and_the_original_by_what(clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    amended = approved(clerk, examiner, links={"amends": original["id"], "reason": " new vessel "})
    assert amended["facts"]["replacesNumber"] == original["facts"]["number"]
    assert amended["facts"]["replacesAt"] == original["facts"]["approvedAt"]
    voided = clerk.get(f"/v1/docs/{original['id']}").json()
    assert (voided["stage"], voided["facts"]["replacedBy"], voided["facts"]["reason"]) == (
        "voided",
        amended["id"],
        "new vessel",
    )


def test_an_amendment_is_not_sent_while_a_reprint_is_being_decided(clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    assert clerk.ask("print", original["id"]).ok
    draft = stored(clerk, links={"amends": original["id"], "reason": "new vessel"})
    assert clerk.ask("ask_reprint", original["id"], reason="smudged").ok
    refused = clerk.submit(draft["id"], draft["rev"])
    assert problem(refused) == "state-locked"
    assert refused.json()["guard"] == "no_open_request"
    assert examiner.exam(original["id"], "refuse_reprint", reason="amend it").ok
    assert clerk.submit(draft["id"], draft["rev"]).ok


def open_requests_of(backend) -> list[tuple[str, str, str]]:
    with backend.place.shared.database.read() as connection:
        columns = open_requests.c.document, open_requests.c.by, open_requests.c.kind
        return sorted(tuple(row) for row in connection.execute(sa.select(*columns)))


def test_an_open_request_ends_with_its_decision(backend, clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    links = {"amends": original["id"], "reason": "new vessel"}
    sent = submitted(clerk, links=links)
    assert open_requests_of(backend) == [(original["id"], sent["id"], "amend")]
    assert clerk.ask("withdraw", sent["id"]).ok
    assert open_requests_of(backend) == []
    rev = clerk.get(f"/v1/docs/{sent['id']}").json()["rev"]
    assert clerk.submit(sent["id"], rev).ok
    assert examiner.exam(sent["id"], "take_up").ok
    assert open_requests_of(backend) == [(original["id"], sent["id"], "amend")]
    assert examiner.exam(sent["id"], "approve").ok
    assert open_requests_of(backend) == []


def test_the_database_itself_keeps_a_second_request_out(backend, clerk: Client, examiner: Client):
    original = approved(clerk, examiner)
    submitted(clerk, links={"amends": original["id"], "reason": "new vessel"})
    with pytest.raises(StoreBusy):
        force(backend.place, original["id"], print_state="lost_requested")
    assert clerk.get(f"/v1/docs/{original['id']}").json()["printState"] == "not_printed"
