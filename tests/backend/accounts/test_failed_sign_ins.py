"""Nobody's failures shut anybody else out: waiting by account and origin, and bounds on guessing from everywhere."""

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from coo_backend.accounts import failed_sign_ins
from coo_backend.accounts.failed_sign_ins import FREE_FAILURES, KEPT_S
from coo_backend.db.tables import sign_in_failures
from coo_backend.seed import PASSWORD
from coo_backend.web.sessions import device_name, device_token
from tests.backend.accounts.test_password_reset import GOOD, asked, code_of, messages, reset
from tests.backend.conftest import Backend, Stage, quick_settings, running
from tests.backend.errands import problem
from tests.backend.process import Client

OUTSIDE, OFFICE = "203.0.113.66", "192.0.2.10"
#: More addresses than a bound on the account lets guess in a day.
EVERYWHERE = [f"198.51.100.{number}" for number in range(1, 90)]
From = Callable[..., Client]


@pytest.fixture
def backend(http: Stage, seeded: Path, tmp_path: Path) -> Iterator[Backend]:
    """A backend behind a proxy that tells where everybody comes from."""
    shutil.copytree(seeded, tmp_path / "backend")
    yield from running(http, dataclasses.replace(quick_settings(tmp_path / "backend"), trusted_proxies=("127.0.0.1",)))


@pytest.fixture
def at(backend: Backend) -> From:
    """A client at an address."""

    def client(address: str, account: str = "") -> Client:
        opened = backend.client()
        opened.session.headers["X-Forwarded-For"] = address
        if account:
            assert opened.sign_in(account).ok
        return opened

    return client


def entered(client: Client, password: str = PASSWORD, token: str = "", account: str = "demo", device: str = "test"):
    body = {"account": account, "password": password, "device": device, "deviceToken": token}
    return client.call("POST", "/v1/auth/login", body)


def wait_of(answer) -> int:
    """How long an answer asks to wait; 0 when it does not."""
    return int(answer.headers["Retry-After"]) if answer.status_code == 429 else 0


def guess(clients: list[Client], account: str = "demo") -> list[str]:
    """What each client hears to a wrong password."""
    return [problem(client.sign_in(account, "guess")) for client in clients]


def test_an_outsiders_failures_shut_out_nobody_but_the_outsider(at):
    outsider = at(OUTSIDE)
    assert guess([outsider] * 6) == ["sign-in-failed"] * FREE_FAILURES + ["rate-limited"]
    assert at(OFFICE).sign_in("demo").ok
    assert problem(outsider.sign_in("demo")) == "rate-limited"  # the person's success frees no guesser


def test_an_open_session_goes_on_and_may_be_asked_for_its_password(at):
    desk = at(OFFICE, "demo")
    guess([at(address) for address in EVERYWHERE])
    guess([at(OFFICE)] * 6)
    assert desk.get("/v1/company").ok
    assert desk.use(desk.refresh().json()) is None
    assert desk.call("POST", "/v1/auth/confirm", {"password": PASSWORD, "purpose": "cancel"}).ok
    assert desk.call("POST", "/v1/auth/password", {"password": PASSWORD, "newPassword": GOOD}).ok


def test_a_known_device_is_shut_out_by_nobody_not_even_from_its_own_address(at):
    token = entered(at(OFFICE)).json()["deviceToken"]
    guess([at(address) for address in EVERYWHERE])
    guess([at(OFFICE)] * 6)
    assert wait_of(entered(at(OFFICE))) > 0
    assert wait_of(entered(at("192.0.2.99"), device="new")) > 0
    again = entered(at(OFFICE), token=token)
    assert (again.status_code, again.json()["deviceToken"]) == (200, token)
    assert entered(at("192.0.2.200"), token=token).ok  # at home, with the same computer


def test_a_known_device_waits_for_its_own_failures(at, backend):
    token = entered(at(OFFICE)).json()["deviceToken"]
    answers = [entered(at(OFFICE), "guess", token) for _ in range(6)]
    assert [problem(answer) for answer in answers] == ["sign-in-failed"] * FREE_FAILURES + ["rate-limited"]
    assert 50 < wait_of(entered(at("192.0.2.77"), token=token)) <= 60
    assert entered(at(OFFICE)).ok  # who leaves the token out is a stranger with tries of their own
    backend.place.shared.clock.offset_s = 61
    assert entered(at(OFFICE), token=token).ok


def test_a_session_that_guesses_its_password_waits_and_the_person_does_not(at):
    desk = at(OFFICE, "demo")
    body = {"password": "guess", "purpose": "cancel"}
    heard = [problem(desk.call("POST", "/v1/auth/confirm", body)) for _ in range(6)]
    assert heard == ["sign-in-failed"] * FREE_FAILURES + ["rate-limited"]
    assert at(OFFICE).sign_in("demo").ok


