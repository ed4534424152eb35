"""A file becomes evidence whole, durable and unreadable to others, or not at all."""

import hashlib
import os
import stat

import pytest

from coo_desktop.domain.errors import NotFound, StoreDamaged, StoreUnwritable, Unreadable
from coo_desktop.store.evidence import evidence_check
from coo_desktop.store.evidence.blobs import BlobFolder
from tests.store import hostile
from tests.store.conftest import KEY

PICTURE = hostile.png()


@pytest.fixture
def blobs(tmp_path):
    return BlobFolder(tmp_path / "evidence", KEY)


@pytest.fixture
def scan(tmp_path):
    file = tmp_path / "扫描 1.png"
    file.write_bytes(PICTURE)
    return file


def files(tmp_path):
    return [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


def test_a_file_is_copied_in_under_its_hash(blobs, scan, tmp_path):
    evidence = blobs.take_in(scan)
    scan.unlink()
    assert evidence.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert (evidence.name, evidence.mime, evidence.state) == ("扫描 1.png", "image/png", "here")
    assert blobs.open(evidence.sha256).read() == PICTURE
    (file,) = files(tmp_path)
    assert file.relative_to(tmp_path / "evidence").parts == (evidence.sha256[:2], f"{evidence.sha256}.enc")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PICTURE not in file.read_bytes()


def test_equal_bytes_are_one_file_and_two_pieces_of_evidence(blobs, scan, tmp_path):
    assert blobs.take_in(scan).id != blobs.take_in(scan).id
    assert len(files(tmp_path)) == 1


def test_a_damaged_copy_is_replaced_when_the_file_comes_again(blobs, scan, tmp_path):
    evidence = blobs.take_in(scan)
    files(tmp_path)[0].write_bytes(b"torn")
    assert not blobs.is_whole(evidence)
    blobs.take_in(scan)
    assert blobs.is_whole(evidence, read=True)


def test_what_a_crash_left_is_no_hindrance(blobs, scan, tmp_path):
    part = tmp_path / "evidence" / hashlib.sha256(PICTURE).hexdigest()
    part = part.with_name(part.name[:2]) / f"{part.name}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    blobs.take_in(scan)
    assert not part.exists()


def refused(blobs, source, **options):
    with pytest.raises(Unreadable) as caught:
        blobs.take_in(source, **options)
    return caught.value.facts["reason"]


def test_only_regular_files_are_opened(blobs, scan, tmp_path):
    link = tmp_path / "link.png"
    link.symlink_to(scan)
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    empty = tmp_path / "empty.png"
    empty.touch()
    assert refused(blobs, link) == "link"
    assert refused(blobs, pipe) == "not_a_file"
    assert refused(blobs, tmp_path) == "not_a_file"
    assert refused(blobs, tmp_path / "gone.png") == "missing"
    assert refused(blobs, empty) == "empty"
    assert files(tmp_path) == []


def test_a_huge_file_is_refused_by_its_size_alone(blobs, tmp_path, monkeypatch):
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(400 * 1024 * 1024)
    monkeypatch.setattr("coo_desktop.store.evidence.evidence_check.demand_fit", lambda *_: pytest.fail("it was read"))
    assert refused(blobs, huge) == "too_large"


def test_a_mark_has_a_limit_of_its_own(blobs, tmp_path):
    file = tmp_path / "mark.png"
    file.write_bytes(PICTURE + b"\0" * evidence_check.MARK_BYTES)
    assert refused(blobs, file, limit_bytes=evidence_check.MARK_BYTES) == "too_large"


def test_a_pdf_named_jpg_is_refused(blobs, tmp_path):
    file = tmp_path / "scan.jpg"
    file.write_bytes(hostile.pdf())
    assert refused(blobs, file) == "type_mismatch"


def test_a_file_that_is_still_being_written_is_refused(blobs, scan, monkeypatch):
    told, fstat = [], os.fstat

    def later(descriptor):
        told.append(fstat(descriptor))
        if len(told) == 3:
            os.utime(scan, ns=(1, 1))
        return fstat(descriptor)

    monkeypatch.setattr("coo_desktop.store.evidence.blobs.os.fstat", later)
    assert refused(blobs, scan) == "changing"


def test_a_changed_file_is_noticed_when_it_is_read(blobs, scan, tmp_path):
    evidence = blobs.take_in(scan)
    (file,) = files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert blobs.is_whole(evidence)
    assert not blobs.is_whole(evidence, read=True)
    with pytest.raises(StoreDamaged):
        blobs.open(evidence.sha256).read()


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_only_hashes_name_files(blobs, sha256):
    with pytest.raises(NotFound):
        blobs.open(sha256)


def test_a_folder_that_cannot_be_made_is_told(scan, tmp_path):
    (tmp_path / "evidence").write_bytes(b"a file stands where the folder should")
    with pytest.raises(StoreUnwritable):
        BlobFolder(tmp_path / "evidence", KEY).take_in(scan)
