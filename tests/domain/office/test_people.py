"""What an administrator can do with a signatory; what the signature of an order to wipe covers has one reading."""

import pytest

from coo_desktop.domain.office.people import EVENTS, Signatory, WipeOrder


@pytest.mark.parametrize(
    ("active", "allowed"), [(True, {"disable", "delete", "hand_over"}), (False, {"enable", "delete"})]
)
def test_what_can_be_done_follows_from_the_state(active, allowed):
    person = Signatory("demo", "王晓明", "clerk", active)
    assert {event for event in EVENTS if person.may(event, "admin")} == allowed


def test_nothing_can_be_done_with_oneself_or_by_another_name():
    person = Signatory("admin", "陈枫", "admin", True)
    assert not any(person.may(event, "admin") for event in EVENTS)
    assert not person.may("promote", "demo")


def test_only_handing_over_takes_the_password_again():
    assert {event for event, again in EVENTS.items() if again} == {"hand_over"}


ORDER = WipeOrder("demo", "desk-1", "2026-11-23T08:00:00Z", "n1")


def test_two_orders_never_share_a_signed_text():
    others = [WipeOrder("demo", "desk-1\n2026", "", "n1"), WipeOrder("demo\ndesk-1", "", "2026-11-23T08:00:00Z", "n1")]
    assert len({order.signed_text for order in (ORDER, *others)}) == 3
