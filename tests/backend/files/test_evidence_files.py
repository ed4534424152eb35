"""Parts and the place of whole files together: what is here of an upload, and what a start loads."""

import ast
import hashlib
from pathlib import Path

import pytest

from coo_backend.files.evidence_files import Files, open_files
from coo_backend.files.folder import FolderFiles
from coo_backend.files.port import Content
from coo_backend.runtime.settings import Settings
from tests.rules.sources import sources

UPLOAD, BYTES = "0192f0a0-0000-7000-8000-00000000000a", b"0123456789"
CONTENT = Content("0192f0a0-0000-7000-8000-000000000001", hashlib.sha256(BYTES).hexdigest())


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return open_files(Settings(data=tmp_path))


def test_without_a_bucket_files_stand_in_the_data_folder(files: Files):
    assert isinstance(files.whole, FolderFiles)


def test_what_is_here_of_an_upload_is_what_its_row_tells_or_less(files: Files):
    assert files.received(UPLOAD, CONTENT, 4) == 0
    files.parts.append(UPLOAD, 0, BYTES[:4])
    assert [files.received(UPLOAD, CONTENT, told) for told in (2, 4, 8)] == [2, 4, 4]
    files.parts.append(UPLOAD, 4, BYTES[4:])
    files.keep(UPLOAD, CONTENT)
    assert (files.parts.size(UPLOAD), files.received(UPLOAD, CONTENT, 10)) == (0, 10)
    assert files.arrived(UPLOAD, CONTENT) == BYTES


def test_a_bucket_is_loaded_where_one_is_named_and_nowhere_else():
    """Its packages are an extra, and take a quarter of a second: imports of the module stand in functions."""
    loads = [
        source.path
        for source in sources("coo_desktop", "coo_backend")
        if "files.bucket" in source.text
        for node in ast.parse(source.text).body
        if isinstance(node, ast.Import | ast.ImportFrom) and "coo_backend.files.bucket" in ast.unparse(node)
    ]
    assert loads == []
