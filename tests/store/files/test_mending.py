"""Stores set aside, and backups, are listed only when they are somebody's and open; a note that is no note stops."""

from pathlib import Path

import pytest

from coo_desktop.domain.errors import StoreDamaged, StoreUnwritable
from coo_desktop.domain.mending import Mend
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest


@pytest.fixture
def profile(tmp_path):
    """A store that somebody signed in to."""
    chest = KeyChest(tmp_path)
    chest.seal("secret", chest.new_key("random"))
    (tmp_path / "store.db").write_bytes(b"sealed")
    return Profile(tmp_path)


def test_what_was_set_aside_changes_places_with_what_is_in_use(profile):
    mending.note(profile, Mend.START_ANEW)
    assert mending.asides(profile) == ()
    mending.carry_out(profile)
    assert not mending.has_leftovers(profile)
    (aside,) = mending.asides(profile)
    profile.store_file.write_bytes(b"another")
    mending.note(profile, Mend.TAKE_BACK, aside.name)
    mending.carry_out(profile)
    assert profile.store_file.read_bytes() == b"sealed"
    assert {file.read_bytes() for file in profile.folder.glob("aside-*/store.db")} == {b"another"}


def test_nobodys_store_is_not_offered_and_takes_the_place_of_the_one_before(profile):
    for content in (b"1", b"2"):
        profile.store_file.write_bytes(content)
        mending.set_unused_aside(profile)
        KeyChest(profile.folder).new_key("random")
    mending.set_unused_aside(profile)
    assert mending.asides(profile) == ()
    assert [folder.name for folder in profile.folder.glob("aside-*")] == [mending.UNUSED]


def test_a_backup_that_the_key_does_not_open_is_not_offered(profile):
    profile.backups.mkdir()
    (profile.backups / "day-2026-11-20.db").write_bytes(b"x" * 4096)
    assert mending.backups(profile, bytes(32)) == ()


@pytest.mark.parametrize("mend", [Mend.RESTORE, Mend.REPLACE])
def test_what_was_in_use_stays_aside_when_the_end_of_a_restore_is_cut_off(profile, mend, monkeypatch):
    profile.backups.mkdir()
    (profile.backups / "one.db").write_bytes(b"kept")
    (profile.folder / "ready").mkdir()
    (profile.folder / "ready" / "store.db").write_bytes(b"kept")
    mending.note(profile, mend, "one.db" if mend is Mend.RESTORE else "ready")

    unlink = Path.unlink

    def cut(file, missing_ok=False):
        if file.name == mending.NOTE:
            raise OSError(5, "cut")
        unlink(file, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", cut)
        if mend is Mend.RESTORE:
            assert mending.carry_out(profile) is not None  # the note stays until the backup knows that it came back
        else:
            with pytest.raises(StoreUnwritable):
                mending.carry_out(profile)
    mending.carry_out(profile)
    mending.finish(profile)
    assert mending.carry_out(profile) is None
    assert profile.store_file.read_bytes() == b"kept"
    assert [file.read_bytes() for file in profile.folder.glob("aside-*/store.db")] == [b"sealed"]


def test_a_note_that_cannot_be_understood_is_told_and_nothing_moves(profile):
    (profile.folder / mending.NOTE).write_bytes(b"{")
    with pytest.raises(StoreDamaged):
        mending.carry_out(profile)
    assert profile.store_file.read_bytes() == b"sealed"
