"""Pages open under their own seal, whatever happened to the others; what a log holds behind damage is kept apart."""

import shutil

import pytest

from coo_desktop.store.files.profile import Profile
from coo_desktop.store.salvage.pages import PAGE, read_pages
from tests.store.conftest import KEY
from tests.store.documents import certificate

FRAME = PAGE + 24


@pytest.fixture
def left(store, profile):
    """What a kill leaves of a store with some pages in the file and some in the log: (file, log)."""
    for number in range(20):
        with store.unit() as unit:
            unit.put(certificate(f"d{number}", remark="x" * 3000))
    store.check()
    with store.unit() as unit:
        unit.put(certificate("late", remark="x" * 9000))
    with store.unit() as unit:
        unit.put(certificate("later"))
    folder = profile.folder.with_name("left")
    shutil.copytree(profile.folder, folder)
    file = Profile(folder).store_file
    return file, file.with_name("store.db-wal")


def change(file, at, bit=1):
    content = bytearray(file.read_bytes())
    content[at] ^= bit
    file.write_bytes(content)


def test_a_sound_file_opens_whole_with_its_log(left):
    file, log = left
    pages = read_pages(file, log, KEY)
    assert pages.bad == 0
    assert pages.later == {}
    assert sorted(pages.plain) == list(range(1, pages.total + 1))
    assert pages.total > file.stat().st_size // PAGE
    assert pages.plain[1][16:18] == PAGE.to_bytes(2, "big")


def test_one_wrong_byte_costs_one_page(left):
    file, log = left
    whole = read_pages(file, log, KEY)
    change(file, 10 * PAGE + 77)
    pages = read_pages(file, log, KEY)
    assert pages.plain.keys() == whole.plain.keys() - ({11} if 11 not in logged(log) else set())
    assert all(pages.plain[number] == whole.plain[number] for number in pages.plain)


def logged(log):
    content = log.read_bytes()
    return {int.from_bytes(content[at : at + 4], "big") for at in range(32, len(content), FRAME)}


def test_without_its_beginning_a_file_opens_by_the_salt_that_is_known_or_in_its_log(left):
    file, log = left
    salt = file.read_bytes()[:16]
    content = bytes(PAGE) + file.read_bytes()[PAGE:]
    file.write_bytes(content)
    assert len(read_pages(file, log.with_name("none"), KEY, salt).plain) == len(content) // PAGE - 1
    assert read_pages(file, log.with_name("none"), KEY).plain == {}
    if 1 in logged(log):
        assert read_pages(file, log, KEY).bad == 0


def test_a_wrong_key_opens_nothing(left):
    assert read_pages(*left, bytes(32)).plain == {}


def test_what_stands_behind_damage_in_a_log_is_not_taken_for_the_state_of_the_file(left):
    file, log = left
    whole = read_pages(file, log, KEY)
    change(log, 32 + 24 + 5)
    pages = read_pages(file, log, KEY)
    assert pages.later
    assert set(pages.later) <= logged(log)
    assert all(whole.plain[number] for number in pages.later)
    assert len(pages.plain) == file.stat().st_size // PAGE


def test_a_log_that_ends_in_the_middle_of_a_commit_counts_as_far_as_the_one_before(left):
    file, log = left
    whole = read_pages(file, log, KEY)
    log.write_bytes(log.read_bytes()[: -FRAME // 2])
    pages = read_pages(file, log, KEY)
    assert pages.later
    assert pages.plain != whole.plain
