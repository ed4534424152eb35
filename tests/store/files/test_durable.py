"""A file is the old one or the new one, readable by its owner."""

import stat

import pytest

from coo_desktop.store.files.durable import sync_file, sync_folder, write_durably


def test_a_file_is_replaced_whole(tmp_path):
    target = tmp_path / "key.json"
    write_durably(target, b"old")
    (tmp_path / "key.json.part").write_bytes(b"left by a crash")
    write_durably(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    target = tmp_path / "key.json"
    write_durably(target, b"old")
    (tmp_path / "key.json.part").mkdir()
    with pytest.raises(OSError, match="part"):
        write_durably(target, b"new")
    assert target.read_bytes() == b"old"


def test_files_and_folders_are_flushed(tmp_path):
    (tmp_path / "a").touch()
    sync_file(tmp_path / "a")
    sync_folder(tmp_path)
