"""Product rules of several sources: the most specific first, then the best source, and words that nobody can parse."""

from collections.abc import Sequence
from datetime import date

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.rule_sources import PackRule, RuleLists, RuleSources, entry_of, notation_of
from coo_desktop.domain.origin.rules import Entry, RuleTable, read_product_rules
from coo_desktop.domain.packs.faults import PackFault
from tests.domain.origin.goods import ON, agreement, general, good, material

FOREIGN = material("721934", "KR", price="5")
SHIPPED = read_product_rules(
    """
[[rules]]
agreement = "toy"
codes = "9617"
text = "CTH"
source = "Annex"
verified = true
editions = ["2022"]
"""
)


def entry(codes: str, text: str, *, quality: str = "official", edition: str = "2022", printed: str = "") -> Entry:
    low, _, high = codes.partition("-")
    return entry_of("toy", PackRule(low, high or low, edition, text, printed or text, "a pack", quality))


class Pack:
    """Rules in memory as a pack answers with them."""

    def __init__(self, *entries: Entry, broken: bool = False) -> None:
        self._table = RuleTable(entries)
        self._broken = broken

    def covering(self, agreement: str, code: str) -> Sequence[Entry]:
        if self._broken:
            raise Unreadable(file="rules.pack", reason=PackFault.DAMAGED)
        return self._table.covering(agreement, code)


def sources(*entries: Entry, shipped: RuleTable = SHIPPED) -> RuleSources:
    return RuleSources(shipped, lambda: Pack(*entries))


def text_of(rules: RuleSources, edition: str = "2022", on: date = ON) -> str:
    found = rules.find("toy", "961700", on, edition).rule
    return found.text if found else ""


def test_an_installed_subheading_goes_before_a_shipped_heading():
    assert text_of(sources(entry("961700", "CTSH"))) == "CTSH"
    assert text_of(sources(entry("96", "CC"), entry("9601-9618", "CC"))) == "CTH"


@pytest.mark.parametrize("qualities", [("official", "user"), ("user", "official"), ("user", "third_party", "official")])
def test_of_equal_codes_the_best_source_counts_in_whatever_order_they_come(qualities):
    rows = [entry("961700", f"RVC{at + 40}", quality=quality) for at, quality in enumerate(qualities)]
    assert text_of(sources(*rows)) == f"RVC{qualities.index('official') + 40}"


def test_entries_of_the_codes_own_edition_go_before_more_specific_ones_of_another():
    rules = sources(entry("961700", "WO", edition="2012"))
    assert text_of(rules, "2022") == "CTH"
    assert text_of(rules, "2012") == "WO"


def test_a_rule_of_another_edition_is_still_found_where_it_is_the_only_one():
    rules = sources(entry("961700", "CTSH", edition="2012"), shipped=RuleTable())
    assert text_of(rules) == "CTSH"
    assert rules.find("toy", "961700", ON, "2022").rule.editions == ("2012",)


def test_a_rule_counts_on_the_days_of_its_pack():
    row = PackRule("961700", "961700", "2022", "CTSH", "CTSH", "a pack", "official")
    rules = sources(entry_of("toy", row, date(2026, 1, 1), date(2026, 12, 31)))
    assert [text_of(rules, on=day) for day in (date(2025, 12, 31), ON, date(2027, 1, 1))] == ["CTH", "CTSH", "CTH"]


def test_a_wide_range_stays_one_entry():
    wide = entry("0101-9706", "CTH")
    assert (wide.codes.low, wide.codes.high) == ("0101", "9706")
    assert RuleTable((wide,)).covering("toy", "500710") == [wide]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("CTH | RVC40", "CTH or RVC40"),
        ("RVC40 | (CTH - ex 3824)", "RVC40 or CTH except 38.24"),
        ("CC & CR", "CC and CR"),
        ("rvc(40)", "RVC40"),
        ("FROM_ANIMALS_RAISED(Party)", None),
        ("从任何其他章改变", "CC"),
        ("从动物获得", None),
    ],
)
def test_a_published_normal_form_is_read_where_it_says_what_the_notation_says(text, read):
    assert notation_of(text) == read


def test_the_printed_rule_is_read_where_the_normal_form_is_not():
    assert entry("961700", "C4|R40", printed="CTH or RVC40").rule.text == "CTH or RVC40"


