"""The pages of an encrypted store file, read past SQLite: only those whose seal is right, each on its own.

SQLite refuses everything once it has met one wrong page. SQLCipher 4 seals each page by itself: what is encrypted, the
initialisation vector (16 bytes), then HMAC-SHA-512 (64) of both and of the page's number. So a page that opens is one
that this program wrote at this place. Source: SQLCipher's design page and `sqlcipher_page_hmac`.
"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
_SALT, _IV, _HMAC = 16, 16, 64
#: What of a page holds content.
USABLE = PAGE - _IV - _HMAC
_HEAD, _FRAME_HEAD = 32, 24
_HMAC_SALT_MASK, _HMAC_KEY_PASSES = 0x3A, 2


@dataclass(frozen=True, slots=True)
class Pages:
    """Plain pages by their number; `bad` how many could not be opened, `total` how many there are.

    `plain` is the file with what its log holds of whole commits: one state. `later` are pages that stand in the log
    behind something damaged: each is whole, but they may be of different states.
    """

    plain: dict[int, bytes]
    later: dict[int, bytes]
    bad: int
    total: int


def read_pages(file: Path, log: Path, key: bytes, salt: bytes = b"") -> Pages:
    """What opens of a file and of its log; `salt` is the one that the file had, where its beginning may be gone.

    Raises OSError.
    """
    content = file.read_bytes() if file.exists() else b""
    logged = log.read_bytes() if log.exists() else b""
    for start in dict.fromkeys((content[:_SALT], salt, *_salts_in(logged))):
        found = _opened(content, logged, _Seal(key, start))
        if found.plain or found.later:
            return found
    return found


def _opened(content: bytes, logged: bytes, seal: "_Seal") -> Pages:
    total = -(-len(content) // PAGE)
    plain: dict[int, bytes] = {}
    bad = set(range(1, total + 1))
    for number in range(1, total + 1):
        page = seal.open(number, content[(number - 1) * PAGE : number * PAGE])
        if page is not None:
            plain[number] = page
            bad.discard(number)
    whole, rest = _frames(logged)
    for number, sealed in whole:
        page = seal.open(number, sealed)
        if page is not None:
            plain[number] = page
            bad.discard(number)
    opened = ((number, seal.open(number, sealed)) for number, sealed in rest)
    later = {number: page for number, page in opened if page is not None}
    return Pages(plain, later, len(bad), max(total, *plain, *later, 0) if plain or later else total)


class _Seal:
    """Opens pages under one key and one salt."""

    def __init__(self, key: bytes, salt: bytes) -> None:
        self._key = key
        masked = bytes(byte ^ _HMAC_SALT_MASK for byte in salt)
        self._hmac_key = hashlib.pbkdf2_hmac("sha512", key, masked, _HMAC_KEY_PASSES, 32)

    def open(self, number: int, sealed: bytes) -> bytes | None:
        """The plain page, without its last 80 bytes; None when it is not as this program sealed it here."""
        if len(sealed) != PAGE:
            return None
        start = _SALT if number == 1 else 0
        told = hmac.new(self._hmac_key, sealed[start : USABLE + _IV], "sha512")
        told.update(number.to_bytes(4, "little"))
        if not hmac.compare_digest(told.digest(), sealed[USABLE + _IV :]):
            return None
        opener = Cipher(algorithms.AES(self._key), modes.CBC(sealed[USABLE : USABLE + _IV])).decryptor()
        return bytes(start) + opener.update(sealed[start:USABLE]) + opener.finalize()


def _frames(logged: bytes) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
    """(page, content) of the frames of whole commits, as SQLite takes them; and of those behind. What is left over of
    an earlier log, whose salt is another, stands in the file already."""
    head = logged[:_HEAD]
    order: Literal["big", "little"] = "big" if head[3:4] == b"\x83" else "little"
    sums = _sums(head[:24], (0, 0), order)
    is_whole = len(head) == _HEAD and head[24:] == _checksum(sums)
    frames: list[tuple[int, bytes]] = []
    ends = 0
    salts = {head[16:24], logged[_HEAD + 8 : _HEAD + 16]}
    for frame in _cut(logged):
        if is_whole:
            sums = _sums(frame[:8] + frame[_FRAME_HEAD:], sums, order)
            is_whole = frame[8:16] == head[16:24] and frame[16:24] == _checksum(sums)
        if is_whole and any(frame[4:8]):
            ends = len(frames) + 1
        if frame[8:16] in salts:
            frames.append((int.from_bytes(frame[:4], "big"), frame[_FRAME_HEAD:]))
    return frames[:ends], frames[ends:]


def _cut(logged: bytes) -> Iterator[bytes]:
    for at in range(_HEAD, len(logged) - PAGE - _FRAME_HEAD + 1, PAGE + _FRAME_HEAD):
        yield logged[at : at + _FRAME_HEAD + PAGE]


def _salts_in(logged: bytes) -> Iterator[bytes]:
    """The first page begins with the file's salt, in the log as well."""
    for frame in _cut(logged):
        if frame[:4] == b"\0\0\0\1":
            yield frame[_FRAME_HEAD : _FRAME_HEAD + _SALT]


def _sums(content: bytes, before: tuple[int, int], order: Literal["big", "little"]) -> tuple[int, int]:
    """The checksum of a log as its format has it; source: sqlite.org/walformat.html, 4.3."""
    first, second = before
    words = memoryview(content)
    for at in range(0, len(content) - 7, 8):
        first = (first + int.from_bytes(words[at : at + 4], order) + second) & 0xFFFFFFFF
        second = (second + int.from_bytes(words[at + 4 : at + 8], order) + first) & 0xFFFFFFFF
    return first, second


def _checksum(sums: tuple[int, int]) -> bytes:
    return sums[0].to_bytes(4, "big") + sums[1].to_bytes(4, "big")