@pytest.mark.parametrize("account", ["demo", "nobody"])
def test_guessing_from_many_addresses_is_bounded_for_the_account(at, backend, account):
    heard = guess([at(address) for address in EVERYWHERE], account)
    most = backend.settings.account_failures_per_day
    assert heard == ["sign-in-failed"] * most + ["rate-limited"] * (len(heard) - most)
    refused = entered(at("192.0.2.99"), account=account)
    assert (refused.json()["reason"], 0 < wait_of(refused) <= 86_400 // most) == ("account", True)
    assert wait_of(entered(at("192.0.2.99"), account="clerk2")) == 0
    backend.place.shared.clock.offset_s = 86_400 // most + 1
    assert entered(at("192.0.2.99"), account=account).ok == (account == "demo")


def test_many_tries_at_once_are_no_more_tries(at, backend):
    """Each is counted before its password is looked at: none slips through while others are computed."""
    clients = [at(OUTSIDE) for _ in range(20)]
    with ThreadPoolExecutor(len(clients)) as threads:
        heard = list(threads.map(lambda client: problem(client.sign_in("demo", "guess")), clients))
    assert heard.count("sign-in-failed") == FREE_FAILURES
    assert heard.count("rate-limited") == len(clients) - FREE_FAILURES


def test_good_sign_ins_cost_no_tries(at, backend):
    client = at(OFFICE)
    assert all(client.sign_in("demo").ok for _ in range(backend.settings.device_failures_per_hour + 1))
    with backend.place.shared.database.read() as connection:
        assert connection.execute(sa.select(sign_in_failures)).all() == []


def test_a_code_to_the_phone_opens_the_account_to_a_new_device_again(at, backend):
    guess([at(address) for address in EVERYWHERE])
    here = at("192.0.2.99")
    assert wait_of(entered(here)) > 0
    assert reset(here, asked(here).json()["request"], code_of(backend)).ok
    assert entered(here, GOOD).ok


def test_codes_that_strangers_ask_for_keep_a_known_device_from_none(at, backend):
    token, clock = entered(at(OFFICE)).json()["deviceToken"], backend.place.shared.clock
    for number in range(6):  # more than an hour's and a day's worth, from everywhere
        asked(at(EVERYWHERE[number]))
        clock.offset_s += 1300
    asked(at(EVERYWHERE[8]))
    assert problem(asked(at(EVERYWHERE[9]))) == "rate-limited"  # whoever is a stranger has to wait
    sent = len(messages(backend, 5))
    body = {"account": "demo", "device": "test", "deviceToken": token}
    answer = at(OFFICE).call("POST", "/v1/auth/forgotten", body)
    assert (answer.status_code, len(messages(backend, sent + 1))) == (200, sent + 1)
    assert reset(at(OFFICE), answer.json()["request"], code_of(backend, sent + 1)).ok


@pytest.mark.parametrize("odd", ["", ".", "x", "x.y", "é.ü", "a.b.c"])
def test_a_token_that_the_server_did_not_make_is_none(backend, odd):
    with backend.place.shared.database.read() as connection:
        genuine = device_token(connection, "demo")
        assert device_name(connection, "demo", genuine) == genuine.partition(".")[0] != ""
        assert device_name(connection, "clerk2", genuine) == ""
        assert device_name(connection, "demo", genuine[:-1]) == ""
        assert device_name(connection, "demo", odd) == ""
        assert device_token(connection, "clerk2", genuine) != genuine


def told_at(backend: Backend, account: str = "demo"):
    shared = backend.place.shared
    with shared.database.read() as connection:
        return failed_sign_ins.tally(connection, account, shared.clock.seconds())


def test_the_person_is_told_how_many_failed_from_how_many_places_and_since_when(at, backend):
    desk, clock = at(OFFICE, "demo"), backend.place.shared.clock
    guess([at(OUTSIDE)] * 3)
    assert desk.get("/v1/company").json()["failedSignIns"] is None  # they may be mistakes of one's own
    since = clock.stamp()
    clock.offset_s = 300
    guess([at(EVERYWHERE[0])] * 4)
    told = desk.get("/v1/company").json()["failedSignIns"]
    assert (told["count"], told["places"]) == (7, 2)
    assert told["since"] <= since <= told["lastAt"] <= clock.stamp()
    assert entered(at(OFFICE)).json()["failedSignIns"] == told
    assert at(OFFICE, "clerk2").get("/v1/company").json()["failedSignIns"] is None
    clock.offset_s += KEPT_S + 1
    assert told_at(backend) is None


def test_mistakes_of_ones_own_are_not_told(at, backend):
    for _ in range(3):
        guess([at(OFFICE)] * (FREE_FAILURES - 1))
        assert at(OFFICE).sign_in("demo").ok
    assert told_at(backend) is None


def test_who_guessed_right_at_last_does_not_take_the_tale_along(at, backend):
    """Failures that made an origin wait are told although a sign-in from there followed: it may be the guesser's."""
    guess([at(OUTSIDE)] * FREE_FAILURES)
    backend.place.shared.clock.offset_s = 61
    assert entered(at(OUTSIDE)).json()["failedSignIns"]["count"] == FREE_FAILURES
