"""What a power cut may leave of a recorded run: what was flushed, and of the rest anything.

A file is durable at its own flush, an entry of a folder at the folder's. Of what was not flushed a cut may leave
nothing, all, a beginning whose last write is torn, or any part: each write or entry for itself, writes torn in sectors.
"""

import enum
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.disk.shim import Done

_HEAD = struct.Struct("IIIIq")
SECTOR_BYTES = 512
#: What SQLite shares between processes lies in memory, and is made anew by the first that opens the file.
_SHARED = "-shm"


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a trace; `more` is what was written, the new path, or what a person was told."""

    done: Done
    path: str
    more: bytes
    offset: int


def mark(trace: Path, text: str) -> None:
    """Puts into the trace what a person is told now."""
    content = text.encode()
    with trace.open("ab") as file:
        file.write(_HEAD.pack(Done.MARK, 0, len(content), 0, 0) + content)


def records(trace: Path) -> Iterator[Record]:
    """The lines of a trace, in the order in which they were done."""
    content, place = trace.read_bytes(), 0
    while place < len(content):
        number, path, more, _none, offset = _HEAD.unpack_from(content, place)
        place += _HEAD.size
        end = place + path + more
        yield Record(Done(number), content[place : place + path].decode(), content[place + path : end], offset)
        place = end


@dataclass(slots=True)
class _File:
    """The bytes that a cut leaves for certain, and the writes since: (number, offset, bytes, or None to cut off)."""

    kept: bytes = b""
    waiting: list[tuple[int, int, bytes | None]] = field(default_factory=list)


@dataclass(slots=True)
class _Folder:
    """What it holds for the program, and what it holds for certain."""

    live: "dict[str, _File | _Folder]" = field(default_factory=dict)
    kept: "dict[str, _File | _Folder]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A change of folders that is not flushed: `node` leaves its old places and stands in the new one, if any."""

    number: int
    node: _File | _Folder
    old: tuple[_Folder, str] | None
    new: tuple[_Folder, str] | None

    def touches(self, folder: _Folder) -> bool:
        return any(place is not None and place[0] is folder for place in (self.old, self.new))


class Rest(enum.StrEnum):
    """What a cut leaves of what was not flushed."""

    NOTHING = "nothing"
    ALL = "all"
    BEGINNING = "beginning"
    PART = "part"


class Power:
    """Follows a trace from a folder that is wholly durable; at any moment the power can be cut."""

    def __init__(self, start: Path) -> None:
        self._root = _folder(start)
        self._entries: list[_Entry] = []
        self._number = 0

    def follow(self, record: Record, root: str) -> None:
        """The program has done this below `root`."""
        self._number += 1
        path = record.path.removeprefix(root).strip("/")
        match record.done:
            case Done.WRITE | Done.TRUNCATE:
                node = self._find(path)
                if isinstance(node, _File):
                    node.waiting.append((self._number, record.offset, record.more if record.more else None))
            case Done.SYNC:
                self._sync(self._find(path))
            case Done.CREATE | Done.MKDIR:
                self._enter(_File() if record.done is Done.CREATE else _Folder(), None, self._place(path))
            case Done.UNLINK | Done.RMDIR:
                folder, name = self._place(path)
                self._enter(folder.live.pop(name), (folder, name), None)
            case Done.RENAME:
                folder, name = self._place(path)
                new = self._place(record.more.decode().removeprefix(root).strip("/"))
                self._enter(folder.live.pop(name), (folder, name), new)

    def cut(self, rest: Rest, dice: random.Random) -> dict[str, bytes | None]:
        """Path -> bytes of what a cut now leaves, None for a folder."""
        left = _Left(rest, dice, self._number, self._flat())
        taken = [entry for entry in self._entries if left.is_left(entry.number)]
        return dict(_contents(self._root, "", taken, left))

    def _flat(self) -> list[int]:
        """The numbers of all that is not flushed."""
        numbers = [entry.number for entry in self._entries]
        stack: list[_File | _Folder] = [self._root]
        while stack:
            node = stack.pop()
            if isinstance(node, _File):
                numbers += [number for number, _offset, _bytes in node.waiting]
            else:
                stack += [*node.live.values()]
        return sorted(numbers)

    def _find(self, path: str) -> _File | _Folder | None:
        node: _File | _Folder | None = self._root
        for name in filter(None, path.split("/")):
            node = node.live.get(name) if isinstance(node, _Folder) else None
        return node

    def _place(self, path: str) -> tuple[_Folder, str]:
        folder, _slash, name = path.rpartition("/")
        found = self._find(folder)
        assert isinstance(found, _Folder), path
        return found, name

    def _enter(self, node: _File | _Folder, old: tuple[_Folder, str] | None, new: tuple[_Folder, str] | None) -> None:
        if new is not None:
            new[0].live[new[1]] = node
        self._entries.append(_Entry(self._number, node, old, new))

    def _sync(self, node: _File | _Folder | None) -> None:
        if isinstance(node, _File):
            node.kept = _written(node.kept, node.waiting)
            node.waiting.clear()
        elif node is not None:
            for entry in [one for one in self._entries if one.touches(node)]:
                _move(entry, lambda folder: folder.kept)
                self._entries.remove(entry)


