"""Encrypted files in chunks that can be read from any place and neither swapped, cut off nor taken for another file's.

A file is a head (magic, version, file id, the file's own key wrapped by the profile's) and AES-GCM chunks. Each chunk
is bound to the head, its number and whether it is the last one.
"""

import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from coo_desktop.domain.errors import StoreDamaged

CHUNK_BYTES = 256 * 1024
_MAGIC = b"COOE\x01"
_ID_BYTES, _KEY_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 32, 12, 16
_HEAD_BYTES = len(_MAGIC) + _ID_BYTES + _NONCE_BYTES + _KEY_BYTES + _TAG_BYTES
_SEALED_CHUNK_BYTES = CHUNK_BYTES + _TAG_BYTES


def sealing_key(profile_key: bytes) -> bytes:
    """The key that wraps file keys: another use, another key."""
    return HKDF(hashes.SHA256(), _KEY_BYTES, salt=None, info=b"coo-desktop evidence 1").derive(profile_key)


def sealed_size(size_bytes: int) -> int:
    """How long the file of so many bytes is."""
    return _HEAD_BYTES + size_bytes + _TAG_BYTES * _chunks(size_bytes)


def seal(source: BinaryIO, target: BinaryIO, key: bytes, size_bytes: int) -> None:
    """Encrypts `size_bytes` bytes of `source` into `target`; memory stays flat."""
    name, cipher = _begin(target, key)
    last = _chunks(size_bytes) - 1
    for number in range(last + 1):
        part = source.read(CHUNK_BYTES)
        target.write(cipher.encrypt(_nonce(number), part, _bound(name, number, number == last)))


class Sealing(io.RawIOBase):
    """Encrypts what is written to it into `target`, as `seal` does, where nobody knows yet how much will come.

    Only `close` makes the file whole: it writes the last chunk, by which a reader knows that none is missing.
    """

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._target = target
        self._waiting = bytearray()
        self._number = 0
        self._name, self._cipher = _begin(target, key)

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # who writes here has bytes
        self._waiting += content
        while len(self._waiting) > CHUNK_BYTES:
            self._put(bytes(self._waiting[:CHUNK_BYTES]), last=False)
            del self._waiting[:CHUNK_BYTES]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
        super().close()

    def _put(self, part: bytes, *, last: bool) -> None:
        bound = _bound(self._name, self._number, last)
        self._target.write(self._cipher.encrypt(_nonce(self._number), part, bound))
        self._number += 1


def open_sealed(file: BinaryIO, key: bytes) -> io.BufferedReader:
    """The plain bytes of what stands from here to the end of `file`, as a seekable stream that owns it; raises
    StoreDamaged now or at the chunk that is wrong."""
    try:
        return io.BufferedReader(_Unsealed(file, key), CHUNK_BYTES)
    except StoreDamaged:
        file.close()
        raise


class _Unsealed(io.RawIOBase):
    def __init__(self, file: BinaryIO, key: bytes) -> None:
        super().__init__()
        self._file = file
        self._start = file.tell()
        self._place = 0
        self._number = -1
        self._chunk = b""
        head = file.read(_HEAD_BYTES)
        if len(head) < _HEAD_BYTES or not head.startswith(_MAGIC):
            raise StoreDamaged(cause="evidence")
        self._name = head[len(_MAGIC) :][:_ID_BYTES]
        wrapped = head[len(_MAGIC) + _ID_BYTES :]
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        self._cipher = AESGCM(_decrypted(AESGCM(key), nonce, sealed, _MAGIC + self._name))
        body = file.seek(0, os.SEEK_END) - self._start - _HEAD_BYTES
        self._last = -(-body // _SEALED_CHUNK_BYTES) - 1
        self._size = body - _TAG_BYTES * (self._last + 1)
        self._load(max(0, self._last))  # a file cut off between chunks is noticed before anything is read

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io always passes a memoryview
        if self._place >= self._size:
            return 0
        number, skipped = divmod(self._place, CHUNK_BYTES)
        part = self._load(number)[skipped : skipped + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(self._start + _HEAD_BYTES + number * _SEALED_CHUNK_BYTES)
            sealed = self._file.read(_SEALED_CHUNK_BYTES)
            bound = _bound(self._name, number, number == self._last)
            self._chunk = _decrypted(self._cipher, _nonce(number), sealed, bound)
            self._number = number
        return self._chunk


def _begin(target: BinaryIO, key: bytes) -> tuple[bytes, AESGCM]:
    """Writes the head; returns the file's id and what encrypts its chunks."""
    file_key, name, nonce = os.urandom(_KEY_BYTES), os.urandom(_ID_BYTES), os.urandom(_NONCE_BYTES)
    target.write(_MAGIC + name + nonce + AESGCM(key).encrypt(nonce, file_key, _MAGIC + name))
    return name, AESGCM(file_key)


def _chunks(size_bytes: int) -> int:
    return max(1, -(-size_bytes // CHUNK_BYTES))


def _nonce(number: int) -> bytes:
    # A file key seals one file once, so the chunk's number never repeats under it.
    return number.to_bytes(_NONCE_BYTES, "big")


def _bound(name: bytes, number: int, last: bool) -> bytes:
    return _MAGIC + name + number.to_bytes(8, "big") + bytes([last])


def _decrypted(cipher: AESGCM, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, bound)
    except InvalidTag:
        raise StoreDamaged(cause="evidence") from None
