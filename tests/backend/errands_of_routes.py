"""One valid request for every route of the contract, on a resource of the clerk's company, whoever sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from coo_backend.seed import LANFENG, PASSWORD
from coo_desktop.domain.clock import new_id
from tests.backend.errands import PNG, accepted, approved, certificate, png, stored, submitted
from tests.backend.process import Client
from tests.backend.stamp_pictures import put_stamp, take_seals
from tests.backend.worlds import World, arrange, ask_around, open_case, proof, publish_pack

AUTHORS = frozenset({"clerk", "admin", "former"})
READERS = AUTHORS | {"disabled"}
EXAMINER, CUSTOMS = frozenset({"examiner"}), frozenset({"customs"})
EXAMINERS = EXAMINER | {"elsewhere"}
SIGNED_IN = frozenset({"other", "disabled", "clerk", "admin", "former", "examiner", "elsewhere", "customs"})
EVERYBODY = SIGNED_IN | {"anonymous"}

Send = Callable[[World, Client], requests.Response]


@dataclass(frozen=True, slots=True)
class Row:
    """Who succeeds; `send` makes the resource as its owner and then asks for it as somebody.

    Where a route has no resource of the company, others succeed too: with what is their own.
    """

    allowed: frozenset[str]
    send: Send


def get(path: str) -> Send:
    return lambda _world, client: client.get(path)


def post(path: str, body: Any) -> Send:
    return lambda _world, client: client.call("POST", path, body, Idempotency_Key=new_id())


def _put(world: World, client: Client) -> requests.Response:
    document = stored(world.clients["clerk"])
    return client.put(document["id"], document["form"], certificate(), rev=document["rev"])


def _discard(world: World, client: Client) -> requests.Response:
    document = stored(world.clients["clerk"])
    return client.discard(document["id"], document["rev"])


def _submit(world: World, client: Client) -> requests.Response:
    document = stored(world.clients["clerk"])
    return client.submit(document["id"], document["rev"])


def _read(world: World, client: Client) -> requests.Response:
    return client.get(f"/v1/docs/{submitted(world.clients['clerk'])['id']}")


def _ask(world: World, client: Client) -> requests.Response:
    return client.ask("withdraw", submitted(world.clients["clerk"])["id"])


def _examine(world: World, client: Client) -> requests.Response:
    return client.exam(submitted(world.clients["clerk"])["id"], "take_up")


def _evidence(world: World, client: Client) -> requests.Response:
    taken = accepted(world.clients["clerk"], png(new_id()))
    values = certificate(marks={"form": "picture", **taken})
    submitted(world.clients["clerk"], values=values)
    return client.get(f"/v1/evidence/{taken['id']}?company={LANFENG.id}")


def _upload(_world: World, client: Client) -> requests.Response:
    return client.open_upload(new_id(), PNG)


def _commit(world: World, client: Client) -> requests.Response:
    content, evidence = png(new_id()), new_id()
    location = world.clients["clerk"].open_upload(evidence, content).headers["Location"]
    assert world.clients["clerk"].send_piece(location, 0, content).ok
    return client.commit(evidence, content)


def _opened(world: World) -> str:
    return str(world.clients["clerk"].open_upload(new_id(), png(new_id())).headers["Location"])


def _piece(world: World, client: Client) -> requests.Response:
    return client.send_piece(_opened(world), 0, b"abc")


def _offset(world: World, client: Client) -> requests.Response:
    return client.call("HEAD", _opened(world), Tus_Resumable="1.0.0")


def _abandon(world: World, client: Client) -> requests.Response:
    return client.call("DELETE", _opened(world), Tus_Resumable="1.0.0")


def _intent(world: World, client: Client) -> requests.Response:
    key, owner = new_id(), world.clients["clerk"]
    assert owner.put(new_id(), "toy_certificate", certificate(), key=key).ok
    return client.get(f"/v1/intents/{key}")


def _batch(world: World, client: Client) -> requests.Response:
    """A batch is answered item by item: the item's own status is what counts."""
    document = stored(world.clients["clerk"])
    path = f"/v1/docs/{document['id']}/submit"
    item = {"key": new_id(), "method": "POST", "path": path, "ifMatch": f'"{document["rev"]}"', "body": {}}
    answer = client.batch(item)
    if answer.ok:
        answer.status_code = answer.json()["items"][0]["status"]
    return answer


def _sign_in(_world: World, client: Client) -> requests.Response:
    return client.call("POST", "/v1/auth/login", {"account": "demo", "password": PASSWORD, "device": "another"})


def _refresh(world: World, client: Client) -> requests.Response:
    other = world.backend.client("demo")
    return client.call("POST", "/v1/auth/refresh", {"refreshToken": other.tokens["refreshToken"]})


