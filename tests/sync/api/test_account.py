"""Signing in and out, and sessions that end while work is on its way."""

import contextlib

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.domain.errors import Offline, Refused, SignInFailed, Unanswered
from coo_desktop.sync.api.account import Account, device
from tests.keyring_in_home import KeyringInHome

NEW, OTHER = "lantern-ridge-77", "青山-harbour-88"
HOUR_S = 3600
MONTHS_S = 90 * 86_400


def test_whoever_signs_in_is_known_with_the_company(desks):
    desk = desks()
    assert desk.account.signed_in().name == "王晓明"
    assert desk.store.reader.company().name_en.startswith("NINGBO LANFENG")


def test_a_wrong_password_is_told_and_changes_nothing(desks):
    desk = desks()
    with pytest.raises(SignInFailed):
        desk.account.sign_in("demo", "wrong")
    assert desk.account.signed_in()


def test_a_profile_belongs_to_one_person(desks):
    desk = desks()
    with pytest.raises(Refused) as caught:
        desk.account.sign_in("clerk2", PASSWORD)
    assert caught.value.facts == {"why": "other_person", "account": "demo"}


def test_a_session_goes_on_after_the_program_was_started_again(desks):
    first = desks(name="same")
    first.close()
    again = desks(name="same")
    again.tokens._access = None
    again.write()
    assert again.sync().light == "synced"


def test_an_access_token_that_ends_in_mid_pass_is_renewed_once(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    written = desk.write()
    backend_process.set_clock(HOUR_S)
    assert desk.sync().light == "synced"
    assert desk.document(written.id).rev
    assert len(chaos.seen("/v1/auth/refresh")) == 1


def test_a_renewal_whose_answer_is_lost_does_not_sign_out(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    desk.write()
    backend_process.set_clock(HOUR_S)
    chaos.order("cut_answer", "/v1/auth/refresh")
    assert desk.sync().light == "offline"
    assert desk.sync().light == "synced"


def test_a_session_that_ends_in_mid_pass_keeps_the_queue_until_somebody_signs_in(desks, backend_process):
    desk = desks()
    desk.write()
    desk.sync()
    written = [desk.write() for _ in range(3)]
    keys = [intent.key for intent in desk.outbox()]
    backend_process.set_clock(MONTHS_S)
    state = desk.sync()
    assert (state.light, state.waiting, desk.states()) == ("signed_out", 3, ["queued"] * 3)
    assert desk.sync().light == "signed_out"
    assert [intent.key for intent in desk.outbox()] == keys
    desk.sign_in()
    assert desk.sync().light == "synced"
    assert all(desk.document(one.id).rev for one in written)


def test_signing_out_ends_the_session_here_and_there(desks, backend_process):
    desk = desks()
    refresh = KeyringInHome().get_password("test desk0", "refresh token")
    desk.account.sign_out()
    assert desk.account.signed_in() is None
    assert desk.sync().light == "signed_out"
    assert KeyringInHome().get_password("test desk0", "refresh token") is None
    assert backend_process.client().refresh(refresh).status_code == 401


def test_signing_out_works_offline(desks):
    desk = desks()
    desk.move("http://127.0.0.1:9").account.sign_out()
    assert desk.account.signed_in() is None


def test_signing_in_offline_says_why_not(desks):
    desk = desks().move("http://127.0.0.1:9")
    with pytest.raises(Offline) as caught:
        desk.account.sign_in("demo", PASSWORD)
    assert caught.value.facts == {"cause": "refused"}


class Passwords:
    """A lock that remembers what opens it, in the clear."""

    def __init__(self):
        self.opening, self.prepared = [], []

    def seal(self, password):
        self.opening, self.prepared = [password], []

    def opens(self, password):
        return password in (*self.opening, *self.prepared)

    def prepare(self, password):
        self.prepared.append(password)

    def settle(self, is_taken):
        password = self.prepared.pop()
        if is_taken:
            self.seal(password)


@pytest.fixture
def locked(desks, chaos):
    """A desk whose password opens its store too, behind a line that can break."""
    desk = desks(url=chaos.url)
    desk.account = Account(desk.store, desk.remote, desk.tokens, Passwords())
    desk.sign_in()
    yield desk
    for old in (NEW, OTHER):  # the backend is shared by the module
        with contextlib.suppress(SignInFailed):
            desk.account.change_password(old, PASSWORD)


def test_a_new_password_ends_the_other_sessions_and_opens_the_store(locked, desks):
    other = desks("demo")
    assert locked.account.change_password(PASSWORD, NEW) >= 1
    assert (locked.account.unlock(NEW), locked.account.unlock(PASSWORD)) == (True, False)
    locked.write()
    assert locked.sync().light == "synced"
    assert other.sync().light == "signed_out"


def test_a_refused_change_leaves_the_old_password_alone(locked):
    with pytest.raises(SignInFailed):
        locked.account.change_password("wrong", NEW)
    for weak, code in (
        ("short", "password_short"),
        ("LANFENG2026", "password_personal"),
        ("zhangwei1988", "password_common"),
        (PASSWORD, "password_same"),
    ):
        with pytest.raises(Refused) as caught:
            locked.account.change_password(PASSWORD, weak)
        assert [one["code"] for one in caught.value.facts["problem"]["problems"]] == [code]
    assert (locked.account.unlock(PASSWORD), locked.account.unlock(NEW)) == (True, False)


def test_after_a_lost_answer_both_open_the_store_and_a_second_try_settles_it(locked, chaos):
    chaos.order("cut_answer", "/v1/auth/password")
    with pytest.raises(Unanswered):
        locked.account.change_password(PASSWORD, NEW)
    assert (locked.account.unlock(PASSWORD), locked.account.unlock(NEW)) == (True, True)
    with pytest.raises(SignInFailed):
        locked.account.change_password(PASSWORD, OTHER)
    assert (locked.account.unlock(NEW), locked.account.unlock(OTHER)) == (True, False)
    assert locked.account.change_password(PASSWORD, NEW) == 0
    assert (locked.account.unlock(PASSWORD), locked.account.unlock(NEW)) == (False, True)


def test_the_password_the_backend_took_seals_the_key_and_unlocks_it_later(desks):
    desk = desks()
    account = Account(desk.store, desk.remote, desk.tokens, Passwords())
    assert not account.unlock(PASSWORD)
    account.sign_in("demo", PASSWORD)
    assert account.unlock(PASSWORD)
    assert not account.unlock("wrong")


def test_a_device_keeps_its_name(desks):
    desk = desks()
    assert device(desk.store) == device(desk.store)


def test_strangers_with_wrong_passwords_shut_no_desk_out_and_the_person_is_told(desks, backend_process):
    """The desk is a known device, its session goes on; a computer that never signed in has to wait."""
    desk, outsider = desks("clerk2"), backend_process.client()
    for _ in range(6):
        outsider.sign_in("clerk2", "guess")
    with pytest.raises(SignInFailed) as waits:
        desks("clerk2")
    assert 0 < waits.value.facts["retry_after_s"] <= 60
    desk.clock.pass_s(HOUR_S)
    desk.tokens._access = None  # as after ten minutes: the session is renewed
    change, state = desk.engine.run_pass()
    (notice,) = desk.store.reader.notices.newest(10)
    assert (state.light, "notice" in change.families) == ("synced", True)
    assert (notice.kind, notice.facts["count"], notice.facts["places"], notice.mark) == (
        "sign_ins_failed",
        5,
        1,
        "unread",
    )
    desk.account.sign_out()
    assert desk.sign_in().sync().light == "synced"
    assert desk.store.reader.notices.newest(10) == (notice,)  # told once, until there are more
