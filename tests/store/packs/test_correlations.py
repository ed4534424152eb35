"""Installed correlations answer, corrected by what is installed beside them."""

import pytest

from coo_desktop.domain.errors import NotFound
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.correlations import open_correlations
from coo_desktop.store.packs.install import install
from tests.store.packs.tables import shipped, small_correlation, table

CORRECTIONS = """\
edition_pair,old_code,defect,correct_links,evidence
HS2017-HS2022,010201,successor missing,010201 010203,a comparison
"""


def corrections_pack(folder):
    out = folder / "corrections.pack"
    build(shipped("correlation-overrides"), [table(folder, "defects.csv", CORRECTIONS)], out)
    return out


def test_without_packs_no_way_is_known(tmp_path):
    with pytest.raises(NotFound):
        open_correlations(tmp_path).change("010101", "2017", "2022")


def test_an_installed_table_tells_what_became_of_a_code(tmp_path):
    install(small_correlation(tmp_path), tmp_path / "packs")
    change = open_correlations(tmp_path / "packs").change("010201", "2017", "2022")
    assert (change.kind, change.targets, change.source) == ("one_to_one", ("010202",), "a test")


def test_installed_corrections_are_applied(tmp_path):
    for pack in (small_correlation(tmp_path), corrections_pack(tmp_path)):
        install(pack, tmp_path / "packs")
    change = open_correlations(tmp_path / "packs").change("010201", "2017", "2022")
    assert (change.kind, change.targets, change.evidence) == ("split_code_kept", ("010201", "010203"), "a comparison")


def test_the_published_tables_join_from_2012_to_2022(tmp_path, shared_data):
    sources = {
        "un-correlation": "hs2022_hs2017_correlation.csv",
        "un-correlation-2012": "hs2017_hs2012_correlation.csv",
        "correlation-overrides": "hs_correlation_defects.csv",
    }
    for recipe, name in sources.items():
        build(shipped(recipe), [shared_data / name], tmp_path / f"{recipe}.pack")
        install(tmp_path / f"{recipe}.pack", tmp_path / "packs")
    found = open_correlations(tmp_path / "packs")
    assert found.editions == ("2012", "2017", "2022")
    assert {"851713", "851714"} <= set(found.change("851712", "2012", "2022").targets)
    assert found.change("854150", "2017", "2022").evidence.startswith("UN lists only 8549xx")
    assert found.converted("030910", "2022", "2012") == ("030510",)
