"""What becomes of the bytes of evidence, as ports: kept on this computer, and fetched from where others sent them."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from coo_desktop.domain.documents.document import Evidence


class Blobs(Protocol):
    """Evidence bytes: copied in, hashed, made durable, encrypted, and only then named by a row."""

    def take_in(self, source: Path, mime: str) -> Evidence:
        """Copies a file in; raises Unreadable(reason) for a hostile or unfit file, StoreFull when there is no room."""

    def take_bytes(self, content: bytes, name: str, mime: str) -> Evidence:
        """Keeps bytes that came from elsewhere, a clipboard or a colleague; raises as `take_in` does."""

    def open(self, sha256: str) -> BinaryIO:
        """The decrypted bytes as a seekable stream; raises NotFound when they are lost."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes are on this computer; they are not read."""

    def lend(self, sha256: str) -> Path:
        """A plain copy for another program to show, under a made-up name, until the store closes.

        Raises NotFound when the bytes are lost, StoreFull, StoreUnwritable.
        """


class EvidenceRequests(Protocol):
    """Files that other computers of the company have sent. Errors as of `Office`."""

    def fetch(
        self, file: Evidence, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Evidence | None:
        """The file, kept on this computer from now on as own ones are; None when a person stopped it.

        Raises Refused(why="not-found") while it is not at the backend, Untrusted for other bytes than were named, and
        Unreadable(reason) for what would not be taken in here either.
        """
