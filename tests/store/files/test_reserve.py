"""Room is kept once, given back when it is asked for, and never taken from a disk that has little left."""

import errno

import pytest

from coo_desktop.domain.errors import StoreFull, StoreUnwritable
from coo_desktop.store.files import reserve
from coo_desktop.store.files.reserve import BYTES, TO_DELETE, TO_OPEN, Reserve


def sizes(folder):
    return {file.name: file.stat().st_blocks * 512 for file in folder.iterdir()}


def test_the_room_is_really_taken_and_given_back_one_by_one(tmp_path):
    kept = Reserve(tmp_path)
    kept.keep()
    kept.keep()
    assert sizes(tmp_path).keys() == {TO_OPEN, TO_DELETE}
    assert min(sizes(tmp_path).values()) >= BYTES
    assert [kept.release(TO_OPEN), kept.release(TO_OPEN)] == [True, False]
    assert sizes(tmp_path).keys() == {TO_DELETE}


def test_a_disk_with_little_room_keeps_it(tmp_path, monkeypatch):
    monkeypatch.setattr(reserve.shutil, "disk_usage", lambda _folder: _Usage(BYTES))
    Reserve(tmp_path).keep()
    assert list(tmp_path.iterdir()) == []


class _Usage:
    def __init__(self, free):
        self.free = free


@pytest.mark.parametrize(("number", "trouble"), [(errno.ENOSPC, StoreFull), (errno.EROFS, StoreUnwritable), (0, None)])
def test_why_nothing_can_be_written_is_found_by_trying(tmp_path, monkeypatch, number, trouble):
    def refuse(path, content):
        raise OSError(number, "made up")

    if number:
        monkeypatch.setattr(reserve.Path, "write_bytes", refuse)
    found = Reserve(tmp_path).trouble()
    assert type(found) is (trouble or type(None))
    assert list(tmp_path.iterdir()) == []
