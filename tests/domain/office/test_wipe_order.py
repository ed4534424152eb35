"""What the signature of an order to wipe covers cannot be read in two ways."""

from coo_desktop.domain.office.wipe_order import WipeOrder

ORDER = WipeOrder("demo", "desk-1", "2026-11-23T08:00:00Z", "n1")


def test_two_orders_never_share_a_signed_text():
    others = [WipeOrder("demo", "desk-1\n2026", "", "n1"), WipeOrder("demo\ndesk-1", "", "2026-11-23T08:00:00Z", "n1")]
    assert len({order.signed_text for order in (ORDER, *others)}) == 3
