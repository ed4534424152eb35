"""Signatories, forgotten passwords and the end of an account, from the desk's side of the wire."""

import json

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.domain.errors import Busy, Offline, Refused, SignatoryDisabled, SignInFailed, Untrusted
from coo_desktop.domain.office.people import Signatory
from coo_desktop.sync.api.people import People
from coo_desktop.sync.client.calls import Reply
from tests.stores import fresh_store

GOOD = "青山-ridge-lantern-77"


def people(desk) -> People:
    return desk.office.people


def by_account(desk) -> dict[str, Signatory]:
    return {person.account: person for person in people(desk).signatories()}


def test_an_administrator_sees_and_arranges_the_signatories(desks):
    admin, clerk = desks("admin"), desks("demo")
    assert set(by_account(admin)) == {"admin", "demo", "clerk2"}
    assert not people(admin).arrange("demo", "disable").active
    with pytest.raises(SignatoryDisabled):
        clerk.remote.call("POST", "/v1/notices/read", {"ids": []}, {"Idempotency-Key": "k"})
    assert people(admin).arrange("demo", "enable").active


def test_handing_over_asks_for_the_password(desks):
    admin = desks("admin")
    with pytest.raises(SignInFailed):
        people(admin).arrange("demo", "hand_over", "wrong")
    assert people(admin).arrange("demo", "hand_over", PASSWORD).role == "admin"
    with pytest.raises(Refused) as caught:
        people(admin).signatories()
    assert caught.value.facts["why"] == "forbidden"
    admin.office.company()
    assert admin.store.reader.person().role == "clerk"


def test_a_clerk_sees_nobody(desks):
    with pytest.raises(Refused):
        people(desks("demo")).signatories()


def test_a_forgotten_password_is_set_anew_with_the_code(desks, backend_process):
    desk = desks("demo")
    sent = people(desk).send_code("demo")
    assert (sent.expires_in_s, sent.again_in_s) == (300, 60)
    with pytest.raises(Busy) as again:
        people(desk).send_code("demo")
    assert again.value.facts["after_s"]
    code = code_for(backend_process, "13800000002")
    with pytest.raises(Refused) as wrong:
        people(desk).set_password(sent.request, f"{(int(code) + 1) % 10**6:06}", GOOD)
    assert wrong.value.facts["why"] == "code-wrong"
    people(desk).set_password(sent.request, code, GOOD)
    with pytest.raises(SignInFailed):
        desk.account.sign_in("demo", PASSWORD)
    assert desk.account.sign_in("demo", GOOD).account == "demo"


def code_for(backend_process, phone: str) -> str:
    """The code in the newest message to a phone; it leaves after the answer, so this waits for it."""
    from threading import Event

    for _ in range(1000):
        files = sorted((backend_process.data / "messages").glob("*.json"))
        told = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        texts = [each["text"] for each in told if each["phone"] == phone]
        if texts:
            return texts[-1][len("验证码 ") :][:6]
        Event().wait(0.01)
    raise AssertionError("no message came")


def test_whom_to_call_is_known_without_a_sign_in(desks):
    assert people(desks()).contact().phone == ""


def test_an_offline_desk_says_so(desks):
    desk = desks("admin").move("http://127.0.0.1:9")
    with pytest.raises(Offline):
        people(desk).signatories()


class Answering:
    """A backend that answers everything with one body."""

    def __init__(self, body: object) -> None:
        self._body = body

    def call(self, *_given, **_named) -> Reply:
        return Reply(200, self._body)


@pytest.mark.parametrize("body", [
    None, [], {"items": None}, {"items": [7]}, {"items": [{"account": 1}]}, {"items": [{"account": "a"}]},
])  # fmt: skip
def test_an_answer_of_another_shape_is_not_believed(body):
    with pytest.raises(Untrusted):
        People(fresh_store(), Answering(body)).signatories()
