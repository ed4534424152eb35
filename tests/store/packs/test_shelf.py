"""A person looks after the packs of this computer: one more from a file or a table, one back, and nothing half done."""

import csv
from pathlib import Path

import pytest

from coo_backend.db.shelf import make_key, read_key
from coo_desktop.domain.errors import NotFound, Refused, Unreadable
from coo_desktop.domain.packs.catalog import BUILT_IN, DAMAGED, IN_USE, PREVIOUS, SET_ASIDE
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.seal import public_half, sign
from coo_desktop.store.packs.shelf import PackShelf
from coo_desktop.store.packs.trust import pin
from tests.store.packs.tables import codes_pack, shipped, table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "packs"


@pytest.fixture
def shelf(folder: Path) -> PackShelf:
    return PackShelf(folder)


def states(shelf: PackShelf) -> list[tuple[str, str]]:
    return [(pack.manifest.as_of if pack.manifest else pack.file, pack.state) for pack in shelf.packs()[1:]]


def signed(pack: Path, folder: Path, trust: bool = True) -> Path:
    key = pack.with_suffix(".key")
    make_key(key)
    sign(pack, read_key(key))
    if trust:
        pin(folder, "https://office.example", public_half(read_key(key)))
    return pack


def incoterms(folder: Path, *rows: tuple[str, ...]) -> Path:
    """A table with the columns of a shipped layout."""
    path = folder / "incoterms_2020.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(shipped("incoterms").columns)
        writer.writerows(rows)
    return path


def built(shelf: PackShelf, path: Path, recipe: str = "incoterms", as_of: str = ""):
    return shelf.install_table(recipe, [path], as_of, lambda _done, _total: None, lambda: False)


def test_the_built_in_pack_is_always_there(shelf):
    (pack,) = shelf.packs()
    assert (pack.state, pack.manifest.name) == (BUILT_IN, "hs-2022")


def test_packs_are_told_with_their_state(shelf, folder, tmp_path):
    for year in (2022, 2023):
        install(codes_pack(tmp_path, year), folder)
    (folder / "broken.pack").write_bytes(b"x" * 5000)
    assert states(shelf) == [("2023-12-31", IN_USE), ("2022-12-31", PREVIOUS), ("broken.pack", DAMAGED)]
    assert shelf.packs()[-1].reason == "pack_damaged"


def test_a_signed_pack_from_a_file_is_put_to_use(shelf, folder, tmp_path):
    assert shelf.install_file(signed(codes_pack(tmp_path), folder)).as_of == "2023-12-31"
    assert states(shelf) == [("2023-12-31", IN_USE)]


def test_a_pack_that_nobody_trusted_signed_is_refused(shelf, folder, tmp_path):
    install(codes_pack(tmp_path, 2022), folder)
    pack = codes_pack(tmp_path, 2023)
    with pytest.raises(Unreadable) as unsigned:
        shelf.install_file(pack)
    with pytest.raises(Unreadable) as strange:
        shelf.install_file(signed(pack, folder, trust=False))
    assert (unsigned.value.facts["reason"], strange.value.facts["reason"]) == ("pack_unsigned", "pack_signature")
    assert states(shelf) == [("2022-12-31", IN_USE)]


def test_a_table_becomes_a_pack_in_use_with_a_report(shelf, folder, tmp_path):
    rows = [(f"AA{letter}", f"term {letter}", "any") for letter in "ABCDEFGHIJK"]
    report = built(shelf, incoterms(tmp_path, *rows))
    assert (report.rows_in, report.rows_out, report.rejected) == (11, 11, ())
    assert [pack.state for pack in shelf.packs()] == [BUILT_IN, IN_USE]
    assert not list(folder.glob("making-*"))


def test_a_table_that_is_refused_leaves_everything_as_it_was(shelf, folder, tmp_path):
    install(codes_pack(tmp_path, 2022), folder)
    for wrong in (b"a,b\n1,2\n", "码,名\n".encode("gb18030"), b""):
        path = table(tmp_path, "incoterms_2020.csv", wrong)
        with pytest.raises(Unreadable) as refused:
            built(shelf, path)
        assert refused.value.facts["line"] == 1
        assert refused.value.facts["file"] == "incoterms_2020.csv"
    assert states(shelf) == [("2022-12-31", IN_USE)]
    assert not list(folder.glob("making-*"))


def test_a_long_making_tells_how_far_it_is_and_can_be_stopped(shelf, folder, tmp_path):
    head = ",".join(shipped("unece-rec21").columns)
    path = table(tmp_path, "unece.csv", f"{head}\n" + "X,AA,withdrawn,,\n" * 5000)
    told: list[tuple[int, int]] = []
    with pytest.raises(Refused) as stopped:
        shelf.install_table("unece-rec21", [path], "2024-01-01", lambda *far: told.append(far), lambda: len(told) >= 2)
    assert stopped.value.facts["why"] == "stopped"
    assert [done for done, _total in told] == [1000, 2000]
    assert states(shelf) == []


def test_the_layouts_that_fit_a_table_are_found_by_its_columns(shelf, tmp_path):
    assert shelf.fitting(incoterms(tmp_path)) == ("incoterms",)
    assert shelf.fitting(table(tmp_path, "other.csv", "a,b\n")) == ()
    assert shelf.fitting(table(tmp_path, "empty.csv", b"")) == ()
    with pytest.raises(Unreadable):
        shelf.fitting(tmp_path / "gone.csv")
    assert {"incoterms", "china-hs8"} <= {layout.recipe for layout in shelf.layouts()}


def test_going_back_puts_the_pack_before_to_use_and_forward_again(shelf, folder, tmp_path):
    for year in (2022, 2023):
        install(codes_pack(tmp_path, year), folder)
    assert shelf.go_back("test-codes").as_of == "2022-12-31"
    assert states(shelf) == [("2022-12-31", IN_USE), ("2023-12-31", SET_ASIDE)]
    (aside,) = [pack.file for pack in shelf.packs() if pack.state == SET_ASIDE]
    assert shelf.use_again(aside).as_of == "2023-12-31"
    assert states(shelf) == [("2023-12-31", IN_USE), ("2022-12-31", PREVIOUS)]


def test_there_is_no_way_back_from_the_only_pack(shelf, folder, tmp_path):
    install(codes_pack(tmp_path), folder)
    with pytest.raises(Refused) as refused:
        shelf.go_back("test-codes")
    assert refused.value.facts["why"] == "pack_alone"
    assert states(shelf) == [("2023-12-31", IN_USE)]


def test_only_what_cannot_be_used_is_removed(shelf, folder, tmp_path):
    install(codes_pack(tmp_path), folder)
    (folder / "broken.pack").write_bytes(b"x")
    (good,) = [pack.file for pack in shelf.packs() if pack.state == IN_USE]
    shelf.remove_damaged("broken.pack")
    for file in (good, "../settings.json"):
        with pytest.raises(NotFound):
            shelf.remove_damaged(file)
    assert states(shelf) == [("2023-12-31", IN_USE)]


@pytest.mark.parametrize("file", ["gone.pack", "../broken.pack"])
def test_only_what_was_set_aside_is_used_again(shelf, folder, file):
    with pytest.raises(NotFound):
        shelf.use_again(file)


def test_a_table_needs_a_layout_that_is_known(shelf, tmp_path):
    with pytest.raises(NotFound):
        built(shelf, incoterms(tmp_path), "no-such-layout")
