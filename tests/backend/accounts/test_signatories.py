"""The administrator arranges the signatories: at once, and never so that a company is left without one."""

import pytest

from coo_backend.accounts.signatories import masked
from coo_backend.seed import PASSWORD
from coo_desktop.domain.clock import new_id
from tests.backend.errands import problem, stored
from tests.backend.process import Client


@pytest.fixture
def admin(backend) -> Client:
    return backend.client("admin")


def arranged(client: Client, account: str, event: str, **body: str):
    return client.call("POST", f"/v1/signatories/{account}/{event}", body, Idempotency_Key=new_id())


def proof(client: Client, purpose: str = "hand_over", password: str = PASSWORD) -> str:
    answer = client.call("POST", "/v1/auth/confirm", {"password": password, "purpose": purpose})
    assert answer.ok, answer.text
    return answer.json()["confirmation"]


def roles(client: Client) -> dict[str, str]:
    return {person["account"]: person["role"] for person in client.get("/v1/signatories").json()["items"]}


def test_the_administrator_sees_everybody_of_the_company_and_nobody_else(admin):
    assert roles(admin) == {"admin": "admin", "clerk2": "clerk", "demo": "clerk"}


def test_phones_are_masked(admin):
    people = admin.get("/v1/signatories").json()["items"]
    assert {person["phone"] for person in people} == {"138******01", "138******02", "138******03"}
    assert masked("1234567") == "1234567"


@pytest.mark.parametrize("account", ["demo", "mingyao", "examiner", "customs"])
def test_nobody_else_sees_or_arranges_them(backend, account):
    client = backend.client(account)
    assert problem(client.get("/v1/signatories")) == "forbidden"
    assert problem(arranged(client, "clerk2", "disable")) == "forbidden"


def test_a_disabled_signatory_reads_and_sends_nothing_until_enabled(backend, admin):
    clerk = backend.client("demo")
    document = stored(clerk)
    assert arranged(admin, "demo", "disable").json()["active"] is False
    assert problem(clerk.submit(document["id"], document["rev"])) == "sign-in-needed"
    clerk.use(clerk.refresh().json())
    assert clerk.get(f"/v1/docs/{document['id']}").ok
    assert problem(clerk.submit(document["id"], document["rev"])) == "signatory-disabled"
    assert arranged(admin, "demo", "enable").json()["active"] is True
    clerk.use(clerk.refresh().json())
    assert clerk.submit(document["id"], document["rev"]).ok


def test_a_deleted_signatory_is_told_so_and_the_documents_stay_with_the_company(backend, admin):
    clerk = backend.client("demo")
    document = stored(clerk)
    assert arranged(admin, "demo", "delete").ok
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"
    assert problem(clerk.refresh()) == "account-deleted"
    assert problem(clerk.sign_in("demo")) == "sign-in-failed"
    assert admin.get(f"/v1/docs/{document['id']}").ok
    assert "demo" not in roles(admin)
    assert problem(arranged(admin, "demo", "enable")) == "not-found"


def test_the_administrator_cannot_act_on_itself(admin):
    for event in ("disable", "delete", "hand_over"):
        assert problem(arranged(admin, "admin", event, **({"confirmation": "x"} if event == "hand_over" else {}))) == (
            "last-admin"
        )


def test_handing_over_needs_the_password_again(admin):
    assert problem(arranged(admin, "demo", "hand_over", confirmation="guessed")) == "confirmation-needed"
    wrong = admin.call("POST", "/v1/auth/confirm", {"password": "wrong", "purpose": "hand_over"})
    assert problem(wrong) == "sign-in-failed"
    other_purpose = proof(admin, "cancel")
    assert problem(arranged(admin, "demo", "hand_over", confirmation=other_purpose)) == "confirmation-needed"


def test_after_handing_over_the_former_administrator_is_a_clerk_who_can_be_deleted(backend, admin):
    given = proof(admin)
    assert arranged(admin, "demo", "hand_over", confirmation=given).json()["role"] == "admin"
    admin.use(admin.refresh().json())
    assert problem(admin.get("/v1/signatories")) == "forbidden"
    assert problem(arranged(admin, "clerk2", "disable")) == "forbidden"
    new = backend.client("demo")
    assert roles(new) == {"admin": "clerk", "clerk2": "clerk", "demo": "admin"}
    assert arranged(new, "admin", "delete").ok


def test_a_proof_is_used_once(backend, admin):
    given = proof(admin)
    assert arranged(admin, "demo", "hand_over", confirmation=given).ok
    new = backend.client("demo")
    assert arranged(new, "admin", "hand_over", confirmation=proof(new)).ok
    admin.use(admin.refresh().json())
    assert problem(arranged(admin, "demo", "hand_over", confirmation=given)) == "confirmation-needed"


def test_a_proof_ends_after_some_minutes(backend, admin):
    given = proof(admin)
    backend.place.shared.clock.offset_s = 301
    assert problem(arranged(admin, "demo", "hand_over", confirmation=given)) == "confirmation-needed"


def test_the_role_cannot_go_to_somebody_disabled(admin):
    assert arranged(admin, "demo", "disable").ok
    assert problem(arranged(admin, "demo", "hand_over", confirmation=proof(admin))) == "state-locked"


def test_another_companys_signatory_is_as_unknown_as_nobody(admin):
    assert problem(arranged(admin, "mingyao", "disable")) == "not-found"
    assert problem(arranged(admin, "nobody", "disable")) == "not-found"
    assert problem(arranged(admin, "demo", "promote")) == "not-found"


def test_every_step_is_in_the_record(backend, admin):
    import sqlalchemy as sa

    from coo_backend.db.audit import all_broken
    from coo_backend.db.tables import audit
    from coo_backend.seed import LANFENG

    for event in ("disable", "enable", "delete"):
        arranged(admin, "demo", event)
    with backend.place.shared.database.read() as connection:
        assert all_broken(connection) == ()
        mine = sa.and_(audit.c.company == LANFENG.id, audit.c.object == "demo")
        actions = connection.execute(sa.select(audit.c.action).where(mine).order_by(audit.c.entry)).scalars().all()
    assert actions == ["signatory-disable", "signatory-enable", "signatory-delete"]
