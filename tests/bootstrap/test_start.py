"""A first look shows nothing that an opening would ask for first, and asks the vault once for both."""

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.bootstrap.start import Start
from coo_desktop.domain.documents.document import CERTIFICATE, Person, Query
from coo_desktop.domain.errors import StoreLocked
from coo_desktop.domain.mending import Mend
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys import vault
from coo_desktop.store.keys.key_chest import KeyChest
from tests.keyring_in_home import KeyringInHome

ADDRESS = "http://127.0.0.1:9"


@pytest.fixture
def asked(monkeypatch):
    """How often the vault was asked."""
    times, known = [], KeyChest.key

    def key(chest):
        times.append(chest)
        return known(chest)

    monkeypatch.setattr(KeyChest, "key", key)
    return times


@pytest.fixture
def profile(tmp_path, monkeypatch):
    """A desk that somebody has signed in to, on a computer whose vault keeps the key."""
    own = f"{KeyringInHome.__module__}.{KeyringInHome.__qualname__}"
    monkeypatch.setattr(vault, "TRUSTED", frozenset({own}))
    monkeypatch.setattr(vault, "get_keyring", KeyringInHome)
    here = Profile(tmp_path)
    opened = open_profile(here, ADDRESS)
    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo", name="李娜"))
    opened.chest.seal("secret", opened.key)
    opened.close()
    return here


def choose(setting):
    setting("open_tabs")
    return Query(family=CERTIFICATE)


def test_the_vault_is_asked_once_for_the_look_and_the_opening(profile, asked):
    look = Start(profile)
    glance = look.rows(choose)
    assert (glance.rows, glance.kept, glance.person["name"]) == ((), {"open_tabs": None}, "李娜")
    assert glance.names.forms["rcep_2022"]["zh_CN"]
    opened = open_profile(profile, ADDRESS, ask_key=look.key)
    opened.close()
    assert len(asked) == 1
    open_profile(profile, ADDRESS, ask_key=look.key).close()  # what was answered counts once
    assert len(asked) == 2


def test_a_vault_that_refuses_is_heard_by_the_opening_too(profile, monkeypatch):
    def refuse(_chest):
        raise StoreLocked(cause="timeout")

    monkeypatch.setattr(KeyChest, "key", refuse)
    look = Start(profile)
    assert look.rows(choose) is None
    monkeypatch.setattr(KeyChest, "key", lambda _chest: pytest.fail("asked again"))
    with pytest.raises(StoreLocked, match="timeout"):
        open_profile(profile, ADDRESS, ask_key=look.key)


def test_nothing_is_shown_of_a_store_that_waits_for_something(profile, asked):
    mending.note(profile, Mend.START_ANEW)
    assert Start(profile).rows(choose) is None
    assert asked == []  # and nobody is asked for a key


def test_nothing_is_shown_where_nobody_is_signed_in_or_nothing_is_wanted(profile, tmp_path):
    assert Start(profile).rows(lambda _setting: None) is None
    opened = open_profile(profile, ADDRESS)
    with opened.store.unit() as unit:
        unit.put_person(Person())
    opened.close()
    assert Start(profile).rows(choose) is None
    assert Start(Profile(tmp_path / "none")).rows(choose) is None
