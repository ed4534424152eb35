"""Packs are built whole from right tables, and not at all from wrong ones."""

import pytest

from coo_desktop.domain.errors import StoreUnwritable, Unreadable
from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.domain.packs.manifest import Rejected
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.codes import CodePack
from coo_desktop.store.packs.nomenclature import editions
from coo_desktop.store.packs.seal import verify
from tests.store.packs.tables import FLASKS, codes_recipe, shipped, table

# Every published table of the shared folder with the recipe that reads it: lines read, rows out, lines rejected.
PUBLISHED = [
    ("china-hs8", "china_hs8_2017_zh_en.csv", 8555, 8555, 0),
    ("china-hs8", "china_hs8_2022_zh_en.csv", 8939, 8939, 0),
    ("china-hs8", "china_hs8_2023_zh_en.csv", 8957, 8957, 0),
    ("china-hs8-validity", "china_hs8_validity_2015_2023.csv", 9579, 9579, 0),
    ("hs-en", "hs2017_en.csv", 6708, 6708, 0),
    ("hs-zh-taiwan", "hs2017_zh_headings_taiwan.csv", 6706, 6706, 0),
    ("un-correlation", "hs2022_hs2017_correlation.csv", 15657, 15657, 0),
    ("un-correlation-2012", "hs2017_hs2012_correlation.csv", 6141, 6141, 0),
    ("correlation-overrides", "hs_correlation_defects.csv", 6, 6, 0),
    ("japan-tariff", "japan_import_tariff_rcep_2026-07-09.csv", 9654, 58217, 0),
    ("rates", "rate_facts.csv", 153, 233, 0),
    ("rules", "psr_facts.csv", 55, 55, 0),
    ("unece-rec20", "unece_rec20_units.csv", 2136, 1756, 0),
    ("unece-rec21", "unece_rec21_packages.csv", 406, 405, 0),
    ("unlocode", "unlocode_names.csv", 85288, 80907, 3),
    ("countries", "iso3166_country_codes.csv", 249, 249, 0),
    ("countries-zh", "unsd_m49_zh.csv", 249, 249, 0),
    ("currencies", "iso4217_currency_codes.csv", 449, 307, 3),
    ("customs-partners", "china_customs_partner_zh.csv", 243, 243, 0),
    ("customs-regimes", "china_customs_regimes_zh.csv", 20, 20, 0),
    ("customs-units", "china_customs_statistical_units.csv", 41, 38, 0),
    ("incoterms", "incoterms_2020.csv", 11, 11, 0),
]


@pytest.mark.parametrize(("recipe_id", "file", "lines", "rows", "rejected"), PUBLISHED)
def test_a_pack_is_built_from_a_published_table(shared_data, tmp_path, recipe_id, file, lines, rows, rejected):
    out = tmp_path / "out.pack"
    report = build(shipped(recipe_id), [shared_data / file], out)
    print(f"{file}: {report.rows_in} lines, {report.rows_out} rows, rejected: {list(report.rejected)}")
    assert (report.rows_in, report.rows_out, len(report.rejected)) == (lines, rows, rejected)
    assert verify(out).rows == str(rows)


@pytest.mark.parametrize("published", [row for row in PUBLISHED if row[0] in ("rules", "rates", "japan-tariff")])
def test_a_published_table_names_only_codes_of_its_edition(shared_data, tmp_path, published):
    recipe_id, file, lines, rows, rejected = published
    report = build(shipped(recipe_id), [shared_data / file], tmp_path / "out.pack", known=editions(tmp_path))
    assert (report.rows_in, report.rows_out, len(report.rejected)) == (lines, rows, rejected)


@pytest.mark.parametrize(
    ("recipe_id", "file", "before", "after", "reason"),
    [
        ("rules", "psr_facts.csv", "CTH or RVC40,CTH | RVC40", "CTH or,CTH | | RVC", "text: 'CTH | | RVC' is no rule"),
        ("rates", "rate_facts.csv", ",611020,HS2022", ",611099,HS2022", "hs6: 611099 is not in HS 2022"),
    ],
)
def test_a_published_table_with_one_bad_line_is_refused_with_it(
    shared_data, tmp_path, recipe_id, file, before, after, reason
):
    text = (shared_data / file).read_text(encoding="utf-8-sig")
    with pytest.raises(Unreadable) as refused:
        build(
            shipped(recipe_id),
            [table(tmp_path, file, text.replace(before, after, 1))],
            tmp_path / "out.pack",
            known=editions(tmp_path),
        )
    line = 1 + text[: text.index(before)].count("\n")
    assert (refused.value.facts["line"], str(refused.value.facts["reason"])) == (line, reason)


