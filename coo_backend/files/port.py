"""Where whole files of evidence stand: what every place keeps to, whichever it is."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coo_desktop.domain.errors import NotFound

_SHA256 = re.compile(r"[0-9a-f]{64}")


def is_sha256(text: str) -> bool:
    """Whether the text is a SHA-256 as the wire and the places spell it; nothing else may become part of a name."""
    return _SHA256.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of this SHA-256 as one company has them; those of another company are another content."""

    company: str
    sha256: str

    def __post_init__(self) -> None:
        """Raises NotFound for what is no SHA-256: a document may name anything, and nothing of it becomes a path."""
        if not is_sha256(self.sha256):
            raise NotFound(id=self.sha256, what="evidence")

    @property
    def key(self) -> str:
        """Its name below the place: the company first, then the SHA-256."""
        return f"{self.company}/{self.sha256[:2]}/{self.sha256}"

    def is_in(self, content: bytes) -> bool:
        return hashlib.sha256(content).hexdigest() == self.sha256


class WholeFiles(Protocol):
    """One place, shared by all workers. Everything raises StoreTrouble when the place does not do it."""

    def keep(self, content: Content, part: Path) -> None:
        """Gives checked bytes their name. When this returns they are durable and proved and the part is gone; before,
        nobody sees any of them. Nothing is to do where they stand already."""

    def size(self, content: Content) -> int:
        """In bytes; raises StoreMissing for what does not stand there."""

    def stretch(self, content: Content, start: int, end: int) -> bytes:
        """The bytes from `start` up to `end`, fewer at the file's end; raises StoreMissing."""

    def read(self, content: Content) -> bytes:
        """All bytes, proved; raises StoreMissing, and StoreDamaged for others than those of the name."""

    def all_of(self, company: str) -> Iterator[Content]:
        """Everything of a company that stands there."""

    def remove(self, content: Content) -> None:
        """Lets it go; what is not there is gone already."""
