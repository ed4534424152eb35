"""A container opens with its key alone, says what else it is, and gives nothing once anything about it was changed."""

import io

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.store.backups import container
from coo_desktop.store.backups.container import Head, creating, opening, read_head
from coo_desktop.store.keys.password_wrap import wrap
from tests.store.conftest import KEY


@pytest.fixture
def file(tmp_path):
    target = io.BytesIO()
    with creating(target, KEY, Head("print", wrap("secret", KEY))) as archive:
        archive.writestr("one", b"x" * 1000)
    made = tmp_path / "made"
    made.write_bytes(target.getvalue())
    return made


def content(file, password="secret"):
    with opening(file, read_head(file).key(password)) as archive:
        return archive.read("one")


def fault(file, password="secret"):
    with pytest.raises(Unreadable) as caught:
        content(file, password)
    return caught.value.facts["reason"]


def test_its_password_opens_it_and_no_other(file):
    assert content(file) == b"x" * 1000
    assert fault(file, "secreT") is BackupFault.WRONG_PASSWORD
    assert b"x" * 16 not in file.read_bytes()


def test_a_file_of_a_newer_program_is_told_from_a_damaged_one(file):
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + bytes([container.FORMAT + 1]) + whole[5:])
    assert fault(file) is BackupFault.NEWER


@pytest.mark.parametrize("place", [5, 8, 10, 40, 60, 250, -1000, -900, -100, -1])
def test_a_changed_byte_is_damage(file, place):
    whole = bytearray(file.read_bytes())
    whole[place] ^= 1
    file.write_bytes(bytes(whole))
    assert fault(file) is BackupFault.DAMAGED


@pytest.mark.parametrize("length", [6, 20, 100, 400, 900])
def test_a_file_that_is_cut_off_is_damage(file, length):
    file.write_bytes(file.read_bytes()[:length])
    assert fault(file) is BackupFault.DAMAGED


@pytest.mark.parametrize("other", [b"", b"PK\x03\x04", b"COO"])
def test_another_file_is_no_backup(file, other):
    file.write_bytes(other)
    assert fault(file) is BackupFault.NO_BACKUP
    file.unlink()
    assert fault(file) is BackupFault.NO_BACKUP


def test_the_head_of_one_does_not_go_with_the_body_of_another(file):
    whole, other = file.read_bytes(), io.BytesIO()
    with creating(other, KEY, Head("print", wrap("secret", KEY))) as archive:
        archive.writestr("one", b"y")
    at = whole.index(b"COOE")
    file.write_bytes(whole[:at] + other.getvalue()[other.getvalue().index(b"COOE") :])
    assert fault(file) is BackupFault.DAMAGED
