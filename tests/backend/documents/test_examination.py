"""The examiner's steps: every stage, event and role goes as the lifecycle tables say."""

import pytest

from coo_backend.documents import examination
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from tests.backend.errands import CERTIFICATE, PRODUCT, approved, certificate, force, problem, stored, submitted
from tests.backend.process import Client

ROLES = {"clerk": "demo", "admin": "admin", "examiner": "examiner", "customs": "customs"}
ASKED = ("withdraw", "ask_reprint", "report_lost", "print", "print_copy")
FAMILY = {CERTIFICATE: "certificate", PRODUCT: "pre_review"}
EVENTS = (*examination.STAGE_EVENTS, *ASKED, "submit", "save_complete", "discard")


def attempt(client: Client, event: str, document) -> int:
    """Tries the event and tells the status."""
    if event in examination.EVENTS:
        return client.exam(document["id"], event, reason="why").status_code
    if event in ASKED:
        return client.ask(event, document["id"], reason="why").status_code
    if event == "submit":
        return client.submit(document["id"], document["rev"]).status_code
    if event == "discard":
        return client.discard(document["id"], document["rev"]).status_code
    return client.put(document["id"], document["form"], document["values"], rev=document["rev"]).status_code


def expected(family: str, stage: str, event: str, role: str, print_state: str = "printed") -> int:
    is_examiners = event in examination.EVENTS
    if is_examiners != (role == "examiner") or role == "customs":
        return 403
    if event in ASKED[1:] and event not in lifecycle.print_events(print_state, role):
        return 409
    # A complete draft is ready the moment it is looked at; the tables tell the two apart for screens.
    seen = "ready" if (stage, event) == ("draft", "submit") else stage
    return 200 if event in lifecycle.events(family, seen, role) else 409


@pytest.mark.parametrize(
    ("form", "stage"), [(form, stage) for form, family in FAMILY.items() for stage in lifecycle.STAGES[family][:-1]]
)
def test_every_event_goes_as_the_table_says(backend, form, stage):
    clients = {role: backend.client(account) for role, account in ROLES.items()}
    found, wanted = {}, {}
    for role, client in clients.items():
        document = stored(clients["clerk"], form)
        for event in EVENTS:
            if event == "discard" and found.get((role, "discard")) == 200:
                document = stored(clients["clerk"], form)
            now = {**document, **force(backend.place, document["id"], stage=stage, print_state="printed")}
            found[role, event] = attempt(client, event, now)
            wanted[role, event] = expected(FAMILY[form], stage, event, role)
    assert found == wanted


@pytest.mark.parametrize("state", lifecycle.PRINT_STATES)
def test_every_print_event_goes_as_the_table_says(backend, state):
    clients = {role: backend.client(account) for role, account in ROLES.items()}
    document = stored(clients["clerk"])
    for role, client in clients.items():
        for event in (*ASKED[1:], *examination.PRINT_EVENTS):
            force(backend.place, document["id"], stage="approved", print_state=state)
            is_examiners = event in examination.PRINT_EVENTS
            if is_examiners != (role == "examiner") or role == "customs":
                wanted = 403
            else:
                wanted = 200 if event in lifecycle.print_events(state, role) else 409
            assert attempt(client, event, document) == wanted, (role, event)


def test_an_approval_gives_the_numbers(clerk: Client, examiner: Client):
    first, second = approved(clerk, examiner), approved(clerk, examiner)
    assert first["facts"]["number"] != second["facts"]["number"]
    assert first["facts"]["printNumber"] != second["facts"]["printNumber"]
    assert (first["facts"]["examiner"], first["printState"]) == ("周审", "not_printed")
    assert "printNumber" not in approved(clerk, examiner, PRODUCT)["facts"]


def test_a_return_tells_the_reason_at_the_field(clerk: Client, examiner: Client):
    document = submitted(clerk)
    examiner.exam(document["id"], "take_up")
    remarks = [{"field": "consignee", "text": "address missing"}]
    told = examiner.exam(document["id"], "return", reasons=remarks).json()
    assert (told["stage"], told["facts"]["reasons"]) == ("returned", remarks)
    again = clerk.put(document["id"], CERTIFICATE, certificate(), rev=told["rev"]).json()
    assert again["stage"] == "returned"
    assert "reasons" not in clerk.submit(document["id"], again["rev"]).json()["facts"]


@pytest.mark.parametrize("event", ["return", "void"])
def test_a_refusal_needs_a_reason(clerk: Client, examiner: Client, backend, event):
    document = stored(clerk)
    force(backend.place, document["id"], stage="in_review" if event == "return" else "approved")
    for body in ({}, {"reason": " "}, {"reasons": [{"field": "a", "text": ""}]}):
        assert problem(examiner.exam(document["id"], event, **body)) == "validation"


def test_a_withdrawal_and_a_take_up_have_one_winner(clerk: Client, examiner: Client):
    document = submitted(clerk)
    assert examiner.exam(document["id"], "take_up").ok
    assert problem(clerk.ask("withdraw", document["id"])) == "state-locked"
    other = submitted(clerk)
    assert clerk.ask("withdraw", other["id"]).json()["stage"] == "withdrawn"
    assert problem(examiner.exam(other["id"], "take_up")) == "state-locked"


def test_an_examiner_sees_what_waits_at_the_own_office(clerk: Client, examiner: Client, backend):
    mine = submitted(clerk)
    stored(clerk)
    theirs = submitted(backend.client("mingyao"))
    assert [item["id"] for item in examiner.get("/v1/exam/queue").json()["items"]] == [mine["id"]]
    assert problem(examiner.exam(theirs["id"], "take_up")) == "not-found"
    assert problem(examiner.get(f"/v1/docs/{theirs['id']}")) == "not-found"
    assert examiner.get(f"/v1/docs/{mine['id']}").json() == mine


def test_an_examiners_step_tried_again_is_one_step(clerk: Client, examiner: Client):
    document, key = submitted(clerk), new_id()
    first = examiner.exam(document["id"], "take_up", key=key)
    assert examiner.exam(document["id"], "take_up", key=key).content == first.content
    assert problem(examiner.exam(document["id"], "put_back", key=key)) == "key-reused"


def test_an_unknown_step_is_not_found(clerk: Client, examiner: Client):
    assert problem(examiner.exam(submitted(clerk)["id"], "bless")) == "not-found"


def test_a_step_on_an_outdated_revision_is_refused(clerk: Client, examiner: Client):
    document = submitted(clerk)
    path = f"/v1/exam/{document['id']}/take_up"
    stale = examiner.call("POST", path, {}, Idempotency_Key=new_id(), If_Match='"other"')
    assert (problem(stale), stale.json()["rev"]) == ("stale-revision", document["rev"])
    assert examiner.call("POST", path, {}, Idempotency_Key=new_id(), If_Match=f'"{document["rev"]}"').ok
