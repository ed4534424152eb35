"""How the account stands: asked once after each renewal, and told to every screen when it changed."""

import base64

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import AccountCancelled
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.sync import remembered
from coo_desktop.sync.api.account import Account
from tests.backend.accounts.test_signatories import arranged, proof

HOUR_S = 3600


@pytest.fixture
def admin(backend_process):
    return backend_process.client("admin")


def looks(chaos) -> int:
    return len(chaos.seen("/v1/company"))


def test_the_company_is_asked_for_once_after_each_renewal(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    assert desk.sync().light == "synced"
    before = looks(chaos)
    desk.sync()
    assert looks(chaos) == before
    backend_process.set_clock(HOUR_S)
    desk.sync()
    desk.sync()
    assert looks(chaos) == before + 1


def test_a_disabled_signatory_with_nothing_to_send_hears_of_it_at_the_next_contact(desks, admin):
    desk = desks()
    desk.sync()
    assert arranged(admin, "demo", "disable").ok
    desk.clock.pass_s(HOUR_S)
    change, state = desk.engine.run_pass()
    assert state.light == "synced"
    assert "person" in change.families
    assert not desk.store.reader.person().active
    assert arranged(admin, "demo", "enable").ok
    desk.sync()
    assert desk.store.reader.person().active


def test_a_former_administrator_has_the_new_role_at_the_next_contact(desks, admin):
    desk = desks("admin")
    assert desk.store.reader.person().role == "admin"
    assert arranged(admin, "demo", "hand_over", confirmation=proof(admin)).ok
    desk.sync()
    assert desk.store.reader.person().role == "clerk"


def test_a_deleted_signatory_keeps_everything_and_sends_nothing(desks, admin):
    desk = desks()
    written = desk.write()
    assert arranged(admin, "demo", "delete").ok
    state = desk.sync()
    assert (state.light, state.cause, desk.states()) == ("attention", SyncCause.ACCOUNT_DELETED, ["blocked"])
    assert desk.store.reader.setting(remembered.ENDED) == "deleted"
    assert desk.sync().cause == SyncCause.ACCOUNT_DELETED
    assert desk.document(written.id).rev is None
    assert not desk.store.reader.person().active


def test_an_account_cancelled_elsewhere_brings_an_order_that_is_noted(desks, backend_process):
    desk = desks()
    noted = []
    desk.account = Account(desk.store, desk.remote, desk.tokens, note=noted.append)
    desk.engine._account = desk.account
    elsewhere = backend_process.client("demo")
    told = elsewhere.call(
        "POST", "/v1/cancellation", {"confirmation": proof(elsewhere, "cancel")}, Idempotency_Key=new_id()
    )
    assert told.ok
    state = desk.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.ACCOUNT_CANCELLED)
    (order,) = noted
    assert (order.account, order.device) == ("demo", desk.store.reader.setting(remembered.DEVICE))
    with pytest.raises(AccountCancelled):
        desk.office.company()


def test_an_order_signed_by_somebody_else_is_not_noted(desks, backend_process):
    desk = desks()
    noted = []
    desk.account = Account(desk.store, desk.remote, desk.tokens, note=noted.append)
    desk.engine._account = desk.account
    with desk.store.unit() as unit:
        unit.put_setting(remembered.SERVER_KEY, base64.b64encode(bytes(32)).decode())
    elsewhere = backend_process.client("demo")
    body = {"confirmation": proof(elsewhere, "cancel")}
    assert elsewhere.call("POST", "/v1/cancellation", body, Idempotency_Key=new_id()).ok
    state = desk.sync()
    assert (state.light, state.cause, noted) == ("attention", SyncCause.UNTRUSTED, [])