def _confirm(_world: World, client: Client) -> requests.Response:
    return client.call("POST", "/v1/auth/confirm", {"password": PASSWORD, "purpose": "cancel"})


def _change_password(_world: World, client: Client) -> requests.Response:
    """As after a lost answer: the new password holds already, so nothing changes for whoever asks next."""
    return client.call("POST", "/v1/auth/password", {"password": "the one before", "newPassword": PASSWORD})


def _reset(_world: World, client: Client) -> requests.Response:
    body = {"request": new_id(), "code": "123456", "password": "青山-ridge-lantern-77"}
    return client.call("POST", "/v1/auth/reset", body)


def _forgotten(_world: World, client: Client) -> requests.Response:
    return client.call("POST", "/v1/auth/forgotten", {"account": f"nobody {new_id()}"})


def _arrange(world: World, client: Client) -> requests.Response:
    return arrange(client, world.new_person(), "disable")


def _hand_over(world: World, client: Client) -> requests.Response:
    return arrange(client, "demo", "hand_over", confirmation="unknown")


def _cancel(world: World, client: Client) -> requests.Response:
    """With a proof that belongs to a fresh person: it ends nobody else's account."""
    fresh = world.backend.client(world.new_person())
    body = {"confirmation": proof(fresh, "cancel")}
    return client.call("POST", "/v1/cancellation", body, Idempotency_Key=new_id())


def _check(world: World, client: Client) -> requests.Response:
    return client.get(_paper(world, "/v1/check"))


def _check_whole(world: World, client: Client) -> requests.Response:
    return client.get(_paper(world, "/v1/check/certificate"))


def _paper(world: World, path: str) -> str:
    facts = approved(world.clients["clerk"], world.clients["examiner"])["facts"]
    return f"{path}?number={facts['number']}&printNumber={facts['printNumber']}"


def _move(world: World, client: Client) -> requests.Response:
    """A wish of the company that is taken back at once, so that the next one can be asked."""
    answer = client.call("POST", "/v1/moves", {"office": "4405", "reason": "moved"}, Idempotency_Key=new_id())
    if answer.ok:
        assert _stay_with(client, answer.json()["id"]).ok
    return answer


def _stay(world: World, client: Client) -> requests.Response:
    admin = world.clients["admin"]
    body = {"office": "4405", "reason": "moved"}
    move = admin.call("POST", "/v1/moves", body, Idempotency_Key=new_id()).json()["id"]
    answer = _stay_with(client, move)
    if not answer.ok:
        assert _stay_with(admin, move).ok
    return answer


def _stay_with(client: Client, move: str) -> requests.Response:
    return client.call("POST", f"/v1/moves/{move}/take_back", {}, Idempotency_Key=new_id())


def _pack(world: World, client: Client) -> requests.Response:
    return client.get(publish_pack(world.backend))


def _prove(world: World, client: Client) -> requests.Response:
    case = open_case(world.backend, approved(world.clients["clerk"], world.clients["examiner"])["id"])
    return client.call("POST", f"/v1/verifications/{case}/answer", {"text": "made here"}, Idempotency_Key=new_id())


def _fill_in(world: World, client: Client) -> requests.Response:
    path = f"/v1/questionnaires/{ask_around(world.backend)}/answer"
    return client.call("POST", path, {"values": {"market": "JP"}}, Idempotency_Key=new_id())


def _put_stamp(world: World, client: Client) -> requests.Response:
    take_seals(world.backend)
    return put_stamp(client, "signature")


def _remove_stamp(_world: World, client: Client) -> requests.Response:
    return client.call("DELETE", "/v1/company/stamps/signature", Idempotency_Key=new_id())


def _release_step(world: World, client: Client) -> requests.Response:
    body = {"action": "note", "document": stored(world.clients["clerk"])["id"], "note": new_id(), "text": "why?"}
    return client.call("POST", "/v1/releases", body, Idempotency_Key=new_id())


def _release_rule(_world: World, client: Client) -> requests.Response:
    return client.call("PUT", "/v1/company/release", {"needed": False}, Idempotency_Key=new_id())


def _stamp(world: World, client: Client) -> requests.Response:
    take_seals(world.backend)
    sha256 = put_stamp(world.clients["admin"], "seal").json()["sha256"]
    return client.get(f"/v1/company/stamps/{sha256}")


