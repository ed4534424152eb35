"""People come and go: an administrator leaves, a full outbox is disabled, an account ends elsewhere."""

import base64
import dataclasses

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.bootstrap import wipe as ending
from coo_desktop.domain.errors import AccountDeleted, Refused, SignatoryDisabled
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.store import wipe as wiping
from coo_desktop.store.files.profile import Profile
from coo_desktop.sync import remembered
from coo_desktop.sync.api.account import Account
from tests.backend.process import BackendProcess
from tests.flows.office import effects
from tests.keyring_in_home import KeyringInHome

QUEUED = 50


@pytest.fixture
def backend_process(tmp_path):
    """A backend of this test's own: people who leave do not come back for the next one."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


@pytest.fixture
def admin(desks):
    return desks("admin", name="admin")


def accepted(backend, document_id):
    """What the backend did with a document, without what it refused to do."""
    return [action for action in effects(backend, document_id) if not action.startswith("refused-")]


def roles(desk):
    return {person.account: person.role for person in desk.office.people.signatories()}


def test_an_administrator_leaves_by_handing_over_and_is_deleted_by_the_new_one(desks, admin):
    successor = desks("demo")
    people = admin.office.people
    with pytest.raises(Refused) as caught:
        people.cancel(PASSWORD)
    assert caught.value.facts["why"] == "last-admin"
    with pytest.raises(Refused) as caught:
        people.arrange("admin", "delete")
    assert caught.value.facts["why"] == "last-admin"
    written = admin.write()
    admin.sync()
    people.arrange("demo", "hand_over", PASSWORD)
    for desk in (admin, successor):
        desk.sync()
    assert (admin.store.reader.person().role, successor.store.reader.person().role) == ("clerk", "admin")
    with pytest.raises(Refused) as caught:
        people.signatories()
    assert caught.value.facts["why"] == "forbidden"
    successor.office.people.arrange("admin", "delete")
    assert roles(successor) == {"clerk2": "clerk", "demo": "admin"}
    draft = admin.write()
    state = admin.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.ACCOUNT_DELETED)
    with pytest.raises(AccountDeleted):
        admin.office.company()
    assert admin.document(draft.id).values["consignee"]
    successor.sync()
    assert successor.document(written.id).values["consignee"]  # the company's, not the person's


def test_a_signatory_disabled_while_offline_keeps_fifty_documents_and_sends_none(desks, admin, backend_process):
    clerk = desks("demo")
    clerk.sync()
    written = [clerk.write() for _ in range(QUEUED)]
    keys = [intent.key for intent in clerk.outbox()]
    admin.office.people.arrange("demo", "disable")
    for _ in range(3):
        state = clerk.sync()
        assert (state.light, state.cause, state.waiting) == ("attention", SyncCause.SIGNATORY_DISABLED, QUEUED)
    assert clerk.states() == ["blocked"] * QUEUED
    assert [accepted(backend_process, one.id) for one in written] == [[]] * QUEUED
    assert not clerk.store.reader.person().active
    edited = clerk.edit(written[0].id, consignee="SAKURA KOBE")
    with pytest.raises(SignatoryDisabled):
        clerk.submit(edited.id)
    admin.office.people.arrange("demo", "enable")
    assert clerk.sync().light == "synced"
    assert clerk.states() == []
    assert clerk.store.reader.person().active
    assert all(clerk.document(one.id).rev for one in written)
    assert clerk.document(edited.id).values["consignee"] == "SAKURA KOBE"
    assert len(set(keys)) == QUEUED
    assert {len(accepted(backend_process, one.id)) for one in written[1:]} == {1}


class Kept:
    """A desk whose orders to wipe are noted beside its store, as the program does."""

    def __init__(self, desk, folder, address):
        self.desk, self.profile = desk, Profile(folder)
        desk.account = Account(
            desk.store,
            desk.remote,
            desk.tokens,
            note=lambda order: ending.note(self.profile, desk.store, address, order),
        )
        desk.engine._account = desk.account


@pytest.fixture
def kept(desks, backend_process, tmp_path):
    return Kept(desks("demo", name="laptop"), tmp_path / "laptop", backend_process.url)


def test_an_account_cancelled_on_another_device_is_wiped_at_the_next_contact(kept, desks, tmp_path):
    laptop, other = kept.desk, desks("demo", name="other")
    laptop.write()
    laptop.sync()
    assert other.office.people.cancel(PASSWORD)
    assert wiping.noted(kept.profile.folder) is None
    state = laptop.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.ACCOUNT_CANCELLED)
    wipe = wiping.noted(kept.profile.folder)
    assert wipe is not None
    laptop.close()
    secrets = (
        *wipe.secrets,
        (f"test {kept.profile.folder.name}", "refresh token"),
    )  # the desk of the tests calls it so
    wiping.note(kept.profile.folder, dataclasses.replace(wipe, secrets=secrets))
    ending.carry_out(kept.profile, KeyringInHome())
    assert list(kept.profile.folder.iterdir()) == []
    assert KeyringInHome().get_password("test laptop", "refresh token") is None


def test_a_forged_order_wipes_nothing(kept, desks):
    laptop, other = kept.desk, desks("demo", name="other")
    written = laptop.write()
    with laptop.store.unit() as unit:
        unit.put_setting(remembered.SERVER_KEY, base64.b64encode(bytes(32)).decode())
    assert other.office.people.cancel(PASSWORD)
    state = laptop.sync()
    assert (state.light, state.cause) == ("attention", SyncCause.UNTRUSTED)
    assert wiping.noted(kept.profile.folder) is None
    assert laptop.document(written.id).values
