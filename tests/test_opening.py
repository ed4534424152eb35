"""Opening a profile where no vault keeps the key: the first sign-in's password seals it, and nothing is deleted."""

import pytest

from coo_desktop.domain.documents import Person
from coo_desktop.domain.errors import Refused, StoreLocked
from coo_desktop.opening import open_profile
from coo_desktop.store.profile import Profile

ADDRESS = "http://127.0.0.1:9"


@pytest.fixture
def profile(tmp_path):
    return Profile(tmp_path)


def sealed(profile, password):
    """A profile as a first sign-in leaves it."""
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo"))
    opened.chest.seal(password, opened.key)
    opened.close()


def test_a_new_profile_opens_empty(profile):
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    assert opened.store.reader.person() == Person()
    opened.close()


def test_after_a_sign_in_only_its_password_opens(profile):
    sealed(profile, "secret")
    with pytest.raises(StoreLocked):
        open_profile(profile, ADDRESS, has_signed_in=True)
    assert open_profile(profile, ADDRESS, True, "wrong") is None
    opened = open_profile(profile, ADDRESS, True, "secret")
    assert opened.store.reader.person().account == "demo"
    assert opened.line.account.unlock("secret")
    assert not opened.line.account.unlock("wrong")
    opened.close()


def test_a_profile_nobody_signed_in_to_is_set_aside_and_kept(profile):
    sealed(profile, "secret")
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    assert opened.store.reader.person() == Person()
    opened.close()
    aside = next(profile.folder.glob("aside-*"))
    again = open_profile(Profile(aside), ADDRESS, True, "secret")
    assert again.store.reader.person().account == "demo"
    again.close()


def test_a_wrong_address_keeps_the_line(profile):
    opened = open_profile(profile, ADDRESS, has_signed_in=False)
    line = opened.line
    with pytest.raises(Refused):
        opened.reconnect("ftp://coo.example")
    assert opened.line is line
    opened.reconnect("http://127.0.0.1:10")
    assert opened.line is not line
    opened.close()
