"""Signing in: one answer for every wrong pair, and growing waits."""

import pytest

from coo_backend.signing_in import FREE_FAILURES
from tests.backend.errands import problem
from tests.backend.process import Client


def test_a_person_signs_in_and_hears_who_and_whose_they_are(backend):
    client = backend.client()
    told = client.sign_in("demo").json()
    assert told["person"] == {"account": "demo", "name": "王晓明", "role": "clerk", "active": True}
    assert told["company"]["nameEn"] == "NINGBO LANFENG HOUSEWARE CO., LTD."


def test_a_wrong_password_and_an_unknown_account_look_the_same(backend):
    client = backend.client()
    wrong, unknown = client.sign_in("demo", "wrong"), client.sign_in("nobody", "wrong")
    assert problem(wrong) == problem(unknown) == "sign-in-failed"
    assert wrong.json() == unknown.json()


@pytest.mark.parametrize("account", ["demo", "nobody"])
def test_five_failures_make_one_wait_longer_and_longer(backend, account):
    client, clock = backend.client(), backend.place.shared.clock
    for _ in range(FREE_FAILURES):
        assert problem(client.sign_in(account, "wrong")) == "sign-in-failed"
    barred = client.sign_in(account)
    assert (barred.status_code, problem(barred)) == (429, "rate-limited")
    assert 50 < int(barred.headers["Retry-After"]) <= 60
    clock.offset_s = 61
    assert problem(client.sign_in(account, "wrong")) == "sign-in-failed"
    assert 110 < int(client.sign_in(account).headers["Retry-After"]) <= 120
    clock.offset_s = 61 + 121
    assert client.sign_in(account).ok == (account == "demo")


def test_a_good_sign_in_forgets_earlier_failures(backend):
    client = backend.client()
    for _ in range(3):
        for _ in range(FREE_FAILURES - 1):
            client.sign_in("demo", "wrong")
        assert client.sign_in("demo").ok


def test_a_password_is_taken_exactly_as_typed(backend):
    client = backend.client()
    for near in ("demo-pass-2026 ", "Demo-pass-2026", "ｄemo-pass-2026"):
        assert problem(client.sign_in("demo", near)) == "sign-in-failed"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic ZGVtbzpkZW1v"])
def test_nothing_is_told_without_a_token(backend, header):
    client: Client = backend.client()
    client.session.headers["Authorization"] = header
    assert problem(client.get("/v1/changes")) == "sign-in-needed"
