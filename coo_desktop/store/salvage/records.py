"""The rows in plain pages, read from the leaves of tables alone: a tree that is broken above them loses nothing.

Source: sqlite.org/fileformat2.html, 1.6 (pages), 2.1 (records).
"""

import struct
from collections.abc import Iterator, Mapping, Sequence

from coo_desktop.store.salvage.pages import USABLE

Value = int | float | str | bytes | None
_LEAF, _FIRST_HEAD = 13, 100
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_INTEGER_BYTES = (0, 1, 2, 3, 4, 6, 8)


class Torn(Exception):
    """A row that is not whole."""


def records(pages: Mapping[int, bytes], under: Mapping[int, bytes] | None = None) -> Iterator[tuple[int, list[Value]]]:
    """(rowid, values) of every row that is whole; a row may go on in pages of `under`."""
    beyond = {**(under or {}), **pages}
    for number, page in pages.items():
        for at in _cells(page, _FIRST_HEAD if number == 1 else 0):
            try:
                yield _record(page, at, beyond)
            except (Torn, IndexError, UnicodeDecodeError):
                continue


def _cells(page: bytes, head: int) -> Sequence[int]:
    if page[head] != _LEAF:
        return ()
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    pointers = page[head + 8 : head + 8 + 2 * count]
    return [int.from_bytes(pointers[at : at + 2], "big") for at in range(0, len(pointers) - 1, 2)]


def _record(page: bytes, at: int, pages: Mapping[int, bytes]) -> tuple[int, list[Value]]:
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    local = size
    if size > _MOST_LOCAL:
        fitting = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - 4)
        local = fitting if fitting <= _MOST_LOCAL else _LEAST_LOCAL
    content = page[at : at + local]
    if local < size:
        content += _overflow(int.from_bytes(page[at + local : at + local + 4], "big"), size - local, pages)
    if len(content) != size:
        raise Torn
    return rowid, list(_values(content))


def _overflow(number: int, size: int, pages: Mapping[int, bytes]) -> bytes:
    parts, seen = bytearray(), set[int]()
    while len(parts) < size:
        page = pages.get(number)
        if page is None or number in seen:
            raise Torn
        seen.add(number)
        parts += page[4 : 4 + min(USABLE - 4, size - len(parts))]
        number = int.from_bytes(page[:4], "big")
    return bytes(parts)


def _values(content: bytes) -> Iterator[Value]:
    head, at = _varint(content, 0)
    body = head
    while at < head:
        kind, at = _varint(content, at)
        size = _size(kind)
        part = content[body : body + size]
        if len(part) != size:
            raise Torn
        body += size
        yield _value(kind, part)


def _size(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == 7 else _INTEGER_BYTES[kind] if kind < 7 else 0


def _value(kind: int, part: bytes) -> Value:
    if kind == 0:
        return None
    if kind == 7:
        return float(struct.unpack(">d", part)[0])
    if kind < 7:
        return int.from_bytes(part, "big", signed=True)
    if kind < 10:
        return kind - 8
    if kind < 12:
        raise Torn
    return part.decode() if kind % 2 else part


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """The number, and where the next one begins; the ninth byte counts whole."""
    value = 0
    for place in range(8):
        byte = content[at + place]
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            return value, at + place + 1
    return value << 8 | content[at + 8], at + 9
