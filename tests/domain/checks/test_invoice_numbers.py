"""Invoice numbers: one spelling, and the certificates that take them."""

import pytest

from coo_desktop.domain.checks.invoice_numbers import KEY_LIMIT, invoice_key, numbers, taken
from tests.contracts.invoice_cases import carrying
from tests.sync.desk import toy_rules

FORM = toy_rules().form("toy_certificate")


@pytest.mark.parametrize("typed", ["LF-1", "lf-1", "ＬＦ－１", " LF-1\t", "\u3000lf-1"])
def test_a_number_has_one_spelling(typed):
    assert invoice_key(typed) == "lf-1"


def test_a_key_is_bounded():
    assert len(invoice_key("A" * (KEY_LIMIT + 1))) == KEY_LIMIT


def test_numbers_are_told_as_typed_and_each_once():
    assert numbers(FORM, carrying("a", " LF-1", "LF-1", "lf-1", "")) == ("LF-1", "lf-1")


@pytest.mark.parametrize(
    ("state", "keys"),
    [({}, {"lf-1"}), ({"stage": "voided"}, set()), ({"deleted": True}, set()), ({"family": "record"}, set())],
)
def test_only_a_valid_certificate_takes_numbers(state, keys):
    assert taken(FORM, carrying("a", "LF-1", "lf-1", **state)) == keys
