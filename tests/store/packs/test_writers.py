"""What rows of each kind become in a pack's tables."""

import sqlite3
from contextlib import closing

import pytest

from coo_desktop.domain.packs.recipes import read_recipe
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.writers import rate_of
from tests.store.packs.tables import shipped, table


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("0", "", ("free", 0)),
        ("0.0", "", ("free", 0)),
        ("6.8", "", ("ad_valorem", 68_000)),
        ("6.8125", "ad_valorem", ("ad_valorem", 68_125)),
        ("6.81255", "", ("complex", None)),
        ("", "", ("no_data", None)),
        ("", "none", ("none", None)),
        ("", "no_data", ("no_data", None)),
        ("5.0", "excluded", ("excluded", 50_000)),
        ("482円/kg", "", ("complex", None)),
        ("482円/kg", "complex", ("complex", None)),
        ("-1", "", ("complex", None)),
        ("NaN", "", ("complex", None)),
        ("1e400", "", ("complex", None)),
        ("５", "", ("complex", None)),
        ("5", "unheard of", ("complex", 50_000)),
    ],
)
def test_a_written_rate_is_a_percentage_or_stays_as_written(text, kind, found):
    assert rate_of(text, kind) == found


def rows(pack, statement) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(pack)) as connection:
        return connection.execute(statement).fetchall()


def test_a_target_of_very_many_sources_is_a_broad_link(shared_data, tmp_path):
    out = tmp_path / "out.pack"
    build(shipped("un-correlation"), [shared_data / "hs2022_hs2017_correlation.csv"], out)
    assert rows(out, "SELECT count(DISTINCT new) FROM link WHERE broad") == [(15,)]
    assert rows(out, "SELECT new FROM link WHERE old = '851712' AND NOT broad ORDER BY new") == [
        ("851713",),
        ("851714",),
    ]


def test_every_japanese_line_keeps_the_rates_of_its_source(shared_data, tmp_path):
    out = tmp_path / "out.pack"
    build(shipped("japan-tariff"), [shared_data / "japan_import_tariff_rcep_2026-07-09.csv"], out)
    assert rows(out, "SELECT count(*) FROM tariff_line") == [(9654,)]
    kinds = rows(
        out, "SELECT kind, count(*) FROM rate WHERE agreement = 'rcep' AND exporter = 'CN' GROUP BY 1 ORDER BY 1"
    )
    assert kinds == [("ad_valorem", 2450), ("complex", 372), ("free", 5317), ("none", 1515)]
    assert rows(out, "SELECT count(*) FROM rate WHERE kind = 'complex' AND written IS NULL") == [(0,)]


def test_a_tables_other_columns_are_kept_with_each_entry(tmp_path):
    out = tmp_path / "out.pack"
    build(shipped("incoterms"), [table(tmp_path, "i.csv", "code,name_en,mode\n" + INCOTERMS)], out)
    assert rows(out, "SELECT code, en, more FROM entry LIMIT 1") == [("AAA", "Name", '{"mode": "any"}')]


INCOTERMS = "".join(f"AA{letter},Name,any\n" for letter in "ABCDEFGHIJK")


def test_rules_stay_ranges(shared_data, tmp_path):
    out = tmp_path / "out.pack"
    build(shipped("rules"), [shared_data / "psr_facts.csv"], out)
    assert rows(out, "SELECT agreement, edition, text FROM rule WHERE code_from = '030493'") == [("rcep", "2012", "CC")]


def test_corrections_keep_their_evidence(shared_data, tmp_path):
    out = tmp_path / "out.pack"
    build(shipped("correlation-overrides"), [shared_data / "hs_correlation_defects.csv"], out)
    assert rows(out, "SELECT new FROM correction WHERE old = '854150'") == [("854151 854159",)]


def test_two_lines_of_one_code_stay_two(tmp_path):
    recipe = read_recipe(
        "rates",
        """
title = { zh_CN = "税率", en = "Rates" }
kind = "rates"
as_of = "2026-01-01"
quality = "user"
columns = ["code", "rate"]
[fields]
importer = { value = "JP" }
code = "code"
hs6 = { value = "080310" }
agreement = { value = "mfn" }
rate = "rate"
""",
    )
    out = tmp_path / "out.pack"
    build(recipe, [table(tmp_path, "r.csv", "code,rate\n080310100,20\n080310100,10\n")], out)
    assert rows(out, "SELECT position, percent_e4 FROM rate ORDER BY 1") == [(1, 200_000), (2, 100_000)]
