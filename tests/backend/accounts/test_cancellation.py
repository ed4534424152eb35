"""The end of an account: the name goes, what was issued stays, and each of its computers is told to wipe itself."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from coo_backend.db.tables import metadata
from coo_desktop.contract import accounts
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.sync.client.calls import as_value
from tests.backend.accounts.test_signatories import arranged, proof
from tests.backend.errands import CERTIFICATE, approved, certificate, problem, stored, submitted
from tests.backend.process import Client
from tests.backend.worlds import ask_around, open_case


def cancelled(client: Client):
    body = {"confirmation": proof(client, "cancel")}
    return client.call("POST", "/v1/cancellation", body, Idempotency_Key=new_id())


def is_signed(told: dict[str, str], key: str) -> bool:
    order = as_value(WipeOrder, accounts.WipeOrder.model_validate(told))
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(
        base64.b64decode(told["signature"]), order.signed_text
    )
    return True


def test_a_cancelled_account_is_gone_and_its_device_gets_a_signed_order(backend, clerk):
    key = clerk.tokens["serverKey"]
    order = cancelled(clerk).json()["order"]
    assert (order["account"], order["device"]) == ("demo", "test")
    assert is_signed(order, key)
    assert problem(clerk.get("/v1/company")) == "sign-in-needed"
    assert problem(clerk.sign_in("demo")) == "sign-in-failed"


def test_another_device_hears_its_own_order_at_its_next_contact(backend, clerk):
    other = backend.client()
    body = {"account": "demo", "password": "demo-pass-2026", "device": "laptop"}
    other.use(other.call("POST", "/v1/auth/login", body).json())
    first = cancelled(clerk).json()["order"]
    heard = other.refresh()
    assert problem(heard) == "account-cancelled"
    assert heard.json()["order"]["device"] == "laptop"
    assert heard.json()["order"]["nonce"] != first["nonce"]
    assert is_signed(heard.json()["order"], other.tokens["serverKey"])


def test_a_receipt_ends_what_is_known_of_the_person(backend, clerk):
    order = cancelled(clerk).json()["order"]
    assert clerk.call("POST", "/v1/wipe-receipts", {"nonce": order["nonce"]}).status_code == 204
    assert clerk.call("POST", "/v1/wipe-receipts", {"nonce": "never given"}).status_code == 204
    with backend.place.shared.database.read() as connection:
        for table in ("accounts", "families", "wipe_orders", "intents", "notice_reads"):
            held = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert not [row for row in held if "demo" in row], table


def everything(backend) -> dict[str, str]:
    """All that the database holds, as text; without the audit, which the law wants kept as it was written."""
    with backend.place.shared.database.read() as connection:
        tables = [table for table in metadata.sorted_tables if table.name != "audit"]
        return {table.name: repr([tuple(row) for row in connection.execute(table.select())]) for table in tables}


def test_neither_account_nor_name_is_left_anywhere(backend, clerk, examiner):
    admin = backend.client("admin")
    shared = stored(admin)
    assert clerk.put(shared["id"], CERTIFICATE, certificate(), rev=shared["rev"]).ok
    discarded, case = stored(clerk), open_case(backend, approved(clerk, examiner)["id"])
    assert clerk.discard(discarded["id"], discarded["rev"]).ok
    assert examiner.exam(submitted(clerk)["id"], "return", reason="x").status_code == 409
    body = {"values": {"market": "JP"}}
    assert clerk.call("POST", f"/v1/questionnaires/{ask_around(backend)}/answer", body, Idempotency_Key=new_id()).ok
    assert clerk.call("POST", f"/v1/verifications/{case}/answer", {"text": "here"}, Idempotency_Key=new_id()).ok
    assert arranged(admin, "demo", "hand_over", confirmation=proof(admin)).ok
    clerk.use(clerk.refresh().json())
    asked = clerk.call("POST", "/v1/moves", {"office": "4405", "reason": "x"}, Idempotency_Key=new_id()).json()
    assert clerk.call("POST", f"/v1/moves/{asked['id']}/take_back", {}, Idempotency_Key=new_id()).ok
    assert arranged(clerk, "admin", "hand_over", confirmation=proof(clerk)).ok
    clerk.use(clerk.refresh().json())
    proof(clerk)
    assert clerk.call("POST", "/v1/auth/forgotten", {"account": "demo"}).ok
    assert problem(backend.client().sign_in("demo", "wrong")) == "sign-in-failed"
    order = cancelled(clerk).json()["order"]
    assert clerk.call("POST", "/v1/wipe-receipts", {"nonce": order["nonce"]}).ok
    left = [name for name, text in everything(backend).items() if "demo" in text or "王晓明" in text]
    assert left == []


def test_an_account_is_not_ended_within_a_batch(backend, clerk):
    end = {
        "key": new_id(),
        "method": "POST",
        "path": "/v1/cancellation",
        "body": {"confirmation": proof(clerk, "cancel")},
    }
    (item,) = clerk.batch(end).json()["items"]
    assert item["status"] == 404
    assert clerk.get("/v1/company").ok


def test_what_was_issued_stays_and_bears_no_name(backend, clerk, examiner):
    issued, draft = approved(clerk, examiner), stored(clerk)
    assert cancelled(clerk).ok
    left = backend.client("clerk2")
    for document in (issued, draft):
        told = left.get(f"/v1/docs/{document['id']}").json()
        assert told["author"].startswith("cancelled-")
        assert told["values"]


def test_the_last_of_a_company_takes_what_was_never_sent_along(backend, examiner):
    admin, clerk = backend.client("admin"), backend.client("demo")
    issued, draft = approved(clerk, examiner), stored(clerk)
    for account in ("demo", "clerk2"):
        assert arranged(admin, account, "delete").ok
    assert cancelled(admin).ok
    with backend.place.shared.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT id, stage FROM documents").all()
    assert {tuple(row) for row in rows} >= {(issued["id"], "approved"), (draft["id"], "deleted")}


def test_an_administrator_of_others_has_to_hand_over_first(backend):
    admin = backend.client("admin")
    assert problem(cancelled(admin)) == "last-admin"
    assert admin.get("/v1/company").ok


@pytest.mark.parametrize("given", ["", "guessed"])
def test_without_the_password_again_nothing_ends(clerk, given):
    answer = clerk.call("POST", "/v1/cancellation", {"confirmation": given}, Idempotency_Key=new_id())
    assert problem(answer) == "confirmation-needed"
    assert clerk.get("/v1/company").ok
