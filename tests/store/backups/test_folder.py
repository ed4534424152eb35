"""In the folder of the person's choice only what this profile made goes, and nothing of anybody else is overwritten."""

import datetime as dt

import pytest

from coo_desktop.domain.errors import StoreUnwritable
from coo_desktop.store.backups.container import Head, creating
from coo_desktop.store.backups.folder import BackupFolder
from coo_desktop.store.keys.key_chest import fingerprint
from coo_desktop.store.keys.password_wrap import wrap
from tests.store.conftest import KEY

DAY = dt.date(2026, 11, 30)
FIRST_DAYS = [dt.date(2025, month, 1) for month in range(1, 13)]


@pytest.fixture
def folder(tmp_path):
    return BackupFolder(tmp_path, "12345678", fingerprint(KEY))


def make(file, key=KEY):
    with file.open("wb") as stream, creating(stream, key, Head(fingerprint(key), wrap("secret", key))):
        pass
    return file


def test_only_what_this_profile_made_goes(folder, tmp_path):
    for day in (*FIRST_DAYS, DAY):
        make(folder.file(day))
    others = [make(tmp_path / "by hand.coobackup"), make(BackupFolder(tmp_path, "other", "").file(FIRST_DAYS[0]))]
    others.append(make(folder.file(dt.date(2024, 1, 1)), bytes(32)))
    for name in (
        "coo-12345678-2024-01-02.coobackup",
        "coo-12345678-2024-01-03 (2).coobackup",
        "coo-12345678-notes.txt",
    ):
        others.append(tmp_path / name)
        others[-1].write_bytes(b"somebody's")
    (tmp_path / "coo-12345678-2024-01-04.coobackup").mkdir()
    before = {file: file.read_bytes() for file in others}
    folder.keep_days()
    assert {file: file.read_bytes() for file in others} == before
    left = [day for day in FIRST_DAYS if (tmp_path / f"coo-12345678-{day}.coobackup").exists()]
    assert left == FIRST_DAYS[2:]
    assert (tmp_path / "coo-12345678-2024-01-04.coobackup").is_dir()


def test_a_folder_that_is_not_there_is_told_and_not_made(folder, tmp_path):
    gone = BackupFolder(tmp_path / "stick", folder.tag, folder.fingerprint)
    with pytest.raises(StoreUnwritable) as told:
        gone.file(DAY)
    assert told.value.facts["cause"] == "folder_absent"
    assert not gone.place.exists()


@pytest.mark.parametrize("content", [b"", b"somebody's"])
def test_a_name_that_somebody_else_has_taken_is_left(folder, content):
    file = folder.file(DAY)
    file.write_bytes(content)
    with pytest.raises(StoreUnwritable) as told:
        folder.file(DAY)
    assert told.value.facts["cause"] == "name_taken"
    assert file.read_bytes() == content


def test_the_same_day_again_takes_the_place_of_its_own(folder):
    file = make(folder.file(DAY))
    assert folder.file(DAY) == file
