"""Packs of product rules: read by chapter, kept as ranges, each rule with its source and its quality."""

from contextlib import closing
from datetime import date

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.rules import Entry, choose
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.rules import RulePack, open_rules
from tests.store.packs.tables import RULES, codes_pack, rules_pack

ON = date(2026, 10, 16)


def of(entries: list[Entry], code: str) -> str:
    found = choose(entries, code, ON, "2022").rule
    return found.text if found else ""


def test_a_chapter_knows_what_begins_before_it_and_what_lies_in_it(tmp_path):
    with closing(RulePack(rules_pack(tmp_path))) as opened:
        entries = opened.of_chapter("rcep", "61")
        assert [(entry.codes.low, entry.codes.high) for entry in entries] == [
            ("50", "63"),
            ("6101", "6110"),
            ("610910", "610910"),
        ]
        assert [of(entries, code) for code in ("611500", "610110", "610910")] == ["CC", "CTH", "by hand"]
        assert len(opened.of_chapter("acfta", "01")) == 1
        assert opened.of_chapter("rcep", "64") == []


def test_a_rule_says_its_source_and_its_quality_or_those_of_its_pack(tmp_path):
    with closing(RulePack(rules_pack(tmp_path))) as opened:
        rules = [entry.rule for entry in opened.of_chapter("rcep", "61")]
    assert [(rule.quality, rule.source, rule.verified) for rule in rules] == [
        ("official", "Annex 3A", True),
        ("third_party", "a table", False),
        ("third_party", "a copy", False),
    ]


def test_installed_packs_of_rules_are_asked_and_others_are_not(tmp_path):
    folder = tmp_path / "packs"
    assert open_rules(folder).covering("rcep", "610910") == []
    install(rules_pack(tmp_path), folder)
    install(codes_pack(tmp_path), folder)
    with closing(open_rules(folder)) as opened:
        assert len(opened.covering("rcep", "610910")) == 3
        assert opened.covering("rcep", "610910")[0] is opened.covering("rcep", "610910")[0]


def test_another_kind_of_pack_is_refused(tmp_path):
    with pytest.raises(Unreadable) as refused:
        RulePack(codes_pack(tmp_path))
    assert refused.value.facts["reason"] == "pack_kind"


def test_codes_of_two_levels_are_told_by_the_file(tmp_path):
    mixed = "1,RCEP,HS2022,6101,63,4,CTH,CTH,verified-official-text,Annex,\n"
    with (
        closing(RulePack(rules_pack(tmp_path, RULES.splitlines()[0] + "\n" + mixed))) as opened,
        pytest.raises(Unreadable) as refused,
    ):
        opened.of_chapter("rcep", "61")
    assert refused.value.facts["file"] == "rules.pack"
