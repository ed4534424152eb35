"""A second person of the company releases what is sent: the backend holds it on every route, whatever a desk does."""

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import wire
from coo_desktop.domain.office import release
from tests.backend.errands import CERTIFICATE, certificate, problem, stored
from tests.backend.process import Client
from tests.sync.desk import toy_rules


def want(backend, needed=True, account="admin"):
    body = {"needed": needed}
    return backend.client(account).call("PUT", "/v1/company/release", body, Idempotency_Key=new_id())


def step(client: Client, action: str, told, **more):
    body = {"action": action, "document": told["id"], **more}
    return client.call("POST", "/v1/releases", body, Idempotency_Key=new_id())


def content(told) -> str:
    form = toy_rules().form(told["form"])
    return release.digest(form, *_values(form, told))


def _values(form, told):
    return wire.from_wire(form, told["values"])


def state(told) -> str:
    return str(told["facts"].get("release", {}).get("state", ""))


def current(client: Client, told):
    return client.get(f"/v1/docs/{told['id']}").json()


def test_another_person_releases_what_was_asked_and_it_is_sent_once(backend, clerk):
    want(backend)
    admin, document = backend.client("admin"), stored(clerk)
    assert problem(step(admin, "release", document, content=content(document))) == "release-outdated"
    asked = step(clerk, "ask_release", document, content=content(document)).json()
    assert state(asked) == "asked"
    assert problem(step(clerk, "release", document, content=content(document))) == "own-release"
    given = step(admin, "release", document, content=content(document)).json()
    assert (state(given), given["facts"]["release"]["by"]) == ("released", "admin")
    sent = clerk.submit(given["id"], given["rev"]).json()
    assert (sent["stage"], state(sent)) == ("submitted", "")
    assert problem(step(admin, "give_back", document)) == "state-locked"
    back = clerk.ask("withdraw", document["id"]).json()
    assert problem(clerk.submit(back["id"], back["rev"])) == "not-released"


@pytest.mark.parametrize("decided", [False, True])
def test_a_change_takes_back_what_was_asked_or_released_for_the_content_before(backend, clerk, decided):
    want(backend)
    admin, document = backend.client("admin"), stored(clerk)
    told = step(clerk, "ask_release", document, content=content(document)).json()
    if decided:
        told = step(admin, "release", document, content=content(document)).json()
    same = clerk.put(told["id"], CERTIFICATE, certificate(), rev=told["rev"]).json()
    assert state(same) == ("released" if decided else "asked")
    changed = clerk.put(told["id"], CERTIFICATE, certificate(consigneeName="OTHER"), rev=same["rev"]).json()
    assert (state(changed), changed["facts"]["release"]["by"]) == ("changed", "demo")
    assert problem(clerk.submit(changed["id"], changed["rev"])) == "not-released"
    late = step(admin, "release", document, content=content(document))  # a desk that was offline meanwhile
    assert problem(late) == "release-outdated"
    assert state(current(clerk, changed)) == "changed"
    stale = step(clerk, "ask_release", document, content=content(document)).json()
    assert state(stale) == "changed"


def test_notes_stay_with_the_company_and_never_reach_the_office(backend, clerk, examiner):
    want(backend)
    admin, document = backend.client("admin"), stored(clerk)
    note = {"note": "n1", "field": "consignee", "text": "Which SAKURA?"}
    assert problem(step(admin, "note", document, **{**note, "text": ""})) == "validation"
    assert step(admin, "note", document, **note).ok
    told = step(clerk, "answer_note", document, note="n1", text="The one in Osaka").json()
    assert told["facts"]["release"]["notes"][0]["answer"] == "The one in Osaka"
    step(clerk, "ask_release", document, content=content(document))
    given = step(admin, "release", document, content=content(document)).json()
    sent = clerk.submit(given["id"], given["rev"]).json()
    assert [one["id"] for one in sent["facts"]["release"]["notes"]] == ["n1"]
    seen = [
        examiner.get(f"/v1/docs/{document['id']}").text,
        examiner.get("/v1/exam/queue").text,
        examiner.exam(document["id"], "take_up").text,
        examiner.exam(document["id"], "approve").text,
    ]
    assert all("SAKURA" in text and "Which SAKURA?" not in text for text in seen)
    assert "Which SAKURA?" in clerk.get(f"/v1/docs/{document['id']}").text


def test_a_note_is_cleared_and_another_company_has_no_part_in_it(backend, clerk):
    document = stored(clerk)
    assert step(clerk, "note", document, note="n1", field="consignee", text="?").ok
    other = backend.client("mingyao")
    assert problem(step(other, "clear_note", document, note="n1")) == "not-found"
    assert step(clerk, "clear_note", document, note="n1").json()["facts"] == {}
