"""A rule is looked up by the product's code in the edition in which the rule is written."""

import pytest

from coo_desktop.domain.hs.changes import Correlations, Link, correlate
from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.conversion import UNCONVERTED, find
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.origin.rules import Entry, ProductRule, RuleTable
from tests.domain.origin.goods import ON, agreement, good, material

TABLE = correlate(
    "2012",
    "2022",
    "a table",
    [
        Link("851712", "851713"),
        Link("030510", "030910"),
        Link("240399", "240411"),
        Link("240391", "240411"),
        Link("392350", "392350"),
        Link("901300", "852400"),
        Link("852900", "852400"),
        Link("961700", "961700"),
    ],
)
CONVERSION = Correlations([TABLE])


def rules(*rows: tuple[str, str], edition: str = "2012") -> RuleTable:
    return RuleTable(
        tuple(
            Entry("toy", CodeRange.read(codes), ProductRule(text, "Annex", True, editions=(edition,)))
            for codes, text in rows
        )
    )


def test_a_renumbered_product_finds_its_rule_under_the_code_it_had():
    table = rules(("851712", "CTH"), ("85", "CC"))
    found = find(table, CONVERSION, "toy", good(hs_code="851713"), ON)
    assert found.found.rule is not None
    assert (found.found.rule.text, found.edition, found.codes) == ("CTH", "2012", ("851712",))


def test_the_answer_names_the_products_own_code_and_tells_of_the_conversion():
    product = good(material("392350", "US"), hs_code="851713")
    answer = look_up(product, agreement(), rules(("851712", "CTH")), ON, CONVERSION)
    assert (answer.hs_code, answer.qualifies, answer.verified) == ("851713", True, True)
    assert [note.key for note in answer.notes] == ["code_converted"]
    assert "851712" in answer.notes[0].text_en


def test_a_product_that_changed_its_heading_is_judged_by_the_old_one():
    product = good(material("030549", "US"), hs_code="030910", processes=())
    answer = look_up(product, agreement(tolerance=None), rules(("030510", "CTH")), ON, CONVERSION)
    assert answer.qualifies is False  # 03.05 to 03.05 in the annex's edition, though 03.05 to 03.09 today


def test_a_material_without_a_single_counterpart_is_named():
    product = good(material("240411", "US"), hs_code="851713")
    answer = look_up(product, agreement(), rules(("851712", "CTH")), ON, CONVERSION)
    assert [note.key for note in answer.notes] == ["code_converted", "materials_not_converted"]
    assert "240411" in answer.notes[1].text_en


def test_several_codes_with_one_rule_leave_no_choice():
    table = rules(("2403", "CC"))
    answer = look_up(good(hs_code="240411"), agreement(), table, ON, CONVERSION)
    assert answer.rule is not None
    assert answer.rule.text == "CC"
    assert "240391, 240399" in answer.notes[0].text_en


def test_several_codes_with_several_rules_are_offered_and_none_is_chosen():
    table = rules(("901300", "RVC40"), ("852900", "CTH"))
    answer = look_up(good(material("901300", "US"), hs_code="852400"), agreement(), table, ON, CONVERSION)
    assert (answer.rule, answer.qualifies, answer.missing) == (None, None, ("product_rule",))
    assert answer.notes[-1].key == "rule_parts"
    assert "HS 2012 852900: CTH" in answer.notes[-1].text_en
    assert "HS 2012 901300: RVC40" in answer.notes[-1].text_en


def test_a_rule_that_only_one_of_several_codes_has_is_offered_not_chosen():
    found = find(rules(("901300", "RVC40")), CONVERSION, "toy", good(hs_code="852400"), ON)
    assert found.found.rule is None
    assert [part.part for part in found.found.parts] == ["HS 2012 901300"]


def test_a_rule_of_the_products_own_edition_comes_first():
    table = RuleTable((*rules(("851713", "CC"), edition="2022").entries, *rules(("851712", "CTH")).entries))
    found = find(table, CONVERSION, "toy", good(hs_code="851713"), ON)
    assert found.found.rule is not None
    assert (found.found.rule.text, found.edition) == ("CC", "2022")


def test_an_old_rule_under_the_same_number_is_not_taken_for_a_code_that_meant_something_else():
    found = find(rules(("851713", "CC")), CONVERSION, "toy", good(hs_code="851713"), ON)
    assert (found.found.rule, found.found.parts) == (None, ())


@pytest.mark.parametrize("code", ["851713", "961700"])
def test_without_tables_the_code_stands_as_it_is_and_the_difference_is_told(code):
    answer = look_up(good(hs_code=code), agreement(), rules((code, "CTH")), ON, UNCONVERTED)
    assert answer.verified is False
    assert "edition_differs" in [note.key for note in answer.notes]


def test_an_unchanged_code_keeps_its_further_digits():
    product = good(hs_code="96170011")
    answer = look_up(product, agreement(), rules(("961700", "CTH")), ON, CONVERSION)
    assert answer.rule is not None
    assert (answer.hs_code, answer.rule.text) == ("96170011", "CTH")
