"""A file is the old one or the new one, readable by its owner."""

import contextlib
import stat

import pytest

from coo_desktop.environment import files
from coo_desktop.environment.files import (
    SHARED,
    make_folder,
    move_into_place,
    replacing,
    sync_file,
    sync_folder,
    write_atomically,
)


def test_a_file_is_replaced_whole(tmp_path):
    target = tmp_path / "key.json"
    write_atomically(target, b"old")
    (tmp_path / "key.json.part").write_bytes(b"left by a crash")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    target = tmp_path / "key.json"
    write_atomically(target, b"old")
    (tmp_path / "key.json.part").mkdir()
    with pytest.raises(OSError, match="part"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"


def test_files_and_folders_are_flushed(tmp_path):
    (tmp_path / "a").touch()
    sync_file(tmp_path / "a")
    sync_folder(tmp_path)


def test_a_new_folder_is_its_owners_and_each_that_holds_a_new_one_is_flushed(tmp_path, monkeypatch):
    flushed = []
    monkeypatch.setattr(files, "sync_folder", flushed.append)
    make_folder(tmp_path / "profile" / "evidence")
    assert flushed == [tmp_path, tmp_path / "profile"]
    assert stat.S_IMODE((tmp_path / "profile" / "evidence").stat().st_mode) == 0o700
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert (flushed[2:], stat.S_IMODE(tmp_path.stat().st_mode)) == ([], 0o755)


def test_a_block_that_raises_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "archive.zip"
    write_atomically(target, b"old")
    with contextlib.suppress(ValueError), replacing(target) as file:
        file.write(b"new")
        raise ValueError
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_is_for_others_is_as_open_as_new_files_are(tmp_path):
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "shared", b"", SHARED)
    assert (tmp_path / "shared").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_finished_file_moves_into_place(tmp_path):
    (tmp_path / "half").write_bytes(b"new")
    move_into_place(tmp_path / "half", tmp_path / "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]
