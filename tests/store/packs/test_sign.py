"""Signing changes nothing of a pack but its signature."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.packs.sign import sign
from coo_desktop.store.packs.verify import verify
from tests.store.packs.tables import codes_pack


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
