"""After an unclean end the store opens, unless commits are gone from its log: that no opening passes over."""

import shutil

import pytest

from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.store import local
from coo_desktop.store.files.open_mark import DAMAGE, KEPT_LOG, MARK
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY
from tests.store.documents import certificate

FRAME = 24 + 4096


def save(store, *names):
    for name in names:
        with store.unit() as unit:
            unit.put(certificate(name, remark="x" * 3000))


def killed(profile):
    """The folder as a kill of the program would leave it now."""
    left = Profile(profile.folder.with_name("killed"))
    shutil.rmtree(left.folder, ignore_errors=True)
    shutil.copytree(profile.folder, left.folder)
    return left


def beside(profile, name):
    return profile.folder / name


def opened(profile):
    return open_store(profile, small_rulebook, FakeClock(), KEY)


def test_a_store_that_was_closed_leaves_no_mark_and_no_log(store, profile):
    save(store, "a")
    assert beside(profile, MARK).exists()
    store.close()
    assert sorted(path.name for path in profile.folder.iterdir()) == [
        "reserve-to-delete",
        "reserve-to-open",
        "store.db",
    ]


def test_after_a_kill_everything_is_there_and_the_end_was_unclean(store, profile):
    save(store, "a", "b")
    again = opened(killed(profile))
    assert again.was_cut_off
    assert not store.was_cut_off
    assert again.reader.document("b") is not None
    save(again, "c")
    again.close()


def cut_tail(log):
    log.write_bytes(log.read_bytes()[: -2 * FRAME])


def flip(at):
    def change(log):
        content = bytearray(log.read_bytes())
        content[at] ^= 0x10
        log.write_bytes(content)

    return change


DAMAGES = {
    "gone": lambda log: log.unlink(),
    "empty": lambda log: log.write_bytes(b""),
    "cut": cut_tail,
    "garbage": lambda log: log.write_bytes(bytes(range(256)) * 400),
    "zeros": lambda log: log.write_bytes(bytes(log.stat().st_size)),
    "magic": flip(1),
    "salt": flip(17),
    "salt 2": flip(23),
    "checksum": flip(30),
    "first frame": flip(32 + 100),
    "last frame": flip(-10),
    "last salt": flip(-4096 - 16),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_commits_that_are_gone_from_the_log_are_noticed_and_the_log_is_kept(store, profile, damage):
    save(store, "a", "b", "c")
    left = killed(profile)
    log = beside(left, "store.db-wal")
    damage(log)
    as_left = log.read_bytes() if log.exists() else b""
    for _start in range(2):
        with pytest.raises(StoreDamaged):
            opened(left)
    assert not as_left or beside(left, KEPT_LOG).read_bytes() == as_left


@pytest.mark.parametrize("folds", ["by the check", "by itself", "at an end"])
def test_a_log_that_was_folded_in_is_not_missed(store, profile, folds):
    save(store, "a", "b")
    if folds == "by itself":
        save(store, *(f"d{number}" for number in range(120)))
    elif folds == "by the check":
        store.check()
        assert beside(profile, "store.db-wal").stat().st_size == 0
        left = killed(profile)
        beside(left, "store.db-wal").unlink()
        opened(left).close()
        save(store, "c")
    left = killed(profile)
    again = opened(left)
    assert again.reader.document("b") is not None
    again.close()
    opened(left).close()


def test_a_mark_that_is_damaged_holds_nobody_up(store, profile):
    save(store, "a")
    left = killed(profile)
    beside(left, MARK).write_bytes(b"nothing of ours")
    again = opened(left)
    assert again.was_cut_off
    again.close()


def test_what_was_found_damaged_is_not_opened_nor_touched_again(reopened, profile):
    store = reopened()
    save(store, *(f"d{number}" for number in range(30)))
    store.close()
    content = bytearray(profile.store_file.read_bytes())
    content[60 * 4096] ^= 1  # the end of a long document, that no save meets
    profile.store_file.write_bytes(content)
    store = reopened()
    save(store, "later")
    with pytest.raises(StoreDamaged):
        store.check()
    assert store.is_damaged
    store.close()
    at_rest = profile.store_file.read_bytes()
    assert beside(profile, DAMAGE).exists()
    with pytest.raises(StoreDamaged):
        reopened()
    assert profile.store_file.read_bytes() == at_rest


def test_a_log_that_cannot_be_counted_costs_neither_the_commit_nor_the_opening(store, profile, monkeypatch):
    save(store, "a")
    left = killed(profile)
    monkeypatch.setattr(local, "logged", lambda _connection: None)  # as SQLite tells it on a disk that refuses
    save(store, "b")
    assert store.reader.document("b") is not None
    again = opened(left)
    assert again.reader.document("a") is not None
    again.close()