#: (method, path) -> who succeeds and how it is asked. A route of the contract without a row fails the build.
ROWS: dict[tuple[str, str], Row] = {
    ("get", "/v1/meta"): Row(EVERYBODY, get("/v1/meta")),
    ("post", "/v1/auth/login"): Row(EVERYBODY, _sign_in),
    ("post", "/v1/auth/refresh"): Row(EVERYBODY, _refresh),
    ("post", "/v1/auth/logout"): Row(EVERYBODY, post("/v1/auth/logout", {"refreshToken": "unknown"})),
    ("post", "/v1/auth/forgotten"): Row(EVERYBODY, _forgotten),
    ("post", "/v1/auth/reset"): Row(frozenset(), _reset),
    ("post", "/v1/auth/password"): Row(READERS | {"other"}, _change_password),
    ("post", "/v1/auth/confirm"): Row(READERS | {"other"}, _confirm),
    ("get", "/v1/company"): Row(SIGNED_IN, get("/v1/company")),
    ("get", "/v1/company/stamps/{sha256}"): Row(READERS, _stamp),
    ("put", "/v1/company/stamps/{kind}"): Row(AUTHORS, _put_stamp),
    ("delete", "/v1/company/stamps/{kind}"): Row(AUTHORS | {"other"}, _remove_stamp),
    ("put", "/v1/company/release"): Row(frozenset({"admin"}), _release_rule),
    ("get", "/v1/changes"): Row(READERS | {"other"}, get("/v1/changes")),
    ("get", "/v1/snapshot"): Row(READERS | {"other"}, get("/v1/snapshot")),
    ("get", "/v1/checksum"): Row(READERS | {"other"}, get("/v1/checksum")),
    ("get", "/v1/docs/{document_id}"): Row(READERS | EXAMINER, _read),
    ("put", "/v1/docs/{document_id}"): Row(AUTHORS, _put),
    ("delete", "/v1/docs/{document_id}"): Row(AUTHORS, _discard),
    ("post", "/v1/docs/{document_id}/submit"): Row(AUTHORS, _submit),
    ("post", "/v1/requests"): Row(AUTHORS, _ask),
    ("post", "/v1/releases"): Row(AUTHORS, _release_step),
    ("post", "/v1/batch"): Row(AUTHORS, _batch),
    ("get", "/v1/intents/{key}"): Row(READERS, _intent),
    ("post", "/v1/uploads"): Row(AUTHORS | {"other"}, _upload),
    ("patch", "/v1/uploads/{upload_id}"): Row(AUTHORS, _piece),
    ("head", "/v1/uploads/{upload_id}"): Row(READERS, _offset),
    ("delete", "/v1/uploads/{upload_id}"): Row(AUTHORS, _abandon),
    ("post", "/v1/evidence/{evidence_id}/commit"): Row(AUTHORS, _commit),
    ("get", "/v1/evidence/{evidence_id}"): Row(READERS | EXAMINER, _evidence),
    ("get", "/v1/notices"): Row(READERS | {"other"}, get("/v1/notices")),
    ("post", "/v1/notices/read"): Row(AUTHORS | {"other"}, post("/v1/notices/read", {"ids": []})),
    ("get", "/v1/check"): Row(EVERYBODY, _check),
    ("get", "/v1/check/certificate"): Row(CUSTOMS, _check_whole),
    ("get", "/v1/exam/queue"): Row(EXAMINERS, get("/v1/exam/queue")),
    ("post", "/v1/exam/{document_id}/{event}"): Row(EXAMINER, _examine),
    ("get", "/v1/packs"): Row(SIGNED_IN, get("/v1/packs")),
    ("get", "/v1/packs/{name}/{digest}"): Row(READERS | EXAMINER | CUSTOMS, _pack),
    ("get", "/v1/signatories"): Row(frozenset({"admin"}), get("/v1/signatories")),
    # Without a proof of the password not even the administrator hands over; with one, test_signatories does.
    ("post", "/v1/signatories/{account}/hand_over"): Row(frozenset(), _hand_over),
    ("post", "/v1/signatories/{account}/{event}"): Row(frozenset({"admin"}), _arrange),
    ("get", "/v1/offices"): Row(READERS | {"other"}, get("/v1/offices")),
    ("get", "/v1/moves"): Row(READERS | {"other"}, get("/v1/moves")),
    ("post", "/v1/moves"): Row(frozenset({"admin"}), _move),
    ("post", "/v1/moves/{move_id}/take_back"): Row(frozenset({"admin"}), _stay),
    ("get", "/v1/verifications"): Row(READERS | {"other"}, get("/v1/verifications")),
    ("post", "/v1/verifications/{case_id}/answer"): Row(AUTHORS, _prove),
    ("get", "/v1/questionnaires"): Row(READERS | {"other"}, get("/v1/questionnaires")),
    ("post", "/v1/questionnaires/{questionnaire_id}/answer"): Row(AUTHORS, _fill_in),
    ("post", "/v1/cancellation"): Row(frozenset(), _cancel),
    ("post", "/v1/wipe-receipts"): Row(EVERYBODY, post("/v1/wipe-receipts", {"nonce": "unknown"})),
}
