"""Several packs of codes answer as one."""

from contextlib import closing

import pytest

from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.nomenclature import editions, open_nomenclature
from tests.store.packs.tables import codes_pack, codes_recipe, table


@pytest.fixture
def alone(tmp_path):
    with closing(open_nomenclature(tmp_path / "packs")) as nomenclature:
        yield nomenclature


@pytest.fixture
def both(tmp_path):
    install(codes_pack(tmp_path), tmp_path / "packs")
    with closing(open_nomenclature(tmp_path / "packs")) as nomenclature:
        yield nomenclature


def test_without_any_pack_installed_the_built_in_one_answers(alone):
    assert alone.search("真空瓶")[0].code == "9617"


def test_a_code_in_both_packs_comes_once_with_both_names(both):
    hits = {hit.code: hit for hit in both.search("961700")}
    assert hits["961700"].zh == "玻璃内胆保温瓶；其他保温瓶"
    assert hits["961700"].en.startswith("Vacuum flasks and other vacuum vessels")
    assert list(hits) == ["961700", "96170011", "96170019"]


def test_what_is_below_a_sure_hit_is_offered_too(both):
    assert [hit.code for hit in both.search("真空瓶")] == ["9617", "961700", "96170011", "96170019"]


def test_the_tree_reaches_national_lines(both):
    assert [listed.code for listed in both.children("961700")] == ["96170011", "96170019"]
    assert both.find("961700").derived is False


def test_a_pack_of_another_edition_is_left_aside(tmp_path):
    install(codes_pack(tmp_path, 2017), tmp_path / "packs")
    with closing(open_nomenclature(tmp_path / "packs")) as nomenclature:
        assert nomenclature.find("96170011") is None


def test_no_more_is_found_than_asked_for(both):
    assert len(both.search("真空瓶", 2)) == 2
    assert both.search("真空瓶", 0) == []


def test_an_unknown_code_is_not_found(both):
    assert both.find("00000000") is None


def test_the_built_in_edition_is_known(tmp_path):
    known = editions(tmp_path)
    assert {"9617", "961700"} <= known("2022")
    assert "851712" not in known("2022")  # of HS 2017
    assert known("2017") == frozenset()


def test_an_excerpt_of_an_edition_says_nothing_of_the_rest(tmp_path):
    install(codes_pack(tmp_path, 2018), tmp_path / "packs")
    assert editions(tmp_path / "packs")("2017") == frozenset()


def test_a_whole_list_of_another_edition_makes_it_known(tmp_path):
    rows = "".join(f"{number:06},,code\n" for number in range(100_000, 105_000))
    build(codes_recipe(), [table(tmp_path, "codes_2018.csv", f"code,zh,en\n{rows}")], tmp_path / "out.pack")
    install(tmp_path / "out.pack", tmp_path / "packs")
    assert "100000" in editions(tmp_path / "packs")("2017")
