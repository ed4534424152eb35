"""Searching a pack of codes: what people type finds codes, what nobody should type finds nothing and breaks nothing."""

from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.builtin import built_in
from coo_desktop.store.packs.codes import MOST, PART, PREFIX, VERY, CodePack
from tests.store.packs.tables import shipped, table


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    with closing(CodePack(built_in(tmp_path_factory.mktemp("packs")))) as pack:
        yield pack


@pytest.fixture(scope="module")
def china(tmp_path_factory, shared_data):
    out = tmp_path_factory.mktemp("packs") / "china.pack"
    build(shipped("china-hs8"), [shared_data / "china_hs8_2023_zh_en.csv"], out)
    with closing(CodePack(out)) as pack:
        yield pack


HOSTILE = [
    "",
    " ",
    '"',
    '""',
    "'",
    "*",
    "tea*",
    "^tea",
    "tea AND",
    "NOT tea",
    "NEAR(tea coffee)",
    "chief : tea",
    "{chief lead} : tea",
    "tea OR 1=1; DROP TABLE code",
    "(((((",
    "-",
    "+tea",
    "\0",
    "tea\0coffee",
    "\ue000",
    "\ue000 茶 \ue000",
    "\ud800",
    "🍵",
    "ﷺ" * 50,
    "茶" * 10_000,
    "a" * 10_000,
    " ".join("abcdefghij" * 100),
    "9" * 10_000,
    "0",
    "00",
    "..",
    "٩٦١٧",
    "％",
    "茶%_\\",
    "\u202e茶",
    "e\u0301" * 100,
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_is_answered(pack, query):
    assert len(pack.search(query)) <= 50


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
def test_any_query_is_answered(pack, query):
    hits = pack.search(query, 5)
    assert len({hit.code for hit in hits}) == len(hits) <= 5


@pytest.mark.parametrize("limit", [-1, 0, 1, 7, 10**9])
def test_no_more_is_found_than_asked_for(pack, limit):
    assert len(pack.search("玻璃", limit)) <= max(0, min(limit, MOST))


def test_surer_hits_come_first(pack):
    scores = [hit.score for hit in pack.search("茶", 50)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == VERY


def test_digits_find_the_code_and_then_what_is_below(pack):
    hits = pack.search("9617")
    assert [(hit.code, hit.score) for hit in hits] == [("9617", VERY), ("961700", PREFIX)]


def test_a_code_longer_than_any_finds_the_nearest_above(pack):
    assert [(hit.code, hit.score) for hit in pack.search("9617001990")] == [("961700", PART)]


def test_a_chapter_that_does_not_exist_is_not_found(pack):
    assert pack.search("9899") == []


@pytest.mark.parametrize(("query", "code"), [("绿茶", "0902"), ("LED灯", "8539"), ("t恤", "6109"), ("Ｔ恤", "6109")])
def test_two_characters_and_mixed_scripts_are_enough(pack, query, code):
    assert pack.search(query)[0].code == code


@pytest.mark.parametrize(
    ("query", "code"), [("vacum flsk", "9617"), ("umbrela", "6601"), ("bycicle", "8712"), ("refridgerator", "8418")]
)
def test_a_misspelt_word_finds_what_was_meant(pack, query, code):
    assert pack.search(query)[0].code == code


@pytest.mark.parametrize(
    ("query", "code"), [("不锈钢保温杯", "9617"), ("stainless steel thermos", "9617"), ("蓝牙耳机", "8518")]
)
def test_what_only_describes_a_thing_may_be_left_out(pack, query, code):
    assert pack.search(query)[0].code == code


def test_what_a_name_excludes_is_not_what_it_means(pack):
    assert pack.search("真空吸尘器")[0].code == "8508"


def test_the_tree_goes_from_sections_to_subheadings(pack):
    top = [listed.code for listed in pack.children("")]
    assert (top[:4], top[-2:], len(top)) == (["I", "II", "III", "IV"], ["XXI", "99"], 22)
    assert [listed.code for listed in pack.children("XX")] == ["94", "95", "96"]
    assert "9617" in [listed.code for listed in pack.children("96")]
    assert [listed.code for listed in pack.children("9617")] == ["961700"]
    assert pack.children("961700") == ()


@pytest.mark.parametrize(
    ("query", "six", "eight"),
    [
        ("保温瓶", "961700", "96170019"),
        ("玻璃内胆保温瓶", "961700", "96170011"),
        ("山地自行车", "871200", "87120030"),
        ("茉莉花茶", "090210", "09021011"),
        ("平板电脑", "847130", "84713010"),
        ("T恤衫", "610910", "61091000"),
    ],
)
def test_the_chinese_lines_are_found_at_6_and_8_digits(china, query, six, eight):
    codes = [hit.code for hit in china.search(query)]
    assert {six, eight} <= set(codes)


def test_a_full_width_name_is_found_by_plain_letters(china):
    assert "61091000" in [hit.code for hit in china.search("T恤")]
    assert "Ｔ恤" in china.find("61091000").zh


def test_a_pack_of_another_kind_is_refused(tmp_path):
    out = tmp_path / "out.pack"
    lines = "".join(f"AA{letter},Name,any\n" for letter in "ABCDEFGHIJK")
    build(shipped("incoterms"), [table(tmp_path, "i.csv", "code,name_en,mode\n" + lines)], out)
    with pytest.raises(Unreadable) as refused:
        CodePack(out)
    assert refused.value.facts["reason"] == "pack_kind"
