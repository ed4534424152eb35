"""What was damaged is put together again, also by a start that is cut off anywhere, and by a note nobody can read."""

import os
from contextlib import suppress

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.domain.backups import ARRIVAL
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import StoreDamaged, StoreMissing
from coo_desktop.domain.mending import Lost, Mend
from coo_desktop.domain.operations import drafts
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.salvage.pages import PAGE

ADDRESS, PASSWORD = "http://127.0.0.1:9", "secret"


@pytest.fixture
def profile(tmp_path):
    """A profile with one document in a backup and one more in its store."""
    made = Profile(tmp_path / "profile")
    made.folder.mkdir()
    opened = open_profile(made, ADDRESS)
    with opened.store.unit() as unit:
        unit.put_person(Person(account="demo"))
    opened.chest.seal(PASSWORD, opened.key)
    write(opened, "EARLIER")
    opened.store.back_up()
    write(opened, "LATER")
    opened.close()
    return made


def write(opened, name):
    with opened.store.unit() as unit:
        drafts.start(unit, "importer", {"name": name})


def names(opened):
    return sorted(one.values["name"] for one in opened.store.reader.whole.of("record"))


def damage(profile):
    """The first page is gone: nothing opens it any more."""
    content = profile.store_file.read_bytes()
    profile.store_file.write_bytes(bytes(PAGE) + content[PAGE:])


def missing(profile):
    with pytest.raises(StoreMissing) as told:
        open_profile(profile, ADDRESS, PASSWORD)
    return told.value.facts


@pytest.mark.parametrize("moves", [0, 1, 2, 3, 5, 8])
def test_saving_what_can_be_read_goes_on_after_being_cut_off_anywhere(profile, monkeypatch, moves):
    damage(profile)
    facts = missing(profile)
    assert (facts["lost"], facts["salvage"].documents, facts["salvage"].unread) == (Lost.WHOLENESS, 2, 1)
    assert [backup.documents for backup in facts["backups"]] == [1]
    mending.note(profile, Mend.SALVAGE)
    real, left = os.replace, iter(range(moves))

    def cut(*given):
        if next(left, None) is None:
            raise KeyboardInterrupt
        real(*given)

    with monkeypatch.context() as patched, suppress(KeyboardInterrupt):
        patched.setattr(os, "replace", cut)
        open_profile(profile, ADDRESS, PASSWORD).close()
    opened = open_profile(profile, ADDRESS, PASSWORD)
    assert names(opened) == ["EARLIER", "LATER"]
    kept = opened.store.reader.setting(ARRIVAL)
    assert kept["kind"] == "salvaged"
    assert len(list(profile.folder.glob("aside-*/store.db"))) == 1
    opened.close()


def test_a_note_that_nobody_can_read_is_told_and_a_new_choice_takes_its_place(profile):
    (profile.folder / mending.NOTE).write_bytes(b"{")
    facts = missing(profile)
    assert (facts["lost"], facts["salvage"].documents, facts["salvage"].unread) == (Lost.WHOLENESS, 2, 0)
    mending.note(profile, Mend.SALVAGE)
    opened = open_profile(profile, ADDRESS, PASSWORD)
    assert names(opened) == ["EARLIER", "LATER"]
    opened.close()


def test_a_backup_that_is_not_whole_is_no_way_out_and_none_to_build_on(profile):
    (backup,) = profile.backups.glob("*.db")
    content = bytearray(backup.read_bytes())
    content[-100] ^= 1
    backup.write_bytes(content)
    damage(profile)
    assert missing(profile)["backups"] == ()
    mending.note(profile, Mend.SALVAGE)
    opened = open_profile(profile, ADDRESS, PASSWORD)
    assert names(opened) == ["EARLIER", "LATER"]
    assert opened.store.reader.person().account == "demo"
    opened.close()


def test_what_is_found_beside_the_work_keeps_the_file_closed_until_somebody_has_chosen(profile):
    content = bytearray(profile.store_file.read_bytes())
    content[-100] ^= 1
    profile.store_file.write_bytes(content)
    opened = open_profile(profile, ADDRESS, PASSWORD)
    assert not opened.health.is_damaged
    with pytest.raises(StoreDamaged):
        opened.health.look()
    assert opened.health.is_damaged
    opened.close()
    for _start in range(2):
        assert missing(profile)["lost"] is Lost.WHOLENESS
