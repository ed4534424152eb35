"""The library opens what is asked for, once, and sees newer packs when it is opened anew."""

import datetime as dt

import pytest

from coo_desktop.domain.errors import NotFound
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library, open_correlations
from tests.store.packs.tables import PAIRS, codes_pack, rules_pack, shipped, small_correlation, table


def test_a_part_is_opened_once_and_anew_after_reopening(tmp_path):
    library = Library(tmp_path)
    first = library.nomenclature
    assert library.nomenclature is first
    library.reopen()
    assert library.nomenclature is not first
    assert library.nomenclature.find("9617").zh


def test_a_check_is_answered_once_the_codes_are_open_and_never_waits(tmp_path):
    library, on = Library(tmp_path), dt.date(2026, 11, 23)
    assert library.hs_current("854142", on) is None
    assert library.nomenclature.find("854142")
    assert library.hs_current("854142", on) is True
    assert library.hs_current("854140", on) is False


def test_a_name_of_a_former_edition_comes_from_its_own_packs(tmp_path):
    install(codes_pack(tmp_path, 2017), tmp_path / "packs")
    library = Library(tmp_path / "packs")
    assert library.name_in("96170011", "2017")[0] == "玻璃内胆保温瓶"
    assert library.name_in("96170011", "2012") == ("", "")


def test_a_mark_tells_other_packs_from_these(tmp_path):
    library = Library(tmp_path / "packs")
    assert library.mark() == ""
    install(small_correlation(tmp_path), tmp_path / "packs")
    mark = library.mark()
    assert mark.startswith("test-correlation@")
    install(small_correlation(tmp_path, PAIRS + "010303,010302,1:1\n"), tmp_path / "packs")
    assert library.mark() not in ("", mark)


def test_the_conversion_of_a_changed_code_is_told_once_the_tables_are_open(tmp_path):
    install(small_correlation(tmp_path, PAIRS + "851713,851712,1:1\n"), tmp_path / "packs")
    library = Library(tmp_path / "packs")
    assert library.converted("851713", "2022", "2017") is None
    assert library.changes.editions == ("2017", "2022")
    assert library.converted("851713", "2022", "2017") == ("851712",)


def test_a_code_that_did_not_change_is_known_without_any_table(tmp_path):
    library = Library(tmp_path / "packs")
    assert library.converted("961700", "2022", "2012") == ("961700",)
    assert library.converted("961700", "2022", "2002") is None


def test_product_rules_of_installed_packs_are_seen_after_reopening(tmp_path):
    library, folder = Library(tmp_path / "packs"), tmp_path
    assert library.rules.covering("rcep", "610910") == []
    install(rules_pack(folder), tmp_path / "packs")
    library.reopen()
    assert [entry.rule.text for entry in library.rules.covering("rcep", "610910")] == ["by hand", "CC", "CTH"]


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
