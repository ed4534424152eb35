"""A store on a full and on a read-only disk: it opens, is read, deletes, and saves again as soon as it can."""

import shutil

import pytest

from coo_desktop.domain.errors import StoreFull, StoreUnwritable
from coo_desktop.store.files.profile import Profile, ProfileLock, find_profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.small_disk import SmallDisk
from tests.store.conftest import KEY
from tests.store.documents import certificate


@pytest.fixture
def disk(tmp_path):
    small = SmallDisk(tmp_path / "disk", "6m")
    yield small
    small.end()


@pytest.fixture
def kept(disk):
    """A profile on the small disk with a document in its store, closed."""
    profile = find_profile(disk.folder)
    ProfileLock(profile).release()
    store = opened(profile)
    save(store, "a")
    store.close()
    return profile


def opened(profile):
    return open_store(profile, small_rulebook, FakeClock(), KEY)


def save(store, name, size=10):
    with store.unit() as unit:
        unit.put(certificate(name, remark="x" * size))


def test_a_full_disk_opens_with_what_was_reserved_and_saves_when_there_is_room(disk, kept):
    disk.fill()
    store = opened(kept)
    assert store.reader.document("a") is not None
    with pytest.raises(StoreFull):
        save(store, "large", 3_000_000)
    disk.fill()
    for number in range(200):
        try:
            save(store, f"d{number}", 20_000)
        except StoreFull:
            break
    else:
        raise AssertionError("the disk was not full")
    assert store.make_room()
    with store.unit() as unit:
        unit.purge("a")
    assert store.reader.document("a") is None
    disk.free()
    save(store, "later", 500_000)
    store.check()
    store.close()


def test_a_full_disk_without_reserve_is_read_and_saves_when_there_is_room(disk, kept):
    for file in kept.folder.glob("reserve-*"):
        file.unlink()
    disk.fill()
    store = opened(kept)
    assert isinstance(store.trouble, StoreFull)
    assert store.reader.document("a") is not None
    with pytest.raises(StoreFull):
        save(store, "b")
    disk.free()
    save(store, "b")
    assert store.trouble is None
    assert store.reader.document("b") is not None
    store.check()
    store.close()
    again = opened(kept)
    assert again.reader.document("b") is not None
    again.close()


@pytest.mark.parametrize("end", ["clean", "killed"])
def test_a_disk_that_is_only_read_is_read_whole_and_saves_once_it_may(disk, kept, end):
    if end == "killed":
        store = opened(kept)
        save(store, "in the log")
        shutil.copytree(kept.folder, disk.folder / "left")
        store.close()
        kept = Profile(disk.folder / "left")
    names = ["a", "in the log"][: 1 + (end == "killed")]
    disk.close()
    assert find_profile(disk.folder).folder.exists()
    lock = ProfileLock(find_profile(disk.folder))
    store = opened(kept)
    assert isinstance(store.trouble, StoreUnwritable)
    assert all(store.reader.document(name) is not None for name in names)
    with pytest.raises(StoreUnwritable):
        save(store, "b")
    disk.open()
    save(store, "b")
    assert all(store.reader.document(name) is not None for name in [*names, "b"])
    store.check()
    store.close()
    lock.release()
    again = opened(kept)
    assert again.reader.document("b") is not None
    again.close()


def test_where_there_is_no_store_nothing_can_be_read(disk):
    profile = find_profile(disk.folder)
    disk.close()
    with pytest.raises(StoreUnwritable):
        opened(profile)
