"""A pack that was changed in any way, or that nobody known signed, is refused."""

import sqlite3
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.packs.seal import sign, verify
from tests.store.packs.tables import codes_pack


def key_pair() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def reason(pack, *arguments, **options) -> object:
    with pytest.raises(Unreadable) as refused:
        verify(pack, *arguments, **options)
    return refused.value.facts["reason"]


def change(pack, statement) -> None:
    with closing(sqlite3.connect(pack, isolation_level=None)) as connection:
        connection.execute(statement)


def test_a_pack_as_built_is_good(tmp_path):
    assert verify(codes_pack(tmp_path)).rows == "3"


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE code SET zh = '别的' WHERE id = 1", "pack_digest"),
        ("DELETE FROM code", "pack_digest"),
        ("UPDATE manifest SET value = 'official' WHERE name = 'quality'", "pack_digest"),
        ("INSERT INTO token (rowid, word) VALUES (99, 'flask')", "pack_digest"),
        ("UPDATE manifest SET value = '9' WHERE name = 'format'", "pack_format"),
        ("DELETE FROM manifest WHERE name = 'source'", "pack_manifest"),
        ("CREATE TABLE more (a)", "pack_schema"),
        ("CREATE TRIGGER trap AFTER INSERT ON code BEGIN DELETE FROM code; END", "pack_schema"),
    ],
)
def test_a_changed_pack_is_refused(tmp_path, statement, why):
    pack = codes_pack(tmp_path)
    change(pack, statement)
    assert reason(pack) == why


def test_a_damaged_pack_is_refused_wherever_it_is_damaged(tmp_path):
    good = codes_pack(tmp_path).read_bytes()
    pack = tmp_path / "bad.pack"
    for place in range(100, len(good), max(1, len(good) // 40)):
        pack.write_bytes(good[:place] + bytes(byte ^ 0xFF for byte in good[place : place + 64]) + good[place + 64 :])
        try:
            verify(pack)
        except Unreadable:
            continue
        # Room that no row uses may hold anything: then every row still reads as the digest says.
        assert verify(pack).rows == "3"


def test_a_truncated_pack_is_refused(tmp_path):
    pack = codes_pack(tmp_path)
    good = pack.read_bytes()
    for share in (0, 1, 99, len(good) // 2, len(good) - 1):
        pack.write_bytes(good[:share])
        assert reason(pack) in ("pack_damaged", "pack_manifest")


def test_a_signed_pack_is_good_with_its_key(tmp_path):
    private, public = key_pair()
    pack = codes_pack(tmp_path)
    sign(pack, private)
    assert verify(pack, [key_pair()[1], public], signed=True).signature


def test_a_pack_signed_by_a_stranger_is_refused(tmp_path):
    pack = codes_pack(tmp_path)
    sign(pack, key_pair()[0])
    assert reason(pack, [key_pair()[1]]) == "pack_signature"
    assert reason(pack, signed=True) == "pack_signature"


def test_an_unsigned_pack_is_refused_where_signatures_are_asked_for(tmp_path):
    assert reason(codes_pack(tmp_path), [key_pair()[1]], signed=True) == "pack_unsigned"


def test_a_signature_of_another_pack_does_not_fit(tmp_path):
    private, public = key_pair()
    first, second = codes_pack(tmp_path, 2022), codes_pack(tmp_path, 2023)
    sign(first, private)
    with closing(sqlite3.connect(first)) as connection:
        (signature,) = connection.execute("SELECT value FROM manifest WHERE name = 'signature'").fetchone()
    change(second, f"UPDATE manifest SET value = '{signature}' WHERE name = 'signature'")
    assert reason(second, [public]) == "pack_signature"


@pytest.mark.parametrize("signature", ["no base64!", "aGVsbG8="])
def test_a_signature_that_is_none_is_refused(tmp_path, signature):
    pack = codes_pack(tmp_path)
    change(pack, f"UPDATE manifest SET value = '{signature}' WHERE name = 'signature'")
    assert reason(pack, [key_pair()[1]]) == "pack_signature"


def test_a_signed_pack_keeps_its_digest(tmp_path):
    pack = codes_pack(tmp_path)
    before = verify(pack)
    after = sign(pack, Ed25519PrivateKey.generate().private_bytes_raw())
    assert (after.digest, before.signature) == (before.digest, "")
    assert after.signature


def test_what_is_not_good_is_not_signed(tmp_path):
    pack = codes_pack(tmp_path)
    pack.write_bytes(pack.read_bytes()[:-1])
    with pytest.raises(Unreadable):
        sign(pack, Ed25519PrivateKey.generate().private_bytes_raw())
