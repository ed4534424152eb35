"""Backups of a real profile: written, compared, put in place by the next start, and brought to another computer."""

import os
import shutil

import pytest

from coo_desktop.bootstrap import backups
from coo_desktop.bootstrap.incoming import READY
from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.domain.backups import ARRIVAL, FOLDER, PACKED_AT
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import StoreDamaged, StoreLocked, StoreMissing, StoreUnwritable, Unreadable
from coo_desktop.domain.mending import Mend
from coo_desktop.domain.operations import drafts, settings
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.sync.remembered import DEVICE
from tests.fakes.work import Watched
from tests.store import hostile

ADDRESS, PASSWORD, OTHER = "http://127.0.0.1:9", "secret", "of the move"


class Computer:
    """Starts of the program on one profile, one after the other."""

    def __init__(self, folder):
        folder.mkdir()
        self.profile = Profile(folder)
        self.opened = None

    def start(self, password=""):
        self.end()
        self.opened = open_profile(self.profile, ADDRESS, password)
        return self.opened

    def end(self):
        if self.opened is not None:
            self.opened.close()
        self.opened = None

    def sign_in(self, account="demo"):
        opened = self.start()
        opened.chest.seal(PASSWORD, opened.key)
        with opened.store.unit() as unit:
            unit.put_person(Person(account=account))
            unit.put_setting(DEVICE, f"of {self.profile.folder.name}")
        return self

    def write(self, name):
        with self.opened.store.unit() as unit:
            return drafts.start(unit, "importer", {"name": name}).document.id

    def names(self):
        found = self.opened.store.reader.whole.of("record")
        return [one.values["name"] for one in found]

    def attach(self):
        evidence = self.opened.store.blobs.take_bytes(hostile.png(), "one.png")
        with self.opened.store.unit() as unit:
            drafts.attach(unit, evidence)
        return evidence.sha256


@pytest.fixture
def computers(tmp_path):
    made = []

    def new(name):
        made.append(Computer(tmp_path / name))
        return made[-1]

    yield new
    for one in made:
        one.end()


@pytest.fixture
def here(computers):
    return computers("here").sign_in()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "made.coobackup"


def fault(act, *given):
    with pytest.raises(Unreadable) as caught:
        act(*given)
    return caught.value.facts["reason"]


def test_a_restore_puts_store_and_evidence_back_and_keeps_what_was_here(here, file):
    here.write("KEPT")
    sha256 = here.attach()
    facts = here.opened.backups.write(file, Watched())
    assert (facts.documents, facts.evidence, facts.account) == (1, 1, "demo")
    here.write("LATER")
    with here.opened.store.unit() as unit:
        settings.remember_file(unit, "/one.csv", "1")
    next(here.profile.evidence.glob("??/*")).unlink()
    preview = here.opened.backups.preview(file, "", Watched())
    record = next(one for one in preview.differences if one.family == "record")
    assert (record.only_here, record.same, record.unsent, preview.wishes, preview.evidence) == (1, 1, 1, 1, 1)
    assert sorted(here.names()) == ["KEPT", "LATER"]
    assert here.opened.backups.restore(Watched())
    here.start(PASSWORD)
    assert here.names() == ["KEPT"]
    assert here.opened.store.blobs.open(sha256).read() == hostile.png()
    reader = here.opened.store.reader
    assert reader.setting(ARRIVAL)["kind"] == "restored"
    assert reader.setting(DEVICE) == "of here"
    assert [one["path"] for one in settings.exported(reader)] == ["/one.csv"]
    before = next(one for one in here.opened.backups.kept() if one.name.startswith("before-"))
    assert before.documents == 2
    assert here.opened.backups.preview(before.name, "", Watched()) is not None
    assert here.opened.backups.restore(Watched())
    here.start(PASSWORD)
    assert sorted(here.names()) == ["KEPT", "LATER"]


def test_a_backup_of_an_earlier_key_asks_for_its_password(here, computers, file):
    here.write("KEPT")
    sha256 = here.attach()
    here.opened.backups.write(file, Watched())
    other = computers("other").sign_in()
    preview = other.opened.backups.preview
    assert fault(preview, file, "", Watched()) is BackupFault.PASSWORD_NEEDED
    assert fault(preview, file, "wrong", Watched()) is BackupFault.WRONG_PASSWORD
    assert preview(file, PASSWORD, Watched()) is not None
    assert other.opened.backups.restore(Watched())
    other.start(PASSWORD)
    assert other.names() == ["KEPT"]
    assert other.opened.store.reader.setting(DEVICE) == "of other"
    assert other.opened.store.blobs.open(sha256).read() == hostile.png()


def test_the_work_of_another_account_is_not_restored(here, computers, file):
    computers("other").sign_in("somebody").opened.backups.write(file, Watched())
    assert fault(here.opened.backups.preview, file, PASSWORD, Watched()) is BackupFault.OTHER_ACCOUNT
    with pytest.raises(StoreLocked):
        here.opened.backups.restore(Watched())


@pytest.mark.parametrize("reports", [1, 2])
def test_a_stopped_preview_or_restore_changes_nothing(here, file, reports):
    here.attach()
    here.opened.backups.write(file, Watched())
    assert here.opened.backups.preview(file, "", Watched(1)) is None
    assert here.opened.backups.preview(file, "", Watched()) is not None
    assert not here.opened.backups.restore(Watched(0))
    assert not (here.profile.folder / mending.NOTE).exists()


