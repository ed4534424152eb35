"""Parts of uploads: what was acknowledged is on the disk, its name included, and nothing is made up before it."""

import os
from pathlib import Path

import pytest

from coo_backend.files.parts import Parts
from coo_desktop.domain.errors import StoreMissing, StoreTrouble
from tests.backend.files.flushes import flushed_by

UPLOAD = "0192f0a0-0000-7000-8000-00000000000a"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path)


def test_a_piece_is_flushed_and_so_is_the_name_of_a_new_part(parts: Parts):
    path = parts.path(UPLOAD)
    with flushed_by() as flushed:
        parts.append(UPLOAD, 0, b"one")
    assert flushed == [path, path.parent]
    with flushed_by() as flushed:
        parts.append(UPLOAD, 3, b"two")
    assert flushed == [path]
    assert parts.read(UPLOAD) == b"onetwo"


def test_what_stood_there_from_an_interrupted_try_is_overwritten(parts: Parts):
    parts.append(UPLOAD, 0, b"one, and more of it")
    parts.append(UPLOAD, 3, b"two")
    assert (parts.read(UPLOAD), parts.size(UPLOAD)) == (b"onetwo", 6)


def test_a_piece_never_stands_behind_a_hole(parts: Parts):
    parts.append(UPLOAD, 0, b"one")
    with pytest.raises(StoreMissing):
        parts.append(UPLOAD, 5, b"two")
    assert parts.read(UPLOAD) == b"one"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_disk_that_refuses_is_trouble_of_the_place(parts: Parts):
    parts.path(UPLOAD).mkdir()
    with pytest.raises(StoreTrouble):
        parts.append(UPLOAD, 0, b"one")
