"""The container of a backup: a head that anybody can read, and a ZIP archive sealed behind it.

    COOB · format (1 byte) · length of the head (4) · SHA-256 of the head (32) · head (JSON) · sealed ZIP

The head holds the profile's key under a password and the key's fingerprint. The body's own key comes from the profile's
and from the head, so that neither goes with another's. See docs/decisions/2026-11-30-the-container-of-a-backup.md.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coo_desktop.domain.errors import StoreDamaged, Unreadable
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.store.keys.encrypted_file import Sealing, open_sealed
from coo_desktop.store.keys.password_wrap import Wrapped, unwrap

FORMAT = 1
_MAGIC = b"COOB"
_LENGTH_BYTES, _DIGEST_BYTES, _KEY_BYTES = 4, 32, 32
_MOST_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """The profile's key under a password, and which key that is."""

    fingerprint: str
    wrapped: Wrapped

    def key(self, password: str) -> bytes:
        """Raises Unreadable(reason): wrong_password, or damaged for a head that cannot be ours."""
        try:
            key = unwrap(password, self.wrapped)
        except StoreDamaged:
            raise Unreadable(reason=BackupFault.DAMAGED) from None
        if key is None:
            raise Unreadable(reason=BackupFault.WRONG_PASSWORD)
        return key


@contextmanager
def creating(target: BinaryIO, key: bytes, head: Head) -> Iterator[zipfile.ZipFile]:
    """An archive to write into; `target` holds the whole container when the block has ended."""
    text = json.dumps(asdict(head)).encode()
    digest = hashlib.sha256(text).digest()
    target.write(_MAGIC + bytes([FORMAT]) + len(text).to_bytes(_LENGTH_BYTES, "big") + digest + text)
    # Evidence is compressed already, and so is nothing that is encrypted.
    with Sealing(target, _body_key(key, digest)) as body, zipfile.ZipFile(body, "w", zipfile.ZIP_STORED) as archive:
        yield archive


def read_head(file: Path) -> Head:
    """What can be known of a backup file without a key; raises Unreadable(reason=BackupFault)."""
    with _reading(), file.open("rb") as stream:
        return _read_head(stream)[0]


@contextmanager
def opening(file: Path | int, key: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive of a backup file, or of a descriptor, under the profile's key.

    Raises Unreadable(reason=BackupFault), also from within the block for what is damaged further on.
    """
    with _reading(), open(file, "rb") as stream:
        stream.seek(0)
        _head, digest = _read_head(stream)
        with open_sealed(stream, _body_key(key, digest)) as body, zipfile.ZipFile(body) as archive:
            yield archive


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (StoreDamaged, zipfile.BadZipFile, EOFError):
        raise Unreadable(reason=BackupFault.DAMAGED) from None
    except OSError:
        raise Unreadable(reason=BackupFault.NO_BACKUP) from None


def _read_head(stream: BinaryIO) -> tuple[Head, bytes]:
    """The head and its digest."""
    start = stream.read(len(_MAGIC) + 1)
    if len(start) <= len(_MAGIC) or not start.startswith(_MAGIC):
        raise Unreadable(reason=BackupFault.NO_BACKUP)
    if start[-1] > FORMAT:
        raise Unreadable(reason=BackupFault.NEWER, program="")
    length = int.from_bytes(stream.read(_LENGTH_BYTES), "big")
    digest = stream.read(_DIGEST_BYTES)
    text = stream.read(min(length, _MOST_HEAD_BYTES))
    if hashlib.sha256(text).digest() != digest:
        raise Unreadable(reason=BackupFault.DAMAGED)
    try:
        head = json.loads(text)
        return Head(str(head["fingerprint"]), Wrapped(**head["wrapped"])), digest
    except (ValueError, KeyError, TypeError):
        raise Unreadable(reason=BackupFault.DAMAGED) from None


def _body_key(key: bytes, digest: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _KEY_BYTES, salt=digest, info=b"coo-desktop backup 1").derive(key)