class _Left:
    """Decides for each write and entry that is not flushed whether a cut leaves it."""

    def __init__(self, rest: Rest, dice: random.Random, last: int, waiting: list[int]) -> None:
        self._rest, self._dice = rest, dice
        self._share = dice.choice((0.2, 0.5, 0.8))
        self._end = dice.choice(waiting) if waiting else last

    def is_left(self, number: int) -> bool:
        match self._rest:
            case Rest.NOTHING:
                return False
            case Rest.ALL:
                return True
            case Rest.BEGINNING:
                return number <= self._end
        return self._dice.random() < self._share

    def torn(self, number: int, content: bytes) -> list[tuple[int, bytes]]:
        """The parts of a write that is left, with their places in it."""
        if self._rest is Rest.BEGINNING and number == self._end:
            return [(0, content[: self._dice.randrange(len(content) + 1)])]
        if self._rest is Rest.PART and self._dice.random() < 1 / 4:
            sectors = range(0, len(content), SECTOR_BYTES)
            return [(at, content[at : at + SECTOR_BYTES]) for at in sectors if self._dice.random() < 1 / 2]
        return [(0, content)]


def _contents(folder: _Folder, path: str, entries: list[_Entry], left: _Left) -> Iterator[tuple[str, bytes | None]]:
    held = dict(folder.kept)
    for entry in entries:
        _move(entry, lambda one: held if one is folder else {})
    for name, node in held.items():
        if isinstance(node, _Folder):
            yield f"{path}{name}", None
            yield from _contents(node, f"{path}{name}/", entries, left)
        elif not name.endswith(_SHARED):
            yield f"{path}{name}", _written(node.kept, node.waiting, left)


def _move(entry: _Entry, held: Callable[[_Folder], dict[str, _File | _Folder]]) -> None:
    """Makes an entry in what `held` gives for a folder."""
    for place, is_there in ((entry.old, False), (entry.new, True)):
        if place is None:
            continue
        names = held(place[0])
        if is_there:
            names[place[1]] = entry.node
        elif names.get(place[1]) is entry.node:
            del names[place[1]]


def _written(kept: bytes, waiting: list[tuple[int, int, bytes | None]], left: _Left | None = None) -> bytes:
    content = bytearray(kept)
    for number, offset, more in waiting:
        if left is not None and not left.is_left(number):
            continue
        if more is None:
            content[offset:] = bytes(max(0, offset - len(content)))
            continue
        for start, part in left.torn(number, more) if left is not None else [(0, more)]:
            content.extend(bytes(max(0, offset + start - len(content))))
            content[offset + start : offset + start + len(part)] = part
    return bytes(content)


def _folder(path: Path) -> _Folder:
    found = _Folder()
    for entry in path.iterdir():
        found.live[entry.name] = _folder(entry) if entry.is_dir() else _File(entry.read_bytes())
    found.kept = dict(found.live)
    return found
