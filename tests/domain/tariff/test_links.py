"""What is known between two countries without rates; days, forms and rules as the shipped agreements have them."""

import datetime as dt

import pytest

from coo_desktop.domain.origin.verdict import Need
from coo_desktop.domain.tariff.comparison import Question
from coo_desktop.domain.tariff.links import TariffLink, links
from tests.rulebooks import shipped

DAY = dt.date(2026, 11, 30)


def known(importer: str, code: str, day: dt.date = DAY, exporter: str = "CN") -> dict[str, TariffLink]:
    book = shipped()
    found = links(Question(exporter, importer, code, day), book.agreements, book.product_rules, book.conversion)
    return {link.agreement.id: link for link in found}


def test_every_agreement_of_the_pair_is_told_with_the_later_day_of_both_the_oldest_first():
    found = known("KR", "961700")
    assert list(found) == ["apta", "korea", "rcep"]
    assert [link.verified for link in found.values()] == [False, False, True]
    assert found["rcep"].since == dt.date(2022, 2, 1)  # Korea's own day, a month after China's


@pytest.mark.parametrize(
    ("importer", "code", "agreement", "rule", "general", "need"),
    [
        ("JP", "961700", "rcep", "CTH or RVC40", False, None),
        ("KR", "961700", "apta", "RVC45", True, Need.LIST),
        ("TH", "961700", "acfta", "RVC40 or CTH", True, Need.LIST),
        ("CH", "961700", "switzerland", "", False, Need.RULE),
        ("HN", "010121", "honduras", "PE", True, None),
    ],
)
def test_a_rule_is_told_with_what_has_to_be_looked_up_before_it_decides(importer, code, agreement, rule, general, need):
    link = known(importer, code)[agreement]
    assert (link.rule, link.general, link.need) == (rule, general, need)


def test_an_agreement_counts_from_its_day_and_only_between_its_parties():
    assert "rcep" not in known("KR", "961700", dt.date(2022, 1, 31))
    assert known("US", "961700") == {}


def test_a_code_outside_a_closed_list_has_no_preference():
    """ECFA's early harvest lists 9617.00 and no live horses."""
    assert known("TW", "961700")["ecfa"].rule == "CTH or RVC40"
    assert known("TW", "010121")["ecfa"].outside
