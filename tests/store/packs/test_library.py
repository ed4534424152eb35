"""The library opens what is asked for, once, and sees newer packs when it is opened anew."""

import datetime as dt

from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library
from tests.store.packs.tables import PAIRS, codes_pack, rules_pack, small_correlation


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


def test_a_conversion_is_told_once_the_tables_are_open(tmp_path):
    install(small_correlation(tmp_path), tmp_path / "packs")
    library = Library(tmp_path / "packs")
    assert library.converted("010202", "2022", "2017") is None
    assert library.changes.editions == ("2017", "2022")
    assert library.converted("010202", "2022", "2017") == ("010201",)


def test_product_rules_of_installed_packs_are_seen_after_reopening(tmp_path):
    library, folder = Library(tmp_path / "packs"), tmp_path
    assert library.rules.of_chapter("rcep", "61") == ()
    install(rules_pack(folder), tmp_path / "packs")
    library.reopen()
    assert [entry.rule.text for entry in library.rules.of_chapter("rcep", "61")] == ["CC", "CTH", "by hand"]
