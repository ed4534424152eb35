"""What stands in a backup: its facts, a copy of the store, the bytes of all evidence: written, read again, taken."""

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, BinaryIO

from coo_desktop.domain.backups import BackupFacts, Work
from coo_desktop.domain.errors import NotFound, StoreDamaged, StoreUnwritable, Unreadable
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.environment.files import SHARED, replacing
from coo_desktop.store import faults
from coo_desktop.store.backups.container import Head, creating, opening
from coo_desktop.store.database import schema
from coo_desktop.store.evidence.blobs import BlobFolder
from coo_desktop.store.keys.password_wrap import Wrapped

_FACTS, _STORE, _EVIDENCE = "contents.json", "store.db", "evidence/"
_SHA256 = re.compile(r"evidence/([0-9a-f]{64})")
_PIECE_BYTES = 1 << 20


class Stopped(Exception):
    """The person stopped the work; nothing of it is left."""


class Meter:
    """Counts the bytes that went by, tells them, and ends the work when the person wants it to end."""

    def __init__(self, work: Work, total: int) -> None:
        self._work, self._total, self._done = work, total, 0

    def add(self, count: int) -> None:
        """So many more; raises Stopped."""
        self._done += count
        self._work.report(min(self._done, self._total), self._total)
        if self._work.cancelled():
            raise Stopped

    def end(self) -> None:
        """The work is whole; raises Stopped when it was stopped before."""
        if not self._work.complete():
            raise Stopped


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes in: `store` is a copy nobody writes to, `sign_in` the key under the password of the last sign-in."""

    made_at: dt.datetime
    program: str
    account: str
    documents: int
    sign_in: Wrapped
    store: Path
    blobs: BlobFolder
    evidence: Sequence[str]


def write_backup(target: Path, contents: Contents, key: bytes, head: Head, work: Work) -> BackupFacts | None:
    """Writes a backup file and reads it again before it gets its name; None when it was stopped. Raises StoreTrouble.

    Evidence whose bytes are lost or damaged here is left out: the rest of the work must not wait for it.
    """
    with contextlib.suppress(Stopped), faults.files(), replacing(target, SHARED) as file:
        meter = Meter(work, 2 * (contents.store.stat().st_size + _size(contents)))
        with creating(file, key, head) as archive:
            written = _fill(archive, contents, meter)
        file.flush()
        facts = _read_again(file, key, written, meter)
        meter.end()
        return facts
    return None


def read_facts(archive: zipfile.ZipFile) -> tuple[BackupFacts, Wrapped]:
    """What the backup says of itself; raises Unreadable(reason): damaged, or newer than this program can read."""
    try:
        told = json.loads(archive.read(_FACTS))
        sign_in = Wrapped(**told.pop("sign_in"))
        facts = BackupFacts(**{**told, "made_at": dt.datetime.fromisoformat(told["made_at"])})
    except (KeyError, ValueError, TypeError):
        raise Unreadable(reason=BackupFault.DAMAGED) from None
    if facts.schema > schema.VERSION:
        raise Unreadable(reason=BackupFault.NEWER, program=facts.program)
    return facts, sign_in


def take_store(archive: zipfile.ZipFile, target: Path, work: Work) -> None:
    """Puts the copy of the store into a file; raises Stopped, StoreTrouble."""
    meter = Meter(work, archive.getinfo(_STORE).file_size)
    with faults.files(), replacing(target) as file, archive.open(_STORE) as stored:
        for piece in _pieces(stored):
            file.write(piece)
            meter.add(len(piece))


def missing_evidence(archive: zipfile.ZipFile, blobs: BlobFolder) -> tuple[str, ...]:
    """The SHA-256 of all evidence in the backup that is not here."""
    named = (found.group(1) for name in archive.namelist() if (found := _SHA256.fullmatch(name)))
    return tuple(sha256 for sha256 in named if not blobs.has(sha256))


def take_evidence(archive: zipfile.ZipFile, blobs: BlobFolder, work: Work) -> None:
    """Puts the evidence that is not here into the folder; raises Stopped, StoreTrouble, StoreDamaged."""
    names = missing_evidence(archive, blobs)
    meter = Meter(work, sum(archive.getinfo(f"{_EVIDENCE}{sha256}").file_size for sha256 in names))
    for sha256 in names:
        content = archive.read(f"{_EVIDENCE}{sha256}")
        blobs.put_back(sha256, content)
        meter.add(len(content))


def _fill(archive: zipfile.ZipFile, contents: Contents, meter: Meter) -> dict[str, str]:
    """Writes every entry; returns the SHA-256 of each."""
    written = {_STORE: ""}
    with contents.store.open("rb") as stored:
        written[_STORE] = _put(archive, _STORE, stored, meter)
    for sha256 in contents.evidence:
        content = _whole(contents.blobs, sha256)
        if content is not None:
            archive.writestr(f"{_EVIDENCE}{sha256}", content)
            written[f"{_EVIDENCE}{sha256}"] = sha256
            meter.add(len(content))
    facts = BackupFacts(
        contents.made_at, contents.program, schema.VERSION, contents.account, contents.documents, len(written) - 1
    )
    made_at = facts.made_at.isoformat(timespec="seconds")
    told = json.dumps({**asdict(facts), "made_at": made_at, "sign_in": asdict(contents.sign_in)}).encode()
    archive.writestr(_FACTS, told)
    return written | {_FACTS: hashlib.sha256(told).hexdigest()}


def _read_again(file: BinaryIO, key: bytes, written: Mapping[str, str], meter: Meter) -> BackupFacts:
    """Opens what was written as a restore would; raises StoreUnwritable when it is not that."""
    try:
        with opening(os.dup(file.fileno()), key) as archive:
            _compare(archive, written, meter)
            return read_facts(archive)[0]
    except Unreadable as error:
        raise StoreUnwritable(cause="backup") from error


def _put(archive: zipfile.ZipFile, name: str, source: BinaryIO, meter: Meter) -> str:
    digest = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as entry:
        for piece in _pieces(source):
            entry.write(piece)
            digest.update(piece)
            meter.add(len(piece))
    return digest.hexdigest()


def _compare(archive: zipfile.ZipFile, written: Mapping[str, str], meter: Meter) -> None:
    """Reads everything; raises StoreDamaged when it is not what was written."""
    if set(archive.namelist()) != set(written):
        raise StoreDamaged(cause="backup")
    for name, sha256 in written.items():
        digest = hashlib.sha256()
        with archive.open(name) as entry:
            for piece in _pieces(entry):
                digest.update(piece)
                meter.add(len(piece))
        if digest.hexdigest() != sha256:
            raise StoreDamaged(cause="backup", entry=name)


def _whole(blobs: BlobFolder, sha256: str) -> bytes | None:
    try:
        with blobs.open(sha256) as stream:
            content = stream.read()
    except (NotFound, StoreDamaged):
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _size(contents: Contents) -> int:
    named = set(contents.evidence)
    return sum(path.stat().st_size for path, sha256 in contents.blobs.files() if sha256 in named)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_PIECE_BYTES):
        yield piece
