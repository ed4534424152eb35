"""Where a request comes from and which server it asks for: what a stranger writes into its headers is not believed."""

import dataclasses
from typing import Any

import pytest
import sqlalchemy as sa

from coo_backend.db.tables import audit
from coo_backend.web.addresses import host_named, network_named
from coo_desktop.domain.clock import new_id
from tests.backend.conftest import Backend, Stage, quick_settings, running
from tests.backend.errands import problem

PROXIES = ("127.0.0.1", "10.1.0.0/16")


@pytest.fixture
def proxied(http: Stage, tmp_path):
    """A backend behind a proxy on this computer, which stands behind another one."""
    settings = dataclasses.replace(quick_settings(tmp_path / "backend"), trusted_proxies=PROXIES)
    yield from running(http, settings)


def seen_from(backend: Backend, **headers: str) -> str:
    """The address that the audit notes for a failed sign-in sent with these headers."""
    body = {"account": new_id(), "password": "wrong"}
    assert problem(backend.client().call("POST", "/v1/auth/login", body, **headers)) == "sign-in-failed"
    with backend.place.shared.database.read() as connection:
        query = sa.select(audit.c.ip).where(audit.c.action == "sign-in-failed").order_by(audit.c.entry.desc())
        return str(connection.execute(query).scalars().first())


def test_no_proxy_is_believed_unless_it_is_named(backend):
    assert backend.settings.trusted_proxies == ()
    assert seen_from(backend, X_Forwarded_For="192.0.2.1") == "127.0.0.1"
    answer = backend.client().call("GET", "/v1/meta", X_Forwarded_Proto="https")
    assert "Strict-Transport-Security" not in answer.headers


def test_the_http_server_itself_believes_no_header_either(backend_process):
    """Its library believes any peer on this computer, unless it is told not to."""
    for number in range(101):
        body = {"account": f"account {number}", "password": "wrong", "device": f"device {number}"}
        client = backend_process.client()
        answer = client.call("POST", "/v1/auth/login", body, X_Forwarded_For=f"192.0.2.{number}")
        if problem(answer) == "rate-limited":
            break
    assert (number, answer.status_code) == (100, 429)


def test_of_what_a_proxy_tells_the_last_stranger_counts(proxied):
    told = {
        "192.0.2.1": "192.0.2.1",
        "203.0.113.9, 192.0.2.1": "192.0.2.1",
        "203.0.113.9, 192.0.2.1, 10.1.2.3": "192.0.2.1",
        "127.0.0.1, 192.0.2.1, 10.1.2.3, 127.0.0.1": "192.0.2.1",
        "2001:db8::7": "2001:db8::7",
        "": "127.0.0.1",
    }
    assert {each: seen_from(proxied, X_Forwarded_For=each) for each in told} == told


def test_a_stranger_cannot_spend_another_origins_tries(proxied):
    """Whatever the client wrote in front, the proxy's own word is at the end."""
    for number in range(proxied.settings.network_failures_per_hour):
        body: dict[str, Any] = {"account": f"account {number}", "password": "wrong", "device": f"device {number}"}
        told = f"198.51.100.{number}, 192.0.2.1"
        assert problem(proxied.client().call("POST", "/v1/auth/login", body, X_Forwarded_For=told)) == "sign-in-failed"
    barred = proxied.client().call("POST", "/v1/auth/login", body, X_Forwarded_For="203.0.113.5, 192.0.2.1")
    assert problem(barred) == "rate-limited"
    elsewhere = proxied.client().call("POST", "/v1/auth/login", body, X_Forwarded_For="198.51.100.1")
    assert problem(elsewhere) == "sign-in-failed"


def test_behind_a_proxy_with_tls_browsers_are_told_to_stay_with_it_and_cookies_are_secure(proxied):
    plain, secure = (
        proxied.client().call("GET", "/console/sign-in", X_Forwarded_Proto=scheme) for scheme in ("http", "https")
    )
    assert "Strict-Transport-Security" not in plain.headers
    assert "Secure" not in plain.headers["Set-Cookie"]
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Secure" in secure.headers["Set-Cookie"]
    refused = proxied.client().call("GET", "/v1/company", X_Forwarded_Proto="https")
    assert (refused.status_code, "Strict-Transport-Security" in refused.headers) == (401, True)


def test_a_request_for_another_server_is_refused_and_this_computer_answers_to_its_own_names(backend):
    client = backend.client()
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "[::1", "", "@"):
        for path in ("/v1/meta", "/console/sign-in", "/check"):
            answer = client.call("GET", path, Host=host)
            assert (answer.status_code, problem(answer), answer.headers["X-CO-API"]) == (400, "malformed", "1"), host
            assert answer.json()["reason"] == "host"
    assert all(client.call("GET", "/v1/meta", Host=host).ok for host in ("LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765"))


def test_a_server_answers_to_the_names_it_was_given_and_to_that_of_its_check_page(http, tmp_path):
    settings = dataclasses.replace(
        quick_settings(tmp_path / "backend"), hosts=("co.example",), check_url="https://check.example/check"
    )
    for backend in running(http, settings):
        asked = {
            host: backend.client().call("GET", "/v1/meta", Host=host).ok
            for host in ("co.example", "check.example:443", "localhost")
        }
    assert asked == {"co.example": True, "check.example:443": True, "localhost": False}


@pytest.mark.parametrize(
    ("header", "name"),
    [("A.Example:443", "a.example"), ("[2001:db8::1]:80", "2001:db8::1"), ("a.example.", "a.example"), ("[x", ""),
     ("a b", ""), ("a@b", ""), ("a:b:c", ""), ("", "")],
)  # fmt: skip
def test_a_host_header_names_a_host(header, name):
    assert host_named(header) == name


@pytest.mark.parametrize("odd", ["*", "proxy.example", "10.0.0.0/40", "", "10.0.0.1, 10.0.0.2"])
def test_a_proxy_is_named_by_its_address_or_network(odd):
    assert network_named("10.1.2.3/16") == "10.1.0.0/16"
    with pytest.raises(ValueError, match="address or network"):
        network_named(odd)
