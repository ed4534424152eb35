"""What every answer carries; refused steps are in the audit: who tried what, in the chain of their own company."""

import pytest
import sqlalchemy as sa

from coo_backend.db.audit import all_broken
from coo_backend.db.tables import audit
from coo_backend.seed import LANFENG, NINGBO_OFFICE
from coo_desktop.domain.clock import new_id
from tests.backend.errands import approved, problem, stored, submitted
from tests.backend.process import Client


@pytest.mark.parametrize("path", ["/v1/meta", "/v1/company", "/v1/docs/x", "/nowhere", "/v1/changes?limit=x"])
def test_every_answer_is_marked_as_ours(clerk: Client, path):
    answer = clerk.call("GET", path, X_Request_ID="request-7")
    assert answer.headers["X-CO-API"] == "1"
    assert answer.headers["X-Request-ID"] == "request-7"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("odd", ["", "a b", "x" * 65, "<script>"])
def test_an_odd_request_id_is_not_echoed(clerk: Client, odd):
    assert clerk.call("GET", "/v1/meta", X_Request_ID=odd).headers["X-Request-ID"] not in ("", odd)


def test_a_fault_of_the_server_is_a_problem_without_a_trace(backend_process):
    clerk = backend_process.client("demo")
    backend_process.fault("before_commit", "put", "500")
    answer = clerk.put("0192f0a0-0000-7000-8000-00000000000a", "toy_certificate", {})
    assert (answer.status_code, problem(answer), answer.headers["X-CO-API"]) == (500, "internal", "1")
    assert answer.json().keys() == {"type", "title", "status"}


def test_a_method_nobody_offers_is_told(clerk: Client):
    assert problem(clerk.call("PATCH", "/v1/changes")) == "method-not-allowed"


def test_a_client_too_old_is_asked_to_upgrade(clerk: Client):
    answer = clerk.call("GET", "/v1/company", Client_Version="0.0.9")
    assert (answer.status_code, problem(answer), answer.json()["minimum"]) == (426, "upgrade-required", "0.1.0")
    assert clerk.call("GET", "/v1/company", Client_Version="1.10.0").ok


def tried(backend, company: str) -> list[tuple[str, str, str]]:
    with backend.place.shared.database.read() as connection:
        assert all_broken(connection) == ()
        query = sa.select(audit.c.actor, audit.c.action, audit.c.object)
        query = query.where(audit.c.company == company, audit.c.action.startswith("refused-"))
        return [tuple(row) for row in connection.execute(query.order_by(audit.c.entry))]


def test_a_clerk_who_examines_is_written_down(backend, clerk: Client):
    document = submitted(clerk)
    assert problem(clerk.exam(document["id"], "approve")) == "forbidden"
    assert tried(backend, LANFENG.id) == [("demo", "refused-approve", document["id"])]


def test_an_examiner_who_writes_is_written_down(backend, examiner: Client):
    document = new_id()
    assert problem(examiner.put(document, "toy_certificate", {})) == "forbidden"
    assert tried(backend, NINGBO_OFFICE.id) == [("examiner", "refused-put", document)]


def test_a_step_that_the_stage_forbids_is_written_down(backend, clerk: Client, examiner: Client):
    document = approved(clerk, examiner)
    assert problem(clerk.ask("withdraw", document["id"])) == "state-locked"
    assert problem(examiner.exam(document["id"], "take_up")) == "state-locked"
    assert tried(backend, LANFENG.id) == [("demo", "refused-request", document["id"])]
    assert tried(backend, NINGBO_OFFICE.id) == [("examiner", "refused-take_up", document["id"])]


def test_a_refused_item_of_a_batch_is_written_down(backend, clerk: Client, examiner: Client):
    document = approved(clerk, examiner)
    body = {"action": "withdraw", "document": document["id"]}
    item = {"key": new_id(), "method": "POST", "path": "/v1/requests", "body": body}
    (answer,) = clerk.batch(item).json()["items"]
    assert answer["status"] == 409
    assert tried(backend, LANFENG.id) == [("demo", "refused-request", document["id"])]


def test_a_disabled_signatory_is_written_down(backend, clerk: Client):
    document = stored(clerk)
    assert clerk.call("POST", "/test/accounts", {"account": "demo", "active": False}).ok
    answer = clerk.sign_in("demo")
    assert answer.ok
    assert problem(clerk.submit(document["id"], document["rev"])) == "signatory-disabled"
    assert tried(backend, LANFENG.id) == [("demo", "refused-submit", document["id"])]


def test_a_mere_mistake_is_not(backend, clerk: Client):
    document = stored(clerk)
    assert problem(clerk.submit(document["id"], "stale")) == "stale-revision"
    assert problem(clerk.put(new_id(), "no_such_form", {})) == "validation"
    assert tried(backend, LANFENG.id) == []
