"""Tokens: the new one is safe before it is used, and however many ask, one renewal is sent."""

import threading

import pytest

from coo_desktop.domain.errors import SignInNeeded, StoreLocked, Unanswered, Untrusted
from coo_desktop.sync.client.calls import Reply
from coo_desktop.sync.client.tokens import MemorySecret, Tokens, VaultSecret, open_secret
from tests.keyring_in_home import KeyringInHome


def reply(number):
    return Reply(200, {"accessToken": f"access {number}", "refreshToken": f"refresh {number}", "expiresInS": 600})


def test_the_refresh_token_is_safe_before_its_partner_can_be_used():
    order = []

    class Watching(MemorySecret):
        def write(self, secret):
            order.append((secret, tokens.access()))
            super().write(secret)

    tokens = Tokens(Watching())
    tokens.keep(reply(1))
    assert order == [("refresh 1", None)]
    assert tokens.access() == "access 1"


def test_many_who_need_a_renewal_share_one():
    tokens = Tokens(MemorySecret())
    tokens.keep(reply(0))
    sent = []

    def exchange(refresh):
        sent.append(refresh)
        return reply(len(sent))

    threads = [threading.Thread(target=tokens.renew, args=("access 0", exchange)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sent, tokens.access()) == (["refresh 0"], "access 1")


def test_a_renewal_that_was_refused_ends_the_session():
    secret = MemorySecret()
    tokens = Tokens(secret)
    tokens.keep(reply(0))

    def refuse(refresh):
        raise SignInNeeded()

    with pytest.raises(SignInNeeded):
        tokens.renew("access 0", refuse)
    assert (tokens.access(), secret.read(), tokens.is_known()) == (None, None, False)


def test_a_renewal_that_was_not_answered_can_be_asked_again():
    tokens = Tokens(MemorySecret())
    tokens.keep(reply(0))

    def cut(refresh):
        raise Unanswered(cause="cut")

    with pytest.raises(Unanswered):
        tokens.renew("access 0", cut)
    assert tokens.renew("access 0", lambda refresh: reply(1)) == "access 1"


@pytest.mark.parametrize("bad", [None, "", 3, "x" * 1001, "宁"])
def test_a_token_of_a_strange_shape_is_not_kept(bad):
    tokens = Tokens(MemorySecret())
    with pytest.raises(Untrusted):
        tokens.keep(Reply(200, {"accessToken": bad, "refreshToken": "r", "expiresInS": 600}))
    assert not tokens.is_known()


def test_a_session_is_found_in_the_vault_by_the_next_program():
    open_secret("service", KeyringInHome()).write("refresh")
    assert open_secret("service", KeyringInHome()).read() == "refresh"
    open_secret("service", KeyringInHome()).forget()
    assert open_secret("service", KeyringInHome()).read() is None


def test_a_vault_that_is_locked_keeps_the_session_until_the_program_ends():
    class Locked:
        def read(self, name):
            raise StoreLocked(cause="locked")

        def write(self, name, secret):
            raise StoreLocked(cause="locked")

        def forget(self, name):
            raise StoreLocked(cause="locked")

    secret = VaultSecret(Locked())
    assert secret.read() is None
    secret.write("refresh")
    assert secret.read() == "refresh"
    secret.forget()
    assert secret.read() is None


def test_a_vault_nobody_vouches_for_is_not_used():
    assert isinstance(open_secret("service"), MemorySecret)
