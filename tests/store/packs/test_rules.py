"""Packs of product rules: read by chapter, kept as ranges, each rule with its source and its quality."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.candidates import look_up
from coo_desktop.domain.origin.rule_sources import RuleSources
from coo_desktop.domain.origin.rules import Entry, RuleTable, choose
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.install import install, installed
from coo_desktop.store.packs.rules import RulePack, open_rules
from tests.domain.origin.goods import good, material
from tests.domain.tariff_rows import agreements
from tests.store.packs.tables import RULES, codes_pack, rules_pack, shipped, table

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


def put(recipe_id: str, folder: Path, name: str, text: str) -> str:
    """Builds a pack from a small table and puts it to use; the pack's name."""
    out = folder / "made.pack"
    build(shipped(recipe_id), [table(folder, name, text)], out)
    return install(out, folder / "packs").name


CODES = frozenset({"9617", "9618", "9619"})
ANNEX = "章,品目,子目,产品特定原产地规则\n,96.17,,{rule}\n"


def test_a_pack_of_one_agreement_or_edition_does_not_retire_another(tmp_path):
    lists = {
        "korea-2012.csv": "rules-korea-2012",
        "chile-2012.csv": "rules-chile-2012",
        "chile-2022.csv": "rules-chile-2022",
    }
    for name, pack in lists.items():
        assert put("gacc-rules", tmp_path, name, ANNEX.format(rule="品目改变")) == pack
    assert put("listed-codes", tmp_path, "chile-2012.csv", "编码\n9617\n") == "listed-chile-2012"
    assert put("gacc-rules", tmp_path, "chile-2012.csv", ANNEX.format(rule="章改变")) == "rules-chile-2012"
    assert {pack.manifest.name for pack in installed(tmp_path / "packs") if pack.current} == {
        *lists.values(),
        "listed-chile-2012",
    }
    with closing(open_rules(tmp_path / "packs")) as opened:
        found = opened.covering("chile", "961700")
        assert {(entry.table, entry.rule.text) for entry in found if entry.rule.kind == "product"} == {
            ("rules-chile-2012", "CC"),
            ("rules-chile-2022", "CTH"),
        }


def test_a_table_of_several_agreements_is_a_pack_of_its_own_named_by_all_of_them(tmp_path):
    install(rules_pack(tmp_path), tmp_path / "packs")
    put("gacc-rules", tmp_path, "rcep-2022.csv", ANNEX.format(rule="品目改变"))
    assert [pack.manifest.name for pack in installed(tmp_path / "packs") if pack.current] == [
        "rules-acfta-rcep-2022",
        "rules-rcep-2022",
    ]


def test_what_does_not_parse_is_counted_named_and_kept_as_text(tmp_path):
    text = ANNEX.format(rule="品目改变") + ",96.18,,缝制\n,96.19,,CTH or\n,9699,,品目改变\n,x,,品目改变\n"
    path = table(tmp_path, "korea-2022.csv", text)
    report = build(shipped("gacc-rules"), [path], tmp_path / "o.pack", known=lambda _edition: CODES)
    assert (report.rows_in, report.rows_out, report.read_percent) == (5, 3, 33)
    assert [(each.line, each.fault.field, each.fault.text) for each in report.worded] == [
        (3, "9618", "缝制"),
        (4, "9619", "CTH or"),
    ]
    assert [str(each.fault) for each in report.rejected] == [
        "code_from: 9699 is not in HS 2022",
        "code: 'x' does not fit",
    ]
    with closing(RulePack(tmp_path / "o.pack")) as opened:
        assert [(entry.rule.text, entry.rule.kind) for entry in opened.of_chapter("korea", "96")] == [
            ("CTH", "product"),
            ("缝制", "wording"),
            ("CTH or", "wording"),
        ]


def test_a_list_of_the_listed_codes_lets_the_general_rule_decide_for_all_others(tmp_path):
    put("listed-codes", tmp_path, "pakistan-2022.csv", "编码\n8703.10\n84.01-84.05\n")
    product = good(material("720851", "JP", price="3"), hs_code="961700", importer="PK")
    with closing(open_rules(tmp_path / "packs")) as opened:
        sources, pakistan = RuleSources(RuleTable(), lambda: opened), agreements().get("pakistan")
        found = look_up(product, pakistan, sources, ON)
        assert (found.qualifies, found.verified, found.rule.kind) == (True, False, "general")
        assert found.notes[0].key == "general_by_list"
        listed = look_up(replace(product, hs_code="840310"), pakistan, sources, ON)
        assert (listed.qualifies, listed.notes[0].key) == (None, "rule_listed")