def test_a_published_table_with_a_shifted_column_is_refused(shared_data, tmp_path):
    lines = (shared_data / "china_hs8_2023_zh_en.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)
    lines[100] = f",{lines[100]}"
    shifted = table(tmp_path, "china_2023.csv", "".join(lines))
    with pytest.raises(Unreadable) as refused:
        build(shipped("china-hs8"), [shifted], tmp_path / "out.pack")
    assert refused.value.facts["line"] == 101
    assert str(refused.value.facts["reason"]) == "10 cells, 9 are needed"


def test_a_published_table_in_another_encoding_is_refused(shared_data, tmp_path):
    text = (shared_data / "china_hs8_2023_zh_en.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(Unreadable) as refused:
        build(shipped("china-hs8"), [table(tmp_path, "china_2023.csv", text.encode("gb18030"))], tmp_path / "out.pack")
    assert (refused.value.facts["line"], str(refused.value.facts["reason"])) == (2, "not utf-8")


def test_a_refused_table_leaves_the_pack_as_it_was(tmp_path):
    out = tmp_path / "codes.pack"
    build(codes_recipe(), [table(tmp_path, "a_2022.csv", FLASKS)], out)
    before = out.read_bytes()
    with pytest.raises(Unreadable) as refused:
        build(codes_recipe(), [table(tmp_path, "a_2023.csv", FLASKS + "保温瓶,96170011,x\n")], out)
    assert (refused.value.facts["line"], str(refused.value.facts["reason"])) == (5, "code: '保温瓶' does not fit")
    assert out.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_bad_lines_are_left_out_and_reported_as_far_as_the_recipe_allows(tmp_path):
    bad = table(tmp_path, "a_2023.csv", FLASKS + "x,y,z\n")
    report = build(codes_recipe("most_rejected = 1"), [bad], tmp_path / "out.pack")
    assert (report.rows_in, report.rows_out) == (4, 3)
    assert report.rejected == (Rejected("a_2023.csv", 5, TableFault(FaultKind.MISFIT, "code", "x")),)


def test_a_code_that_stands_twice_is_rejected(tmp_path):
    with pytest.raises(Unreadable) as refused:
        build(codes_recipe(), [table(tmp_path, "a_2023.csv", FLASKS + "96170011,瓶,x\n")], tmp_path / "out.pack")
    assert str(refused.value.facts["reason"]) == "96170011 stands on an earlier line"


def test_a_table_that_ends_too_early_is_refused(tmp_path):
    with pytest.raises(Unreadable) as refused:
        build(codes_recipe("least_rows = 4"), [table(tmp_path, "a_2023.csv", FLASKS)], tmp_path / "out.pack")
    assert refused.value.facts["reason"] == TableFault(FaultKind.TOO_FEW_LINES)


def test_the_same_table_gives_the_same_pack(tmp_path):
    file = table(tmp_path, "a_2023.csv", FLASKS)
    for name in ("one.pack", "two.pack"):
        build(codes_recipe(), [file], tmp_path / name)
    assert verify(tmp_path / "one.pack").digest == verify(tmp_path / "two.pack").digest


def test_several_years_become_one_list_with_validity(tmp_path):
    old = table(tmp_path, "a_2022.csv", "code,zh,en\n96170011,旧名,old\n96170090,废止,gone\n")
    new = table(tmp_path, "a_2023.csv", FLASKS)
    build(codes_recipe(), [new, old], tmp_path / "out.pack")
    pack = CodePack(tmp_path / "out.pack")
    kept, gone, added = (pack.find(code) for code in ("96170011", "96170090", "95030010"))
    pack.close()
    assert kept is not None
    assert gone is not None
    assert added is not None
    assert (kept.zh, kept.valid_from, kept.valid_to) == ("玻璃内胆保温瓶", "2022-01-01", "")
    assert (gone.valid_from, gone.valid_to) == ("2022-01-01", "2022-12-31")
    assert (added.valid_from, added.valid_to) == ("2023-01-01", "")


@pytest.mark.parametrize("files", [[], ["gone_2023.csv"]])
def test_a_missing_table_is_refused(tmp_path, files):
    with pytest.raises(Unreadable):
        build(codes_recipe(), [tmp_path / name for name in files], tmp_path / "out.pack")


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnwritable):
        build(codes_recipe(), [table(tmp_path, "a_2023.csv", FLASKS)], tmp_path / "file" / "out.pack")
