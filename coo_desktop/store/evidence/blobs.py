"""Evidence bytes on disk: examined, hashed, encrypted and durable before any row can name them."""

import hashlib
import io
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import NotFound, StoreDamaged, Unreadable
from coo_desktop.domain.language.file_name import display_name
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.environment.files import make_folder, replacing
from coo_desktop.store import faults
from coo_desktop.store.evidence import evidence_check
from coo_desktop.store.evidence.lent_copies import FOLDER, LentCopies
from coo_desktop.store.keys.encrypted_file import open_sealed, seal, sealed_size, sealing_key

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NO_KEY = bytes(32)  # a development store has no key, and its evidence no secret
_START_BYTES = 16
_HASH_CHUNK_BYTES = 1024 * 1024


class BlobFolder:
    """Files named by the SHA-256 of their plain bytes, as `<aa>/<sha256>.enc`; equal bytes are one file."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        self._folder = folder
        self._key = sealing_key(key or _NO_KEY)
        self.copies = LentCopies(folder.parent / FOLDER)

    def take_in(self, source: Path, mime: str = "", limit_bytes: int = evidence_check.EVIDENCE_BYTES) -> Evidence:
        """Keeps a copy of a file; its evidence still has to be attached.

        Raises Unreadable(reason): missing, denied, not_a_file, link, empty, too_large, changing or what `fitness` says.
        """
        return self.take_bytes(read_regular(source, limit_bytes), source.name, mime, limit_bytes)

    def take_bytes(
        self, content: bytes, name: str, mime: str = "", limit_bytes: int = evidence_check.EVIDENCE_BYTES
    ) -> Evidence:
        """Keeps bytes that came from elsewhere, under the same conditions."""
        shown = display_name(name)
        _demand_size(len(content), limit_bytes, shown)
        found = evidence_check.demand_fit(content, shown, mime)
        sha256 = hashlib.sha256(content).hexdigest()
        with faults.files():
            self._keep(content, self._file(sha256))
        return Evidence(id=new_id(), sha256=sha256, size_bytes=len(content), mime=found, name=shown)

    def put_back(self, sha256: str, content: bytes) -> None:
        """Keeps bytes that were taken in before, from a backup; raises StoreDamaged when they are not the ones."""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreDamaged(cause="evidence")
        with faults.files():
            self._keep(content, self._file(sha256))

    def open(self, sha256: str) -> BinaryIO:
        """The plain bytes as a seekable stream; raises NotFound when lost, StoreDamaged when changed."""
        try:
            return open_sealed(self._file(sha256).open("rb"), self._key)
        except OSError:
            raise NotFound(id=sha256, what="evidence") from None

    def lend(self, sha256: str) -> Path:
        """A plain copy for another program to show; see `LentCopies`. Its ending is what its bytes are."""
        with self.open(sha256) as stream, faults.files():
            ending = evidence_check.ending(stream.read(_START_BYTES))
            stream.seek(0)
            return self.copies.lend(sha256, stream, ending)

    def has(self, sha256: str) -> bool:
        return self._file(sha256).is_file()

    def is_whole(self, evidence: Evidence, *, read: bool = False) -> bool:
        """Whether the bytes are there with their length and, when `read`, are the very ones that were taken in."""
        try:
            if self._file(evidence.sha256).stat().st_size != sealed_size(evidence.size_bytes):
                return False
            return not read or self._hash(evidence.sha256) == evidence.sha256
        except (OSError, NotFound, StoreDamaged):
            return False

    def files(self) -> list[tuple[Path, str]]:
        """Every file below the folder with the SHA-256 it is named by, "" for one cut off while being written."""
        names = [path for path in self._folder.glob("??/*") if path.is_file()]
        return [(path, path.stem if path.suffix == ".enc" else "") for path in sorted(names)]

    def _keep(self, content: bytes, target: Path) -> None:
        if target.is_file() and target.stat().st_size == sealed_size(len(content)):
            return
        make_folder(target.parent)
        with replacing(target) as file:
            seal(io.BytesIO(content), file, self._key, len(content))

    def _hash(self, sha256: str) -> str:
        digest = hashlib.sha256()
        with self.open(sha256) as stream:
            while part := stream.read(_HASH_CHUNK_BYTES):
                digest.update(part)
        return digest.hexdigest()

    def _file(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise NotFound(id=sha256, what="evidence")
        return self._folder / sha256[:2] / f"{sha256}.enc"


def read_regular(source: Path, limit_bytes: int) -> bytes:
    """The bytes of a regular file of fitting size that nobody wrote to meanwhile; nothing else is opened."""
    name = display_name(source.name)
    if source.is_symlink():
        raise Unreadable(reason=EvidenceFault.LINK, file=name)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(source, flags)
    except FileNotFoundError:
        raise Unreadable(reason=EvidenceFault.MISSING, file=name) from None
    except OSError:
        reason = EvidenceFault.NOT_A_FILE if source.is_dir() else EvidenceFault.DENIED
        raise Unreadable(reason=reason, file=name) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Unreadable(reason=EvidenceFault.NOT_A_FILE, file=name)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        _demand_size(before.st_size, limit_bytes, name)
        content = file.read(limit_bytes + 1)
        after = os.fstat(descriptor)
    if len(content) != after.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable(reason=EvidenceFault.CHANGING, file=name)
    return content


def _demand_size(size_bytes: int, limit_bytes: int, name: str) -> None:
    if size_bytes == 0:
        raise Unreadable(reason=EvidenceFault.EMPTY, file=name)
    if size_bytes > limit_bytes:
        raise Unreadable(reason=EvidenceFault.TOO_LARGE, file=name, limit_mb=limit_bytes // (1024 * 1024))
