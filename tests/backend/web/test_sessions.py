"""Tokens: short, rotating, forgiving for a lost answer and for nothing else."""

from coo_backend.db.audit import broken
from tests.backend.errands import problem, stored
from tests.backend.process import Client


def test_a_refresh_gives_a_session_that_goes_on(clerk: Client):
    renewed = clerk.refresh()
    assert renewed.json()["refreshToken"] != clerk.tokens["refreshToken"]
    clerk.use(renewed.json())
    assert clerk.get("/v1/company").json()["person"]["account"] == "demo"


def test_a_refresh_whose_answer_was_lost_gives_the_same_successor(clerk: Client, backend):
    lost = clerk.refresh().json()
    backend.place.shared.clock.offset_s = 5 * 86_400
    again = clerk.refresh().json()
    assert again["refreshToken"] == lost["refreshToken"]
    clerk.use(again)
    assert clerk.get("/v1/company").ok
    assert clerk.refresh().ok


def test_a_token_replayed_after_its_successor_was_used_ends_the_session(clerk: Client):
    first = clerk.tokens["refreshToken"]
    second = clerk.refresh().json()
    clerk.use(second)
    third = clerk.refresh().json()
    clerk.use(third)
    assert problem(clerk.refresh(first)) == "sign-in-needed"
    assert problem(clerk.refresh(third["refreshToken"])) == "sign-in-needed"
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"


def test_a_lost_answer_may_be_followed_by_any_other_lost_ones(clerk: Client, backend):
    second = clerk.refresh().json()["refreshToken"]
    third = clerk.refresh(second).json()["refreshToken"]
    backend.place.shared.clock.offset_s = 86_400
    assert clerk.refresh(second).json()["refreshToken"] == third
    assert clerk.refresh(third).ok
    assert problem(clerk.refresh(second)) == "sign-in-needed"


def test_an_access_token_is_short(clerk: Client, backend):
    assert clerk.tokens["expiresInS"] == 600
    backend.place.shared.clock.offset_s = 601
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"
    clerk.use(clerk.refresh().json())
    assert clerk.get("/v1/company").ok


def test_a_session_has_an_end(clerk: Client, backend):
    backend.place.shared.clock.offset_s = backend.settings.session_s + 1
    assert problem(clerk.refresh()) == "sign-in-needed"


def test_signing_out_ends_both_tokens(clerk: Client, backend):
    other = backend.client("demo")
    body = {"refreshToken": clerk.tokens["refreshToken"]}
    assert clerk.call("POST", "/v1/auth/logout", body).status_code == 204
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"
    assert problem(clerk.refresh()) == "sign-in-needed"
    assert other.get("/v1/company").ok
    assert clerk.call("POST", "/v1/auth/logout", {"refreshToken": "unknown"}).status_code == 204


def test_tokens_are_not_in_the_store(clerk: Client, backend):
    stored(clerk)
    clerk.use(clerk.refresh().json())
    held = b"".join(path.read_bytes() for path in backend.settings.data.glob("backend.sqlite*"))
    for token in (clerk.tokens["accessToken"], clerk.tokens["refreshToken"]):
        assert token.encode() not in held


def test_every_sign_in_and_replay_is_in_the_audit(clerk: Client, backend):
    first = clerk.tokens["refreshToken"]
    clerk.refresh(clerk.refresh().json()["refreshToken"])
    clerk.refresh(first)
    with backend.place.shared.database.read() as connection:
        actions = connection.exec_driver_sql("SELECT action FROM audit WHERE company = '' ORDER BY entry").scalars()
        assert list(actions) == ["sign-in", "refresh-replayed"]
        assert broken(connection, "") == ()


def test_a_disabled_signatory_reads_but_changes_nothing(clerk: Client, backend):
    document = stored(clerk)
    assert clerk.call("POST", "/test/accounts", {"account": "demo", "active": False}).ok
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"
    clerk.use(clerk.refresh().json())
    assert clerk.get("/v1/company").json()["person"]["active"] is False
    assert clerk.changes()["items"] == [document]
    key = "kept"
    answer = clerk.submit(document["id"], document["rev"], key=key)
    assert (answer.status_code, problem(answer)) == (403, "signatory-disabled")
    item = {"key": key, "method": "DELETE", "path": f"/v1/docs/{document['id']}", "ifMatch": f'"{document["rev"]}"'}
    assert clerk.batch(item).json()["items"][0]["status"] == 403
    assert problem(clerk.open_upload(document["id"], b"%PDF-")) == "signatory-disabled"
    clerk.call("POST", "/test/accounts", {"account": "demo", "active": True})
    clerk.use(clerk.refresh().json())
    assert clerk.submit(document["id"], document["rev"], key=key).ok
