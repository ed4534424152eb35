"""A backup file holds store and evidence, is read again before it has its name, and leaves nothing when stopped."""

import datetime as dt

import pytest

from coo_desktop.domain.backups import BackupFacts
from coo_desktop.domain.errors import StoreUnwritable, Unreadable
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.store.backups import backup_file
from coo_desktop.store.backups.backup_file import Contents, Stopped, take_evidence, take_store, write_backup
from coo_desktop.store.backups.container import Head, opening
from coo_desktop.store.database import schema
from coo_desktop.store.evidence.blobs import BlobFolder
from coo_desktop.store.keys.password_wrap import wrap
from tests.fakes.work import Watched
from tests.store import hostile
from tests.store.conftest import KEY
from tests.store.documents import certificate

NOW = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)


@pytest.fixture
def contents(store, tmp_path):
    with store.unit() as unit:
        unit.put(certificate())
    evidence = store.blobs.take_bytes(hostile.png(), "one.png")
    copy = store.copy_to(tmp_path / "copy.db")
    kept = (evidence.sha256, "0" * 64)
    return Contents(NOW, "0.1.0", "demo", 1, wrap("secret", KEY), copy, store.blobs, kept)


@pytest.fixture
def target(tmp_path):
    made = tmp_path / "of the person" / "made.coobackup"
    made.parent.mkdir()
    return made


def written(target, contents, work=None):
    return write_backup(target, contents, KEY, Head("print", wrap("secret", KEY)), work or Watched())


def opened(target):
    return opening(target, KEY)


def test_store_and_evidence_come_out_as_they_went_in(target, contents, tmp_path):
    work = Watched()
    assert written(target, contents, work) == BackupFacts(NOW, "0.1.0", schema.VERSION, "demo", 1, 1)
    assert work.reports[-1][0] <= work.reports[-1][1]
    other = BlobFolder(tmp_path / "other", bytes(32))
    with opened(target) as archive:
        take_store(archive, tmp_path / "taken.db", Watched())
        take_evidence(archive, other, Watched())
    assert (tmp_path / "taken.db").read_bytes() == contents.store.read_bytes()
    assert other.open(contents.evidence[0]).read() == hostile.png()
    assert hostile.png()[:16] not in target.read_bytes()  # so many that sealed bytes never are the same by chance


@pytest.mark.parametrize("reports", [1, 2, 3, 4])
def test_what_is_stopped_leaves_the_file_before_it(target, contents, reports):
    target.write_bytes(b"before")
    assert written(target, contents, Watched(reports)) is None
    assert [file.name for file in target.parent.iterdir()] == [target.name]
    assert target.read_bytes() == b"before"


def test_what_does_not_read_back_as_it_was_written_gets_no_name(target, contents, monkeypatch):
    monkeypatch.setattr(backup_file, "_put", lambda *_given: "0" * 64)
    with pytest.raises(StoreUnwritable):
        written(target, contents)
    assert list(target.parent.iterdir()) == []


def test_taking_out_can_be_stopped(target, contents, tmp_path):
    written(target, contents)
    with pytest.raises(Stopped), opened(target) as archive:
        take_store(archive, tmp_path / "taken.db", Watched(1))
    assert not (tmp_path / "taken.db").exists()


def test_a_backup_of_a_newer_schema_is_told(target, contents, monkeypatch):
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    written(target, contents)
    monkeypatch.undo()
    with opened(target) as archive, pytest.raises(Unreadable) as caught:
        backup_file.read_facts(archive)
    assert caught.value.facts["reason"] is BackupFault.NEWER