def test_a_part_of_a_code_is_offered_and_not_chosen():
    found = sources(entry("961700", "RVC40 | CTSH [part: other]")).find("toy", "961700", ON, "2022")
    assert (found.rule, [part.part for part in found.parts]) == (None, ["other"])
    assert found.parts[0].text == "RVC40 or CTSH"


def test_words_that_do_not_parse_are_kept_and_left_to_a_person():
    rules = sources(entry("961700", "SP_TEXTILE", printed="SP: spinning from listed fibres"))
    found = look_up(good(FOREIGN), agreement(), rules, ON)
    assert (found.qualifies, found.missing) == (None, ("product_rule",))
    assert found.rule.text == "SP: spinning from listed fibres"
    assert "须人工判断" in found.criteria[0].because[0].text_zh
    assert "spinning from listed fibres" in found.criteria[0].because[0].text_en


def test_processes_that_were_declared_do_not_decide_words_that_do_not_parse():
    rules = sources(entry("961700", "SP_TEXTILE", printed="SP: spinning"))
    spun = good(FOREIGN, processes=("SP: spinning", "weaving"))
    assert look_up(spun, agreement(), rules, ON).qualifies is None


def test_an_official_rule_decides_and_any_other_says_what_it_is():
    for quality, qualifies in (("official", True), ("republished", None), ("third_party", None), ("user", None)):
        found = look_up(good(FOREIGN), agreement(), sources(entry("961700", "CTH", quality=quality)), ON)
        assert (found.qualifies, found.verified) == (qualifies, quality == "official")
        assert [note.key for note in found.notes] == ([] if qualifies else ["rule_of_quality", "rule_would_hold"])


def test_the_general_rule_of_a_pack_decides_nothing_by_itself():
    """Whether the good has a rule of its own is not told by a pack that holds the general one."""
    rules = sources(entry("00-99", "CTH"), shipped=RuleTable())
    found = look_up(good(FOREIGN), agreement(general_rule=general("RVC40")), rules, ON)
    assert (found.qualifies, found.rule.kind) == (None, "general")
    assert found.notes[0].key == "would_hold_unlisted"


def test_a_pack_that_cannot_be_read_leaves_the_rule_to_a_person():
    rules = RuleSources(SHIPPED, lambda: Pack(broken=True))
    found = look_up(good(FOREIGN), agreement(), rules, ON)
    assert (found.qualifies, found.rule.kind, found.rule.source) == (None, "wording", "rules.pack")


def test_codes_that_are_no_range_are_refused():
    with pytest.raises(ValueError, match="61"):
        entry("6109-61", "CTH")


def listing(codes: str, text: str, *, table: str, quality: str = "one_copy", edition: str = "2022") -> Entry:
    low, _, high = codes.partition("-")
    row = PackRule(low, high or low, edition, text, text, f"list of {table}", quality)
    return entry_of("toy", row, table=table)


def test_an_official_text_of_one_copy_decides_and_is_not_called_verified():
    found = look_up(good(FOREIGN), agreement(), sources(listing("961700", "CTH", table="a"), shipped=RuleTable()), ON)
    assert (found.qualifies, found.verified) == (True, False)
    assert [note.key for note in found.notes] == ["rule_of_quality"]
    assert "one copy was read" in found.notes[0].text_en


CONTRADICTIONS = [
    # the better source, whatever the level and the order
    ([("9617", "CC", "a", "official"), ("961700", "CTSH", "b", "one_copy")], "CC", ["CTSH"]),
    ([("961700", "CTSH", "b", "one_copy"), ("9617", "CC", "a", "official")], "CC", ["CTSH"]),
    ([("961700", "CTSH", "b", "user"), ("9617", "CC", "a", "one_copy")], "CC", ["CTSH"]),
    # of equal sources the more specific entry
    ([("9617", "CC", "a", "official"), ("961700", "CTSH", "b", "official")], "CTSH", ["CC"]),
    # the same twice is no contradiction
    ([("9617", "CC", "a", "official"), ("961700", "CC", "b", "user")], "CC", []),
    # words that nobody can parse, a code that is only listed and a general rule contradict nothing
    ([("9617", "CC", "a", "official"), ("961700", "spun by hand", "b", "official")], "spun by hand", ["CC"]),
    ([("9617", "CC", "a", "official"), ("961700", "LISTED", "b", "official")], "CC", []),
    ([("9617", "CC", "a", "user"), ("00-99", "RVC40", "b", "official")], "CC", []),
    # two closed lists: the one that names the code goes first among equals, and the better one before it
    ([("9617", "CC", "a", "one_copy"), ("00-99", "NONE", "b", "one_copy")], "CC", ["不在清单内 / not on the list"]),
    ([("9617", "CC", "a", "user"), ("00-99", "NONE", "b", "official")], "不在清单内 / not on the list", ["CC"]),
]


