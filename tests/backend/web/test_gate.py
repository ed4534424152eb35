"""What every answer carries."""

import pytest

from tests.backend.errands import problem
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
