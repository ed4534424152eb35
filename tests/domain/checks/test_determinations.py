"""A determination is made once for a product, until something that it rests on is another thing."""

import dataclasses
import datetime as dt

import pytest

from coo_desktop.domain.checks.determinations import LIMIT, Determinations
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.origin.rule_sources import PackRule, RuleLists, RuleSources, entry_of
from coo_desktop.domain.origin.rules import RuleTable
from tests.domain.given import PRE_REVIEW, PRODUCT, product_document, values_of
from tests.rulebooks import shipped

DAY = dt.date(2026, 10, 16)
KEY, VALUES, GROUNDS = ("p", "rcep", "JPN"), {"hs_code": "9617001900"}, (object(),)


class Maker:
    """Makes nothing, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> None:
        self.made += 1


@pytest.mark.parametrize(
    ("other", "made"),
    [
        ({}, 1),
        ({"values": dict(VALUES)}, 1),
        ({"values": {"hs_code": "9617001100"}}, 2),
        ({"key": ("p", "rcep", "KOR")}, 2),
        ({"on": dt.date(2026, 10, 17)}, 2),
        ({"grounds": (object(),)}, 2),
        ({"grounds": (*GROUNDS, None)}, 2),
    ],
)
def test_it_is_made_again_when_something_under_it_is_another(other, made):
    known, maker = Determinations(), Maker()
    asked = {"key": KEY, "values": VALUES, "on": DAY, "grounds": GROUNDS}
    known.answer(*asked.values(), maker)
    known.answer(*(asked | other).values(), maker)
    assert maker.made == made


def test_it_never_keeps_more_than_it_may():
    known, maker = Determinations(), Maker()
    for number in range(LIMIT + 1):
        known.answer((str(number), "rcep", "JPN"), VALUES, DAY, GROUNDS, maker)
    known.answer(("0", "rcep", "JPN"), VALUES, DAY, GROUNDS, maker)
    assert maker.made == LIMIT + 2


class Shelf:
    """Packs of rules of which others can be installed."""

    def __init__(self) -> None:
        self.rules: RuleTable | RuleLists = RuleTable()


def rule(text: str) -> RuleTable:
    return RuleTable((entry_of("korea", PackRule("961700", "961700", "2022", text, text, "a pack", "official")),))


def test_rules_that_are_installed_count_from_the_next_question_on():
    shelf, product = Shelf(), product_document(PRODUCT, values_of(PRE_REVIEW))
    rules = dataclasses.replace(shipped(), product_rules=RuleSources(RuleTable(), lambda: shelf.rules))

    def printed() -> str:
        found = rules.determination(product, "korea", "KOR", DAY)
        assert found is not None
        return found.rule.text if found.rule is not None else ""

    shelf.rules = rule("CTH")
    assert printed() == printed() == "CTH"
    shelf.rules = rule("CC")
    assert printed() == "CC"


def test_a_product_that_was_changed_is_determined_by_what_it_says_now():
    product: Document = product_document(PRODUCT, values_of(PRE_REVIEW))
    rules = shipped()
    assert rules.determination(product, "rcep", "JPN", DAY) is not None
    coded = dataclasses.replace(product, values={**product.values, "hs_code": "96"})
    assert rules.determination(coded, "rcep", "JPN", DAY) is None
    assert rules.determination(product, "rcep", "JPN", DAY) is rules.determination(product, "rcep", "JPN", DAY)
