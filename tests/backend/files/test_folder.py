"""Whole files in the data folder: a name is on the disk before anybody hears of it."""

from pathlib import Path

from coo_backend.files.folder import FolderFiles
from coo_backend.files.parts import Parts
from coo_backend.files.port import Content
from tests.backend.files.flushes import flushed_by

UPLOAD = "0192f0a0-0000-7000-8000-00000000000a"
CONTENT = Content(
    "0192f0a0-0000-7000-8000-000000000001", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
)


def test_the_name_of_a_kept_file_and_of_every_new_folder_is_flushed(tmp_path: Path):
    parts, whole = Parts(tmp_path), FolderFiles(tmp_path)
    parts.append(UPLOAD, 0, b"foo")
    with flushed_by() as flushed:
        whole.keep(CONTENT, parts.path(UPLOAD))
    file = tmp_path / "evidence" / CONTENT.key
    assert file.read_bytes() == b"foo"
    assert {file.parent, file.parent.parent, file.parent.parent.parent} <= set(flushed)
    assert flushed[-1] == file.parent
