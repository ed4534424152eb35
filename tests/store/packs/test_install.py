"""Installing replaces what is in use only by something whole, newer and trusted, and keeps the pack before it."""

import pytest

from coo_desktop.domain.errors import Refused, Unreadable
from coo_desktop.store.packs.install import damaged, install, installed, pack_folder
from tests.store.packs.tables import FLASKS, codes_pack


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "packs"


def in_use(folder) -> list[tuple[str, bool]]:
    return [(pack.manifest.as_of, pack.current) for pack in installed(folder)]


def test_nothing_is_installed_at_first(folder):
    assert installed(folder) == ()
    assert damaged(folder) == ()


def test_a_pack_is_put_to_use(tmp_path, folder):
    install(codes_pack(tmp_path, 2023), folder)
    assert in_use(folder) == [("2023-12-31", True)]


def test_the_pack_before_a_newer_one_is_kept_and_no_more(tmp_path, folder):
    for year in (2021, 2022, 2023):
        install(codes_pack(tmp_path, year), folder)
    assert in_use(folder) == [("2023-12-31", True), ("2022-12-31", False)]


def test_an_older_pack_is_refused_and_the_newer_stays(tmp_path, folder):
    install(codes_pack(tmp_path, 2023), folder)
    with pytest.raises(Refused) as refused:
        install(codes_pack(tmp_path, 2022), folder)
    assert refused.value.facts == {
        "why": "pack_older",
        "name": "test-codes",
        "offered": "2022-12-31",
        "installed": "2023-12-31",
    }
    assert in_use(folder) == [("2023-12-31", True)]


def test_a_damaged_or_truncated_pack_is_refused_and_the_one_before_stays(tmp_path, folder):
    install(codes_pack(tmp_path, 2022), folder)
    good = codes_pack(tmp_path, 2023).read_bytes()
    bad = tmp_path / "bad.pack"
    for content in (good[: len(good) // 2], good[:-1], b"", good.replace("三轮车".encode(), "独轮车".encode())):
        bad.write_bytes(content)
        with pytest.raises(Unreadable) as refused:
            install(bad, folder)
        assert refused.value.facts["file"] == "bad.pack"
    assert in_use(folder) == [("2022-12-31", True)]
    assert not list(folder.glob("*.part"))


def test_an_unsigned_pack_is_refused_where_a_signature_is_asked_for(tmp_path, folder):
    with pytest.raises(Unreadable):
        install(codes_pack(tmp_path), folder, signed=True)
    assert installed(folder) == ()


def test_a_pack_that_went_bad_gives_way_to_the_one_before(tmp_path, folder):
    install(codes_pack(tmp_path, 2022), folder)
    install(codes_pack(tmp_path, 2023), folder)
    (newest,) = [pack.path for pack in installed(folder) if pack.current]
    newest.write_bytes(newest.read_bytes()[:4096])
    assert in_use(folder) == [("2022-12-31", True)]
    assert [name for name, _reason in damaged(folder)] == [newest.name]


def test_a_corrected_pack_of_the_same_day_is_put_to_use(tmp_path, folder):
    install(codes_pack(tmp_path, 2023), folder)
    corrected = install(codes_pack(tmp_path, 2023, FLASKS + "95030021,玩偶,Dolls\n", "again.pack"), folder)
    assert [pack.manifest.rows for pack in installed(folder) if pack.current] == [corrected.rows] == ["4"]


def test_installing_the_same_pack_again_changes_nothing(tmp_path, folder):
    pack = codes_pack(tmp_path)
    install(pack, folder)
    install(pack, folder)
    assert len(installed(folder)) == 1


def test_packs_live_below_the_home_of_the_run(home):
    assert pack_folder() == home / "packs"
