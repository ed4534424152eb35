"""The published product rules through the recipe, the pack and the look-up: codes, editions, texts and qualities."""

import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.notation import WordedRule, parse
from coo_desktop.domain.origin.rule_sources import RuleSources
from coo_desktop.domain.origin.rules import ProductRule, RuleTable
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.rules import PackRules, RulePack
from tests.domain.origin.goods import ON, good, material
from tests.store.packs.tables import shipped

AGREEMENTS = {"RCEP": "rcep", "ACFTA": "acfta", "ATIGA": "atiga", "AKFTA": "akfta", "CEPA Hong Kong": "cepa_hong_kong"}
QUALITIES = {"verified-official-text": "official", "verified-secondary-copy": "third_party"}
#: Every normal form of the table in our notation; the others are words that only a person can judge.
NOTATION = {
    "CC": "CC",
    "WO": "WO",
    "RVC40": "RVC40",
    "CTH | RVC40": "CTH or RVC40",
    "RVC40 | CTH": "RVC40 or CTH",
    "CTSH | RVC40": "CTSH or RVC40",
    "RVC40 | CTSH [part: other]": "RVC40 or CTSH",
    "RVC40 | (CTH - ex 3824) [part: 24041920]": "RVC40 or CTH except 38.24",
}

Fact = dict[str, str]


@pytest.fixture
def facts(shared_data: Path) -> list[Fact]:
    with (shared_data / "psr_facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def packs(shared_data: Path, tmp_path: Path) -> Iterator[PackRules]:
    out = tmp_path / "rules.pack"
    report = build(shipped("rules"), [shared_data / "psr_facts.csv"], out)
    assert (report.rows_in, report.rows_out, report.rejected) == (55, 55, ())
    with closing(PackRules([RulePack(out)])) as opened:
        yield opened


def edition_of(fact: Fact) -> str:
    return fact["hs_version"].strip("HS?") if fact["hs_version"] != "n/a" else ""


def looked_up(rules: RuleSources, fact: Fact) -> ProductRule:
    """The rule of a fact's first code; the only part of it where it has one."""
    found = rules.find(AGREEMENTS[fact["agreement"]], fact["code_from"].ljust(6, "0"), ON, edition_of(fact))
    assert found.rule or len(found.parts) == 1, fact
    return found.rule or found.parts[0]


def test_each_fact_is_found_with_its_text_its_edition_and_its_quality(facts, packs):
    rules = RuleSources(RuleTable(), lambda: packs)
    for fact in facts:
        rule = looked_up(rules, fact)
        told = NOTATION.get(fact["rule_normalised"], fact["rule_printed"])
        assert rule.text == told, fact
        assert (rule.kind == "wording") is (fact["rule_normalised"] not in NOTATION), fact
        assert rule.quality == QUALITIES[fact["quality"]], fact
        assert rule.source == fact["source"], fact
        assert rule.editions == ((edition_of(fact),) if edition_of(fact) else ()), fact
        part = "part:" in fact["rule_normalised"]
        assert bool(rule.part) is part, fact


def test_what_reads_prints_as_it_is_looked_up(facts, packs):
    rules = RuleSources(RuleTable(), lambda: packs)
    for fact in facts:
        rule = looked_up(rules, fact)
        assert rule.tree == (WordedRule(rule.text) if rule.kind == "wording" else parse(str(rule.tree))), fact


@pytest.mark.parametrize(
    ("agreement", "code", "edition", "text"),
    [
        ("rcep", "140190", "2012", "CC"),
        ("rcep", "930200", "2012", "CTH or RVC40"),
        ("rcep", "961700", "2012", ""),
        ("acfta", "210500", "2012", "CC"),
        ("acfta", "210500", "2022", "CC"),
        ("acfta", "210690", "2012", "RVC40"),
        ("akfta", "961700", "2022", "RVC40 or CTH"),
        ("cepa_hong_kong", "020230", "2012", "from live animals born and bred in one side"),
    ],
)
def test_the_most_specific_published_rule_wins(packs, agreement, code, edition, text):
    found = RuleSources(RuleTable(), lambda: packs).find(agreement, code, ON, edition)
    assert (found.rule.text if found.rule else "") == text


def test_a_published_rule_of_another_edition_is_told_apart(agreements, packs):
    rules = RuleSources(RuleTable(), lambda: packs)
    for edition, verified in (("2012", True), ("2022", False)):
        tariff = good(material("721934", "KR", price="5"), hs_code="950300", hs_edition=edition)
        found = look_up(tariff, agreements.get("rcep"), rules, ON)
        assert found.rule.text == "CTH or RVC40"
        assert found.verified is verified
        assert ("edition_differs" in {note.key for note in found.notes}) is not verified


def test_a_shipped_rule_and_the_published_one_of_the_same_code_agree(rules, facts, packs):
    both = RuleSources(rules, lambda: packs)
    for fact in facts:
        own = rules.find(AGREEMENTS[fact["agreement"]], fact["code_from"], ON, "2012").rule
        if own is not None and fact["agreement"] == "RCEP":
            assert looked_up(both, fact).text == own.text == NOTATION[fact["rule_normalised"]]
