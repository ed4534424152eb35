"""Whose codes are known: the built-in edition, and any other of which a whole list is installed."""

from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.editions import editions
from coo_desktop.store.packs.install import install
from tests.store.packs.tables import codes_pack, codes_recipe, table


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
