"""A forgotten password: the code goes to the filed phone, the answers tell an outsider nothing."""

import json
import time
from http.client import BadStatusLine
from pathlib import Path
from threading import Event

import pytest

from coo_backend.accounts.messengers import deliver
from coo_backend.accounts.password_reset import TRIES
from coo_backend.app import open_place
from tests.backend.errands import problem
from tests.backend.process import Client

GOOD = "青山-ridge-lantern-77"


def asked(client: Client, account: str = "demo", device: str = "test"):
    return client.call("POST", "/v1/auth/forgotten", {"account": account, "device": device})


def reset(client: Client, request: str, code: str, password: str = GOOD):
    return client.call("POST", "/v1/auth/reset", {"request": request, "code": code, "password": password})


def messages(backend, least: int = 0) -> list[dict[str, str]]:
    """What left, oldest first; waits until there are so many, for they leave after the answer."""
    folder: Path = backend.settings.data / "messages"
    until = time.monotonic() + 10
    while len(files := sorted(folder.glob("*.json"))) < least:
        assert time.monotonic() < until, f"{len(files)} of {least} messages left"
        Event().wait(0.005)
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def code_of(backend, number: int = 1) -> str:
    """The code in the message of that number, counted from 1."""
    return messages(backend, number)[number - 1]["text"][len("验证码 ") :][:6]


@pytest.fixture
def client(backend) -> Client:
    return backend.client()


def test_the_code_goes_to_the_filed_phone_and_sets_a_new_password(backend, client):
    old = backend.client("demo")
    request = asked(client).json()["request"]
    assert messages(backend, 1)[0]["phone"] == "13800000002"
    assert reset(client, request, code_of(backend)).status_code == 204
    assert problem(client.sign_in("demo")) == "sign-in-failed"
    assert client.sign_in("demo", GOOD).ok
    assert problem(old.get("/v1/company")) == "sign-in-needed"
    assert problem(old.refresh()) == "sign-in-needed"
    assert "密码已重设" in messages(backend, 2)[1]["text"]


def test_an_unknown_account_is_answered_just_so(backend, client):
    known, unknown = asked(client, "demo"), asked(client, "nobody")
    assert (known.status_code, set(known.json())) == (unknown.status_code, set(unknown.json()))
    assert {name: known.json()[name] for name in ("expiresInS", "againInS")} == {"expiresInS": 300, "againInS": 60}
    assert len(messages(backend, 1)) == 1
    assert problem(reset(client, unknown.json()["request"], "123456")) == "code-wrong"


@pytest.mark.parametrize("account", ["demo", "nobody"])
def test_a_second_code_has_to_wait_a_minute_and_a_fourth_an_hour(backend, client, account):
    clock = backend.place.shared.clock
    for _ in range(3):
        assert asked(client, account).ok
        barred = asked(client, account)
        assert (problem(barred), 0 < int(barred.headers["Retry-After"]) <= 60) == ("rate-limited", True)
        clock.offset_s += 61
    assert int(asked(client, account).headers["Retry-After"]) > 60


def test_one_network_may_ask_for_few(backend, client):
    for number in range(backend.settings.network_codes_per_hour):
        assert asked(client, f"account {number}").ok
    assert problem(asked(client, "demo")) == "rate-limited"


def test_a_code_dies_after_five_tries_even_for_the_right_one(backend, client):
    request = asked(client).json()["request"]
    right = code_of(backend)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(TRIES):
        assert problem(reset(client, request, wrong)) == "code-wrong"
    assert problem(reset(client, request, right)) == "code-wrong"


def test_a_code_dies_with_time_and_after_its_use(backend, client):
    request = asked(client).json()["request"]
    assert reset(client, request, code_of(backend)).ok
    assert problem(reset(client, request, code_of(backend))) == "code-wrong"
    backend.place.shared.clock.offset_s += 61
    second = asked(client).json()["request"]
    backend.place.shared.clock.offset_s += 301
    assert problem(reset(client, second, code_of(backend, 3))) == "code-wrong"


def test_a_code_works_for_its_own_request_alone(backend, client):
    mine, own = asked(client).json()["request"], code_of(backend, 1)  # messages leave one by one, in no order
    other, theirs = asked(client, "clerk2").json()["request"], code_of(backend, 2)
    assert reset(client, mine, theirs).ok == (theirs == own)
    assert reset(client, other, theirs).ok


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "password_short"), ("x" * 129, "password_long"), ("passwd11", "password_weak"),
     ("LANFENG2026", "password_personal"), ("houseware", "password_weak"), ("13800000002", "password_personal"),
     ("王晓明-1988", "password_personal"), ("woaini5201314", "password_common")],
)  # fmt: skip
def test_a_weak_password_is_refused_and_the_code_is_kept(backend, client, password, code):
    request = asked(client).json()["request"]
    refused = reset(client, request, code_of(backend), password)
    assert [found["code"] for found in refused.json()["problems"]] == [code]
    assert reset(client, request, code_of(backend), " 中文 with spaces 也行 ").ok


def test_signing_in_is_free_again_after_a_reset(backend, client):
    for _ in range(6):
        client.sign_in("demo", "wrong")
    assert problem(client.sign_in("demo")) == "rate-limited"
    assert reset(client, asked(client).json()["request"], code_of(backend)).ok
    assert client.sign_in("demo", GOOD).ok


def test_the_code_is_nowhere_in_the_database(backend, client):
    asked(client)
    code = code_of(backend).encode()
    held = b"".join(path.read_bytes() for path in backend.settings.data.glob("backend.sqlite*"))
    assert code not in held


def test_a_person_without_a_phone_of_china_gets_no_message(backend, client):
    assert asked(client, "examiner").ok
    assert messages(backend) == []


def test_customer_service_is_named_before_any_sign_in(client):
    assert set(client.get("/v1/meta").json()["contact"]) == {"phone", "hours"}


def test_wrong_codes_from_one_network_are_counted_whatever_request_they_name(backend, client):
    for _ in range(backend.settings.network_failures_per_hour):
        assert problem(reset(client, "no such request", "123456")) == "code-wrong"
    barred = reset(client, "no such request", "123456")
    assert (problem(barred), barred.json()["retryAfterS"] > 0) == ("rate-limited", True)


def test_a_reset_uses_up_every_other_code_of_the_account(backend, client):
    first = asked(client).json()["request"]
    backend.place.shared.clock.offset_s += 61
    second = asked(client).json()["request"]
    assert reset(client, second, code_of(backend, 2)).ok
    assert problem(reset(client, first, code_of(backend, 1), "another-ridge-lantern-78")) == "code-wrong"


def test_a_messenger_that_nobody_knows_is_heard_of_at_the_start(backend, monkeypatch):
    monkeypatch.setenv("COO_MESSENGER", "pigeon://loft")
    with pytest.raises(ValueError, match="pigeon"):
        open_place(backend.settings)


def test_a_gateway_that_answers_nonsense_is_written_down_and_no_more(caplog):
    class Garbled:
        def send(self, phone: str, text: str) -> None:
            raise BadStatusLine("?")

    deliver(Garbled(), "13800000002", "验证码 123456")
    assert "BadStatusLine" in caplog.text
    assert "13800000002" not in caplog.text