@pytest.mark.parametrize(("rows", "text", "others"), CONTRADICTIONS)
def test_of_two_tables_the_better_source_wins_and_both_are_shown(rows, text, others):
    entries = [listing(codes, rule, table=table, quality=quality) for codes, rule, table, quality in rows]
    found = sources(*entries, shipped=RuleTable()).find("toy", "961700", ON, "2022")
    assert found.rule is not None
    assert (found.rule.text, [other.text for other in found.others]) == (text, others)
    notes = look_up(good(FOREIGN), agreement(), sources(*entries, shipped=RuleTable()), ON).notes
    assert len([note for note in notes if note.key == "rule_contradicted"]) == len(others)


def test_a_list_of_the_rules_own_edition_goes_before_one_of_another():
    rows = (listing("961700", "CC", table="a", quality="official", edition="2012"), listing("9617", "CTH", table="b"))
    found = sources(*rows, shipped=RuleTable()).find("toy", "961700", ON, "2022")
    assert (found.rule.text, found.others) == ("CTH", ())


def test_lines_of_eight_digits_are_told_apart_by_the_whole_code_only():
    rules = sources(
        listing("96170011", "CTH", table="a"),
        listing("96170012", "CC", table="a"),
        listing("00-99", "NONE", table="a"),
        shipped=RuleTable(),
    )
    assert rules.find("toy", "96170012", ON, "2022").rule.text == "CC"
    for code in ("961700", "96170090"):  # what follows six digits is the own numbering of the list's country
        found = rules.find("toy", code, ON, "2022")
        assert (found.rule, len(found.parts)) == (None, 3)
        assert "9617.00.12" in {part.part for part in found.parts}
    assert rules.find("toy", "961800", ON, "2022").rule.kind == "unlisted"


def test_a_list_names_what_the_general_rule_decides():
    rows = (listing("8703", "LISTED", table="a"), listing("00-99", "GENERAL", table="a"))
    toy = agreement(general_rule=general("RVC40"))
    found = look_up(good(FOREIGN), toy, sources(*rows, shipped=RuleTable()), ON)
    assert (found.qualifies, found.rule.kind, found.rule.text) == (True, "general", "RVC40")
    assert (found.notes[0].key, found.verified) == ("general_by_list", False)
    without = look_up(good(FOREIGN), agreement(general_rule=None), sources(*rows, shipped=RuleTable()), ON)
    assert (without.qualifies, without.missing) == (None, ("product_rule",))


def test_a_list_of_another_edition_decides_nothing_by_an_unconverted_code():
    for word in ("NONE", "GENERAL", "CTH"):
        rows = sources(listing("00-99", word, table="a", edition="2012"), shipped=RuleTable())
        found = look_up(good(FOREIGN), agreement(general_rule=general("CTH")), rows, ON)
        assert (found.qualifies, found.missing) == (None, ("product_rule",))


def test_the_shipped_lists_are_read_as_text_when_their_agreement_is_asked_for():
    asked = []

    def read(agreement: str) -> str:
        asked.append(agreement)
        text = "code,edition,rule,badge,source\n9601-9618,2022,CTH,one_copy,Annex\n00-99,2022,NONE,official,Annex\n"
        return text if agreement == "toy" else ""

    lists = RuleLists(read)
    rules = RuleSources(RuleTable(), lambda: lists)
    assert asked == []
    assert [rules.find("toy", code, ON, "2022").rule.text for code in ("961700", "010121")] == [
        "CTH",
        "不在清单内 / not on the list",
    ]
    assert rules.find("other", "961700", ON, "2022").rule is None
    assert asked == ["toy", "other"]
