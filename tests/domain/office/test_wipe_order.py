"""An order to wipe says for whom and where; what is signed cannot be read in two ways."""

import pytest

from coo_desktop.domain.office.wipe_order import WipeOrder, from_wire

ORDER = WipeOrder("demo", "desk-1", "2026-11-23T08:00:00Z", "n1")


def test_an_order_travels_and_comes_back_the_same():
    assert from_wire({**ORDER.to_wire(), "signature": "x"}) == ORDER


@pytest.mark.parametrize("told", [None, [], {}, {**ORDER.to_wire(), "nonce": ""}, {**ORDER.to_wire(), "device": 7}])
def test_what_is_no_order_is_none(told):
    assert from_wire(told) is None


def test_two_orders_never_share_a_signed_text():
    others = [WipeOrder("demo", "desk-1\n2026", "", "n1"), WipeOrder("demo\ndesk-1", "", "2026-11-23T08:00:00Z", "n1")]
    assert len({order.signed_text for order in (ORDER, *others)}) == 3
