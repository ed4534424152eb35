"""A pack file is opened for reading only, and what is not one is refused with a reason."""

import sqlite3
from contextlib import closing

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.packs.file import content_digest, manifest_of, open_pack
from tests.store.packs.tables import codes_pack


def test_a_pack_cannot_be_written_to(tmp_path):
    with (
        closing(open_pack(codes_pack(tmp_path))) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM code")


def test_a_pack_leaves_no_file_beside_it(tmp_path):
    pack = codes_pack(tmp_path)
    before = sorted(tmp_path.iterdir())
    with closing(open_pack(pack)) as connection:
        assert manifest_of(connection, pack).name == "test-codes"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\0" * 4000])
def test_what_is_no_pack_is_refused(tmp_path, content):
    path = tmp_path / "x.pack"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused, closing(open_pack(path)) as connection:
        manifest_of(connection, path)
    assert refused.value.facts["file"] == "x.pack"


def test_a_missing_pack_is_refused(tmp_path):
    with pytest.raises(Unreadable):
        open_pack(tmp_path / "gone.pack")


def test_a_pack_cut_short_is_refused(tmp_path):
    pack = codes_pack(tmp_path)
    pack.write_bytes(pack.read_bytes()[:-4096])
    with pytest.raises(Unreadable) as refused:
        open_pack(pack)
    assert refused.value.facts["reason"] == "pack_damaged"


def test_the_digest_covers_every_row(tmp_path):
    pack = codes_pack(tmp_path)
    with closing(sqlite3.connect(pack)) as connection:
        before = content_digest(connection)
        connection.execute("UPDATE code SET zh = zh || '。' WHERE id = 1")
        assert content_digest(connection) != before
        connection.rollback()
        connection.execute("UPDATE manifest SET value = 'somebody' WHERE name = 'source'")
        assert content_digest(connection) != before
