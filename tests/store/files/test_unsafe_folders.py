"""Folders that something else copies or shares are known by their names, their marks or their file system."""

from pathlib import Path

import pytest

from coo_desktop.store.files.unsafe_folders import network_place, synced_place


@pytest.mark.parametrize(
    "folder",
    [
        "/data/zhang/Dropbox/coo",
        "/data/zhang/Dropbox (Personal)/coo",
        "/Users/zhang/Library/Mobile Documents/com~apple~CloudDocs/coo",
        "/Users/zhang/OneDrive - 宁波海产/coo",
        "/Users/zhang/Google Drive/coo",
        "/data/zhang/Nextcloud/coo",
        "/data/我的坚果云/coo",
        "/data/BaiduSyncdisk/coo",
        "/data/WPS云盘/coo",
    ],
)
def test_a_synced_folder_is_known_by_its_name(folder):
    assert synced_place(Path(folder), {})


@pytest.mark.parametrize("folder", ["/data/zhang/.local/share/coo", "/data/dropboxer/coo", "/srv/boxes/coo", "/"])
def test_another_folder_is_not_taken_for_one(folder):
    assert synced_place(Path(folder), {}) == ""


def test_a_synced_folder_is_known_by_the_systems_word_for_it():
    assert synced_place(Path("/data/firm/coo"), {"OneDriveCommercial": "/data/firm"}) == "/data/firm"
    assert synced_place(Path("/data/firm/coo"), {"OneDrive": ""}) == ""


def test_a_synced_folder_is_known_by_its_mark(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    assert synced_place(tmp_path / "a" / "b", {}) == str(tmp_path)


MOUNTS = """
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/firm nfs4 rw 0 0
//server/share /mnt/the\\040share cifs rw 0 0
/dev/sdb1 /mnt/firm/local ext4 rw 0 0
""".lstrip()


@pytest.mark.parametrize(
    ("folder", "is_network"),
    [
        ("/data/zhang", False),
        ("/mnt/firm/coo", True),
        ("/mnt/the share/coo", True),
        ("/mnt/firm/local/coo", False),
        ("//server/share/coo", True),
    ],
)
def test_a_network_folder_is_known_by_its_mount(tmp_path, folder, is_network):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_place(Path(folder), mounts) is is_network


def test_a_system_that_does_not_tell_is_believed(tmp_path):
    assert network_place(Path("/mnt/firm"), tmp_path / "absent") is False
