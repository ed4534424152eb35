"""Every agreement for a pair of countries, the best answer first."""

from coo_desktop.domain.origin.candidates import look_up, possible
from coo_desktop.domain.origin.product import read_product
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.origin.rules import Entry, ProductRule, RuleTable
from tests.domain.origin.goods import FLASK_FILE, ON, good, material


def test_linking_agreements_are_answered_best_first(agreements, rules):
    found = possible(read_product(FLASK_FILE), "CN", "KR", agreements, rules, ON)
    assert [answer.agreement for answer in found][:2] == ["rcep", "apta"]
    assert [answer.agreement for answer in found[2:]] == ["non_preferential", "korea"]
    assert [answer.qualifies for answer in found] == [True, None, None, None]
    assert [answer.standing.value for answer in found] == ["holds", "would_hold", "would_hold", "unknown"]


def test_without_an_agreement_the_non_preferential_answer_is_left(agreements, rules):
    found = possible(read_product(FLASK_FILE), "CN", "BR", agreements, rules, ON)
    assert [answer.agreement for answer in found] == ["non_preferential"]


def test_a_refused_agreement_comes_last(agreements, rules):
    product = good(material("961700", "US", price="9"), hs_code="961700", processes=())
    found = possible(product, "CN", "JP", agreements, rules, ON)
    assert [(answer.agreement, answer.qualifies) for answer in found] == [("non_preferential", None), ("rcep", False)]


def test_parts_of_a_code_are_named_and_nothing_is_decided(agreements):
    parts = [ProductRule(text, "Annex", True, part=part) for text, part in (("CTH", "of steel"), ("CC", "other"))]
    table = RuleTable(tuple(Entry("rcep", CodeRange("9617", "9617"), part) for part in parts))
    found = look_up(read_product(FLASK_FILE), agreements.get("rcep"), table, ON)
    assert (found.qualifies, found.missing) == (None, ("product_rule",))
    assert "of steel: CTH; other: CC" in found.notes[-1].text_en
