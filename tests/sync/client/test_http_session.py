"""Addresses, proxies and trust: what may be set from outside, and what never is."""

import pytest

from coo_desktop.domain.errors import Refused
from coo_desktop.sync.client.http_session import checked_address, open_session, proxies


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("https://coo.example/", "https://coo.example"),
        (" https://coo.example:8443/api/ ", "https://coo.example:8443/api"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
        ("http://localhost:8765", "http://localhost:8765"),
        ("http://[::1]:8765", "http://[::1]:8765"),
    ],
)
def test_an_address_is_https_or_this_computer(given, taken):
    assert checked_address(given) == taken


@pytest.mark.parametrize(
    "given",
    [
        "http://coo.example",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example",
        "ftp://127.0.0.1",
        "coo.example",
        "",
        "https://",
        "https://user:secret@coo.example",
        "https://coo.example?x=1",
        "https://coo.example:port",
        "https://[::1",
    ],
)
def test_any_other_address_is_refused(given):
    with pytest.raises(Refused) as caught:
        checked_address(given)
    assert caught.value.facts["why"] == "address"


def test_the_systems_proxy_is_used_except_for_this_computer(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert proxies("https://coo.example") == {"https": "http://proxy.example:3128"}
    assert proxies("https://inside.example") == {}
    assert proxies("http://127.0.0.1:8765") == {}


def test_a_session_takes_nothing_else_from_outside():
    with open_session() as session:
        assert not session.trust_env
        assert session.verify is True
