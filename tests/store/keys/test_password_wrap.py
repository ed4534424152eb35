"""A key under a password opens with that one alone, and a cost that no honest file has is not paid."""

from dataclasses import replace

import pytest

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store.keys.password_wrap import unwrap, wrap

KEY = bytes(range(32))


@pytest.mark.parametrize("password", ["secret", "", "密码", "\ud800"])
def test_only_its_password_opens(password):
    wrapped = wrap(password, KEY)
    assert unwrap(password, wrapped) == KEY
    assert unwrap(password + "x", wrapped) is None


@pytest.mark.parametrize(
    "change", [{"memory_kib": 1 << 30}, {"passes": 10_000}, {"lanes": 1000}, {"passes": 0}, {"memory_kib": 1}]
)
def test_a_cost_that_is_none_is_damage(change):
    with pytest.raises(StoreDamaged):
        unwrap("secret", replace(wrap("secret", KEY), **change))


def test_what_is_no_hexadecimal_is_damage():
    with pytest.raises(StoreDamaged):
        unwrap("secret", replace(wrap("secret", KEY), salt="zz"))
