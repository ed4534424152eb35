"""The table of product rules: the most specific entry wins, parts are offered, faults are told by place."""

import csv
from datetime import date

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import RuleUnreadable
from coo_desktop.domain.origin.rules import read_product_rules, typed_rule
from tests.domain.origin.goods import ON


def row(codes: str, text: str, **more: str) -> str:
    lines = {"agreement": "toy", "codes": codes, "text": text, "source": "Annex"} | more
    return "\n".join(["[[rules]]", "verified = true", *(f'{key} = "{value}"' for key, value in lines.items()), ""])


TABLE = read_product_rules(
    row("50-63", "CC")
    + row("61", "CTH")
    + row("61.01-61.10", "RVC40")
    + row("6109", "RVC50")
    + row("6110.30", "CTSH")
    + row("0307.22", "WO", part="scallops, live")
    + row("0307.22", "CC", part="other")
)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("611030", "CTSH"),
        ("611020", "RVC40"),
        ("610910", "RVC50"),
        ("61109000", "RVC40"),
        ("611500", "CTH"),
        ("52", "CC"),
        ("61", "CTH"),
    ],
)
def test_the_most_specific_entry_wins(code, text):
    assert TABLE.find("toy", code, ON).rule.text == text


@pytest.mark.parametrize(("agreement", "code"), [("toy", "490000"), ("other", "610910"), ("toy", "64")])
def test_a_code_without_an_entry_has_no_rule(agreement, code):
    found = TABLE.find(agreement, code, ON)
    assert (found.rule, found.parts) == (None, ())


def test_parts_of_a_code_are_offered_and_none_is_chosen():
    found = TABLE.find("toy", "030722", ON)
    assert found.rule is None
    assert [part.part for part in found.parts] == ["scallops, live", "other"]


def test_an_entry_counts_on_its_days_only():
    text = row("61", "CTH") + "since = 2023-01-01\nuntil = 2024-12-31\n"
    table = read_product_rules(text)
    days = [date(2022, 12, 31), date(2023, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [table.find("toy", "610910", day).rule is not None for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (row("61", "CTH") + row("6x", "CTH"), "rules.1.codes"),
        (row("61", "CTH or"), "rules.0.text"),
        (row("61", "CTH", colour="red"), "rules.0.colour"),
        (row("61", "CTH").replace("verified = true\n", ""), "rules.0.verified"),
    ],
)
def test_a_faulty_entry_is_refused_by_its_place(text, key):
    with pytest.raises(Unreadable) as refused:
        read_product_rules(text)
    assert refused.value.facts["key"] == key


def test_broken_toml_is_refused_by_file():
    with pytest.raises(Unreadable) as refused:
        read_product_rules("rules = [", "mine.toml")
    assert refused.value.facts["file"] == "mine.toml"


def test_a_typed_rule_is_unverified_and_written_as_it_is_read():
    rule = typed_rule("cth OR rvc 40")
    assert (rule.text, rule.verified, rule.kind) == ("CTH or RVC40", False, "typed")
    with pytest.raises(RuleUnreadable):
        typed_rule("CTH or else")


def test_the_shipped_table_names_known_agreements(agreements, rules):
    assert {entry.agreement for entry in rules.entries} <= {agreement.id for agreement in agreements}
    assert all(entry.rule.source for entry in rules.entries)


def test_the_shipped_rules_agree_with_the_published_facts(shared_data, rules):
    with (shared_data / "psr_facts.csv").open(encoding="utf-8", newline="") as file:
        facts = [fact for fact in csv.DictReader(file) if fact["agreement"] == "RCEP"]
    shipped = {entry.codes.low: entry.rule.text for entry in rules.entries if entry.agreement == "rcep"}
    shared = [fact for fact in facts if fact["code_from"] in shipped]
    assert len(shared) >= 15
    assert {fact["code_from"]: fact["rule_printed"] for fact in shared} == {
        fact["code_from"]: shipped[fact["code_from"]] for fact in shared
    }