def test_the_work_goes_on_at_another_computer_under_its_own_name(here, computers, file):
    here.write("KEPT")
    sha256 = here.attach()
    here.opened.backups.pack(file, OTHER, Watched())
    assert here.opened.store.reader.setting(PACKED_AT)
    there = computers("there")
    there.start()
    assert fault(there.opened.backups.arrive, file, PASSWORD, Watched()) is BackupFault.WRONG_PASSWORD
    assert there.opened.backups.arrive(file, OTHER, Watched())
    with pytest.raises(StoreLocked):
        there.start()
    assert there.start("wrong") is None
    there.start(PASSWORD)
    assert there.names() == ["KEPT"]
    assert there.opened.store.blobs.open(sha256).read() == hostile.png()
    reader = there.opened.store.reader
    assert (reader.person().account, reader.setting(PACKED_AT)) == ("demo", "")
    assert reader.setting(DEVICE) not in ("of here", "", None)
    assert there.opened.chest.service != here.opened.chest.service
    assert not (there.profile.folder / READY).exists()
    assert mending.asides(there.profile) == ()


def test_a_profile_in_which_somebody_works_is_never_overwritten(here, computers, file):
    here.opened.backups.pack(file, OTHER, Watched())
    other = computers("other").sign_in("somebody")
    assert fault(other.opened.backups.arrive, file, OTHER, Watched()) is BackupFault.PROFILE_USED
    other.start(PASSWORD)
    assert other.opened.store.reader.person().account == "somebody"


def test_a_damaged_kept_backup_is_told(here):
    here.opened.backups.make_daily()
    (kept,) = here.opened.backups.kept()
    file = here.profile.backups / kept.name
    with file.open("r+b") as stream:
        stream.seek(-2000, os.SEEK_END)
        stream.write(b"damage")
    assert fault(here.opened.backups.preview, kept.name, "", Watched()) is BackupFault.DAMAGED


def test_damage_met_in_the_middle_of_the_work_leaves_the_way_to_a_backup_open(here, monkeypatch):
    here.write("KEPT")
    here.opened.backups.make_daily()
    (kept,) = here.opened.backups.kept()

    def damaged(*_given):
        raise StoreDamaged(cause="SQLITE_CORRUPT")

    monkeypatch.setattr(backups, "differences", damaged)
    monkeypatch.setattr(here.opened.store, "copy_to", damaged)
    assert here.opened.backups.preview(kept.name, "", Watched()).differences == ()
    assert here.opened.backups.restore(Watched())
    monkeypatch.undo()
    here.start(PASSWORD)
    assert here.names() == ["KEPT"]
    assert len(list(here.profile.folder.glob("aside-*/store.db"))) == 1


def test_today_s_backup_is_due_once(here):
    assert here.opened.backups.is_due()
    assert here.opened.backups.newest() is None
    here.opened.backups.make_daily()
    assert not here.opened.backups.is_due()
    assert here.opened.backups.newest() is not None


def test_the_folder_of_backups_is_of_use_on_its_own(here, computers):
    """With the password alone, on a computer where nothing else of the profile is left."""
    here.write("KEPT")
    here.opened.backups.make_daily()
    here.end()
    elsewhere = computers("elsewhere")
    shutil.copytree(here.profile.backups, elsewhere.profile.backups)
    with pytest.raises(StoreMissing) as told:
        elsewhere.start(PASSWORD)
    (kept,) = told.value.facts["backups"]
    assert kept.documents == 1
    mending.note(elsewhere.profile, Mend.RESTORE, kept.name)
    elsewhere.start(PASSWORD)
    assert elsewhere.names() == ["KEPT"]


@pytest.fixture
def stick(tmp_path):
    """Where somebody else keeps files too."""
    place = tmp_path / "stick"
    place.mkdir()
    return place


def choose(here, place):
    with here.opened.store.unit() as unit:
        unit.put_setting(FOLDER, str(place))


def made_in(place):
    return sorted(file.name for file in place.iterdir())


def make_both(here, day=""):
    """Today's backup, here and in the folder; `day` is what they were called if today were that day."""
    here.opened.backups.make_daily()
    if day:
        (today,) = here.profile.backups.glob("day-*.db")
        today.rename(today.with_name(f"day-{day}.db"))
    assert here.opened.backups.in_folder.is_due()
    here.opened.backups.in_folder.make(Watched())
    assert not here.opened.backups.in_folder.is_due()


def test_a_chosen_folder_gets_a_backup_file_of_each_day_that_changed(here, computers, stick):
    here.write("KEPT")
    sha256 = here.attach()
    in_folder = here.opened.backups.in_folder
    assert not in_folder.is_due()
    choose(here, stick)
    assert not in_folder.is_due(), "the program's own comes first"
    make_both(here, "2026-11-20")
    (file,) = stick.iterdir()
    assert in_folder.newest() is not None
    make_both(here)
    assert list(stick.iterdir()) == [file], "nothing has changed since"
    other = computers("other").sign_in()
    preview = other.opened.backups.preview(file, PASSWORD, Watched())
    assert (preview.evidence, sum(one.only_there for one in preview.differences)) == (1, 1)
    assert other.opened.backups.restore(Watched())
    other.start(PASSWORD)
    assert other.names() == ["KEPT"]
    assert other.opened.store.blobs.open(sha256).read() == hostile.png()
    assert other.opened.backups.in_folder.place() is None
    assert str(file) in {one["path"] for one in settings.exported(here.opened.store.reader)}


def test_a_folder_that_is_not_there_is_not_made_and_the_backup_here_stands(here, stick):
    choose(here, stick / "unplugged")
    here.opened.backups.make_daily()
    with pytest.raises(StoreUnwritable) as told:
        here.opened.backups.in_folder.make(Watched())
    assert told.value.facts["cause"] == "folder_absent"
    assert not (stick / "unplugged").exists()
    assert here.opened.backups.newest() is not None
    assert here.opened.backups.in_folder.is_due()
