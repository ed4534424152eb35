"""Signing in and out, and sessions that end while work is on its way."""

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.domain.errors import Offline, Refused, SignInFailed
from coo_desktop.sync.api.account import Account, device
from tests.keyring_in_home import KeyringInHome

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


def test_the_password_the_backend_took_seals_the_key_and_unlocks_it_later(desks):
    desk = desks()
    sealed: list[str] = []
    account = Account(desk.store, desk.remote, desk.tokens, sealed.append, lambda password: password in sealed)
    assert not account.unlock(PASSWORD)
    account.sign_in("demo", PASSWORD)
    assert account.unlock(PASSWORD)
    assert not account.unlock("wrong")


def test_a_device_keeps_its_name(desks):
    desk = desks()
    assert device(desk.store) == device(desk.store)
