"""The seal of a pack: checking that the file is whole, undamaged, made as packs are made and signed by somebody known;
and signing it, as whoever publishes packs does and no desk."""

import base64
import binascii
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.environment.files import sync_file
from coo_desktop.store.packs import layout
from coo_desktop.store.packs.file import content_digest, manifest_of, open_pack, reading

Keys = Iterable[bytes]


def verify(path: Path, public_keys: Keys = (), *, signed: bool = False) -> Manifest:
    """A pack's manifest after everything in the file was checked against it.

    `public_keys` are raw Ed25519 keys; a signature that none of them made is refused when keys are given. `signed`
    refuses a pack without one. Raises Unreadable(file, reason): pack_damaged, pack_format, pack_manifest, pack_schema,
    pack_digest, pack_signature or pack_unsigned.
    """
    with closing(open_pack(path)) as connection:
        manifest = manifest_of(connection, path)
        with reading(path):
            _check_content(connection, manifest, path.name)
    _check_signature(manifest, tuple(public_keys), signed, path.name)
    return manifest


def _check_content(connection: sqlite3.Connection, manifest: Manifest, file: str) -> None:
    if not layout.is_as_made(connection, manifest.kind):
        raise Unreadable(file=file, reason=PackFault.SCHEMA)
    (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise Unreadable(file=file, reason=PackFault.DAMAGED, cause=str(found)[:200])
    if content_digest(connection) != manifest.digest:
        raise Unreadable(file=file, reason=PackFault.DIGEST)


def _check_signature(manifest: Manifest, public_keys: tuple[bytes, ...], signed: bool, file: str) -> None:
    if not manifest.signature:
        if signed:
            raise Unreadable(file=file, reason=PackFault.UNSIGNED)
        return
    if (public_keys or signed) and not any(_made(manifest, key) for key in public_keys):
        raise Unreadable(file=file, reason=PackFault.SIGNATURE)


def _made(manifest: Manifest, public_key: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        signature = base64.b64decode(manifest.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, manifest.signed_text)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


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
