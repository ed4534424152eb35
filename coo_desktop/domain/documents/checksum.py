"""What two sides compare to know that they have the same documents: how many, and one number over all their revisions.

The number is the XOR of the SHA-256 of every `id:rev`. It does not depend on an order, and one document more, less or
at another revision changes it by that document alone: whoever keeps it has no need to read the others.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Checksum:
    """Of some documents, each at the revision that the backend has or had."""

    count: int = 0
    total: int = 0

    def moved(self, document_id: str, before: str | None, after: str | None) -> "Checksum":
        """With a document that was at the revision `before` and is at `after`; None is where it does not count."""
        if before == after:
            return self
        total = self.total
        for rev in (before, after):
            if rev is not None:
                total ^= _mark(document_id, rev)
        return Checksum(self.count + (after is not None) - (before is not None), total)

    def joined(self, other: "Checksum") -> "Checksum":
        """Of these documents and the others; or, `other` being what `moved` made of nothing, of these after it."""
        return Checksum(self.count + other.count, self.total ^ other.total)

    @property
    def digest(self) -> str:
        """The number as the wire has it."""
        return f"{self.total:064x}"


def checksum(revisions: Iterable[tuple[str, str]]) -> Checksum:
    """Of documents given as (id, revision), each once."""
    count = total = 0
    for document_id, rev in revisions:
        count, total = count + 1, total ^ _mark(document_id, rev)
    return Checksum(count, total)


def _mark(document_id: str, rev: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{document_id}:{rev}".encode()).digest(), "big")


class RevisionReads(Protocol):
    """The part of a reader that tells at which revisions its documents are."""

    def revisions(self) -> tuple[tuple[str, str], ...]:
        """(id, rev) of every document that the backend stores as far as known here, discarded ones included."""

    def checksum(self, *, anew: bool = False) -> Checksum:
        """Of all `revisions`, as it is kept beside them; `anew` reads them all, and a unit keeps what it finds."""
