"""Signing a pack, as whoever publishes packs does; nothing that a desk runs signs."""

import base64
import sqlite3
from contextlib import closing
from pathlib import Path

from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.store.files.durable import sync_file
from coo_desktop.store.packs.file import reading
from coo_desktop.store.packs.verify import verify


def public_half(private_key: bytes) -> bytes:
    """The raw public key that checks what a raw private key signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def sign(path: Path, private_key: bytes) -> Manifest:
    """Puts the signature of a raw Ed25519 key into a pack that is found good; an earlier signature is replaced."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    manifest = verify(path)
    signature = base64.b64encode(Ed25519PrivateKey.from_private_bytes(private_key).sign(manifest.signed_text)).decode()
    with reading(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE manifest SET value = ? WHERE name = 'signature'", (signature,))
    sync_file(path)
    return verify(path)
