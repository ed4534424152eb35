"""Products are found while they are typed: by numbers however they are signed, names, initials, codes."""

import pytest

from coo_desktop.domain.matching.lookup import ProductLookup
from tests.sheets.matching import products

LOOKUP = ProductLookup(products())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("tf750", "flask-large"),
        ("TF-7", "flask-large"),
        ("YS26100002", "mug"),
        ("砧板", "cutting-board"),
        ("zzzb", "cutting-board"),
        ("zhuzhizhenban", "cutting-board"),
        ("steel mug", "mug"),
        ("bath cot", "bath-towel"),
        ("9505", ""),
        ("9503", "toy"),
        ("9503.00", "toy"),
        ("um.8k/21", "umbrella"),
        ("xyzzy", ""),
        ("", ""),
        ("  -", ""),
    ],
)
def test_the_first_product_found(typed, first):
    assert [one.id for one in LOOKUP.find(typed, 1)] == ([first] if first else [])


def test_no_more_are_found_than_wanted_and_numbers_come_before_names():
    assert [one.id for one in LOOKUP.find("bamboo", 5)] == ["cutting-board", "tray"]
    assert len(LOOKUP.find("a", 3)) == 3
