"""A vault is believed when it keeps what it was given, and given up on when it does not answer."""

import keyring
import pytest
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from coo_desktop.domain.errors import StoreLocked
from coo_desktop.store.keys import vault as vaults
from coo_desktop.store.keys.vault import LONGEST_SECRET, Vault
from tests.store.keyrings import FAILURES, Clinging, Hanging, Sound


@pytest.fixture
def configured():
    """Lets a test set what the system's configuration selects."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_secret_is_kept_under_the_profiles_own_name():
    backend = Sound()
    Vault("coo-desktop a", backend).write("token", "secret")
    assert Vault("coo-desktop a", backend).read("token") == "secret"
    assert Vault("coo-desktop b", backend).read("token") is None


def test_a_forgotten_secret_is_gone_and_forgetting_twice_is_no_fault():
    vault = Vault("coo-desktop", Sound())
    vault.write("token", "secret")
    vault.forget("token")
    vault.forget("token")
    assert vault.read("token") is None


def test_a_probe_leaves_nothing_behind():
    backend = Sound()
    Vault("coo-desktop", backend).probe()
    assert backend.secrets == {}


@pytest.mark.parametrize(("make", "cause"), FAILURES.values(), ids=FAILURES)
def test_a_vault_that_fails_is_not_believed(make, cause):
    with pytest.raises(StoreLocked) as caught:
        Vault("coo-desktop", make()).probe()
    assert caught.value.facts == {"cause": cause}


def test_a_vault_that_keeps_what_it_should_forget_is_told():
    vault = Vault("coo-desktop", Clinging())
    vault.write("token", "secret")
    with pytest.raises(StoreLocked):
        vault.forget("token")


def test_a_vault_that_hangs_is_left_behind():
    backend = Hanging()
    with pytest.raises(StoreLocked) as caught:
        Vault("coo-desktop", backend, limit_s=0.05).read("token")
    backend.answered.set()
    assert caught.value.facts == {"cause": "timeout"}


def test_a_secret_too_long_for_windows_is_a_mistake_everywhere():
    with pytest.raises(ValueError, match="characters"):
        Vault("coo-desktop", Sound()).write("token", "x" * LONGEST_SECRET)


@pytest.mark.parametrize("selected", [NullKeyring(), FailKeyring(), Sound()], ids=["null", "fail", "foreign"])
def test_configuration_cannot_select_a_vault_that_is_none(configured, selected):
    configured(selected)
    with pytest.raises(StoreLocked) as caught:
        Vault("coo-desktop")
    assert caught.value.facts == {"cause": "no_vault"}


def test_a_real_vault_is_found_among_several(configured, monkeypatch):
    real = Sound()
    monkeypatch.setattr(vaults, "TRUSTED", {f"{Sound.__module__}.{Sound.__qualname__}"})
    monkeypatch.setattr(ChainerBackend, "backends", [NullKeyring(), real])
    configured(ChainerBackend())
    Vault("coo-desktop").write("token", "secret")
    assert real.secrets == {("coo-desktop", "token"): "secret"}


def test_windows_entries_stay_on_this_machine():
    backend = Sound()
    backend.persist = "enterprise"
    Vault("coo-desktop", backend)
    assert backend.persist == "local machine"
