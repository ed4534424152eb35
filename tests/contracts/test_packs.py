"""What a screen may rely on in the reference data, kept by the real library of packs and by the fake of the screens."""

import datetime as dt
from pathlib import Path

import pytest

from coo_desktop.domain.errors import Refused, Unreadable
from coo_desktop.store.packs.library import Library
from tests.fakes.packs import FewCodes, NoPacks, code

ON = dt.date(2026, 11, 23)


class PacksContract:
    """Every test gets `packs` that know heading 9617 and have nothing beside the codes."""

    def test_a_code_is_found_by_its_digits_and_by_its_name(self, packs):
        listed = packs.nomenclature.find("961700")
        assert listed.parent == "9617"
        assert "961700" in {hit.code for hit in packs.nomenclature.search("961700", 50)}
        assert "961700" in {hit.code for hit in packs.nomenclature.search("保温瓶", 50)}
        assert len(packs.nomenclature.search("961700", 1)) == 1

    def test_what_is_no_code_is_not_found(self, packs):
        assert packs.nomenclature.find("991199") is None
        assert not packs.nomenclature.search("zzzz", 50)

    def test_below_a_heading_stand_its_own_codes(self, packs):
        assert [listed.code for listed in packs.nomenclature.children("9617")] == ["961700"]
        assert packs.nomenclature.children("961700") == ()

    def test_a_code_of_another_edition_has_no_name_without_its_list(self, packs):
        assert packs.name_in("961700", "2012") == ("", "")

    def test_there_are_no_rates_without_a_pack_of_them(self, packs):
        assert packs.rates.importers() == ()
        assert packs.rates.rates("JP", "961700", ON) == []

    def test_no_pack_is_installed_until_one_is(self, packs):
        assert packs.mark() == ""
        packs.reopen()
        assert packs.mark() == ""

    def test_codes_are_found_again_after_reopening(self, packs):
        packs.reopen()
        assert packs.nomenclature.find("961700").parent == "9617"

    def test_there_is_nothing_to_go_back_to(self, packs):
        with pytest.raises(Refused) as caught:
            packs.shelf.go_back("no-such-pack")
        assert caught.value.facts["why"] == "pack_alone"

    def test_a_file_that_is_no_pack_is_refused(self, packs, tmp_path):
        file = Path(tmp_path / "a.pack")
        file.write_bytes(b"nothing")
        with pytest.raises(Unreadable) as caught:
            packs.shelf.install_file(file)
        assert caught.value.facts["reason"] == "pack_damaged"

    def test_a_table_of_an_unknown_layout_is_refused(self, packs, tmp_path):
        with pytest.raises(Refused):
            packs.shelf.install_table("no-such-layout", [tmp_path / "a.csv"], "", lambda *_: None, lambda: False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the built-in codes are built, once."""
    return tmp_path_factory.mktemp("packs")


class TestRealPacks(PacksContract):
    @pytest.fixture
    def packs(self, folder):
        return Library(folder)


class TestFakePacks(PacksContract):
    @pytest.fixture
    def packs(self):
        return NoPacks(FewCodes(code("9617", "保温瓶和其他真空容器"), code("961700", "保温瓶和其他真空容器")))
