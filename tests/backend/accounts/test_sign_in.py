"""Signing in: one answer for every wrong pair, and growing waits."""

import pytest

from coo_backend.accounts.failed_sign_ins import FREE_FAILURES
from coo_backend.accounts.sign_in import sign_in
from coo_backend.runtime.refusals import Refusal
from coo_backend.seed import PASSWORD
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Desk
from coo_desktop.contract.requests import Login
from tests.backend.accounts.test_cancellation import cancelled
from tests.backend.accounts.test_signatories import arranged
from tests.backend.errands import problem
from tests.backend.process import Client


class Slow(Passwords):
    """Takes so long to check a password that something happens meanwhile."""

    def __init__(self, cost, meanwhile) -> None:
        super().__init__(cost)
        self.meanwhile = meanwhile

    def matches(self, password: str, password_hash: str) -> bool:
        self.meanwhile()
        return super().matches(password, password_hash)


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


def test_one_device_may_not_try_a_password_on_many_accounts(backend):
    client, clock = backend.client(), backend.place.shared.clock
    most = backend.settings.device_failures_per_hour
    for number in range(most):
        assert problem(client.sign_in(f"account {number}", "guess")) == "sign-in-failed"
    barred = client.sign_in("demo")
    assert (problem(barred), barred.json()["retryAfterS"] > 0) == ("rate-limited", True)
    elsewhere = {"account": "demo", "password": PASSWORD, "device": "another desk"}
    assert client.call("POST", "/v1/auth/login", elsewhere).ok
    clock.offset_s += 3600 // most + 1
    assert client.sign_in("demo").ok


def test_one_address_may_not_either_whatever_it_calls_its_devices(backend):
    client = backend.client()
    for number in range(backend.settings.network_failures_per_hour):
        body = {"account": f"account {number}", "password": "guess", "device": f"device {number}"}
        assert problem(client.call("POST", "/v1/auth/login", body)) == "sign-in-failed"
    assert problem(client.sign_in("demo")) == "rate-limited"


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


@pytest.mark.parametrize("end", ["delete", "cancel"])
def test_no_session_opens_for_an_account_that_ends_while_its_password_is_checked(backend, end):
    admin, clerk = backend.client("admin"), backend.client("demo")
    meanwhile = {"delete": lambda: arranged(admin, "demo", "delete"), "cancel": lambda: cancelled(clerk)}[end]
    place, body = backend.place, Login(account="demo", password=PASSWORD, device="late")
    passwords = Slow(backend.settings.passwords, meanwhile)
    with pytest.raises(Refusal, match="sign-in-failed"):
        sign_in(place.shared, passwords, place.sessions, body, Desk(device="late"))
    with place.shared.database.read() as connection:
        assert connection.exec_driver_sql("SELECT * FROM families WHERE device = 'late'").all() == []
