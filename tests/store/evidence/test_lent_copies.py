"""A plain copy is lent for one session, to nobody else, and is gone afterwards."""

import io

import pytest

from coo_desktop.domain.errors import NotFound
from coo_desktop.store.evidence.blobs import BlobFolder
from coo_desktop.store.evidence.lent_copies import LentCopies
from tests.store import hostile


def test_a_copy_is_lent_once_and_taken_back(tmp_path):
    copies = LentCopies(tmp_path / "opened")
    first = copies.lend("a", io.BytesIO(b"content"), ".pdf")
    assert (first.read_bytes(), first.suffix) == (b"content", ".pdf")
    assert copies.lend("a", io.BytesIO(b"content"), ".pdf") == first
    assert (first.stat().st_mode & 0o777, first.parent.stat().st_mode & 0o777) == (0o400, 0o700)
    LentCopies(tmp_path / "opened").take_back()  # the program that starts after a crash
    assert not list(first.parent.iterdir())
    assert copies.lend("a", io.BytesIO(b"content"), ".pdf") != first


def test_its_ending_is_what_the_bytes_are_whatever_the_file_was_called(tmp_path):
    blobs = BlobFolder(tmp_path / "evidence", bytes(32))
    taken = blobs.take_bytes(hostile.jpeg(), "合同.JPEG")
    copy = blobs.lend(taken.sha256)
    assert (copy.read_bytes(), copy.suffix, "合同" in copy.name) == (hostile.jpeg(), ".jpg", False)
    assert hostile.jpeg() not in [file.read_bytes() for file, _ in blobs.files()]
    with pytest.raises(NotFound):
        blobs.lend("0" * 64)
