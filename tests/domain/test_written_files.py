"""A file for a person on a real disk that is full or only read: it is said so, and the older file stays whole."""

import pytest

from coo_desktop.bootstrap.given_files import write_out
from coo_desktop.domain.errors import FileFull, FileUnwritable
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.domain.written_files import write_file
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.words.errors import error_message
from tests.small_disk import SmallDisk

OLDER = b"what a person saved before"
TABLE = Page("goods", (("Name",), *((f"row {number} " + "x" * 900,) for number in range(3000))))
WAYS = {
    "bytes": (".bin", lambda file: write_file(file, bytes(3_000_000))),
    "a table": (".csv", lambda file: StoredRecordTools().write_sheet(file, TABLE)),
    "a workbook": (".xlsx", lambda file: StoredRecordTools().write_book(file, (FilledSheet(TABLE),))),
    "the command line": (".json", lambda file: write_out(file, bytes(3_000_000))),
}


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    small = SmallDisk(tmp_path_factory.mktemp("small") / "disk", "2m")
    yield small
    small.end()


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_finds_no_room_is_told_by_name_and_the_older_one_stays(disk, way):
    ending, write = WAYS[way]
    file = disk.folder / f"table{ending}"
    file.write_bytes(OLDER)
    disk.fill()
    try:
        with pytest.raises(FileFull) as told:
            write(file)
        assert (file.read_bytes(), list(disk.folder.glob("*.part"))) == (OLDER, [])
    finally:
        disk.free()
    assert error_message(told.value).startswith(f"磁盘空间不足，{file.name}")


@pytest.mark.parametrize("way", WAYS)
def test_a_file_on_a_disk_that_is_only_read_is_told_by_name_and_the_older_one_stays(disk, way):
    ending, write = WAYS[way]
    file = disk.folder / f"table{ending}"
    file.write_bytes(OLDER)
    disk.close()
    try:
        with pytest.raises(FileUnwritable) as told:
            write(file)
    finally:
        disk.open()
    assert file.read_bytes() == OLDER
    assert file.name in error_message(told.value)
