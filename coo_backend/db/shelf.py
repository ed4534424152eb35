"""Where published packs lie, below `data`, and the key that signs them."""

import base64
import binascii
import os
from pathlib import Path

from coo_backend.runtime.settings import Settings
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.catalog import fingerprint
from coo_desktop.store.packs.seal import public_half

KEY_BYTES = 32
KEY_FILE = "pack.key"


class Shelf:
    """Where the packs lie, below `data`, and the key that signs them; without one nothing is published."""

    def __init__(self, data: Path, private_key: bytes = b"") -> None:
        self.private_key = private_key
        self.public_key = base64.b64encode(public_half(private_key)).decode() if private_key else ""
        self._folder = data / "packs"
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key) if self.public_key else ""

    def incoming(self) -> Path:
        """A place for an upload that nobody checked yet."""
        return self._folder / f"{new_id()}.part"

    def place(self, office: str, pack_digest: str) -> Path:
        """Where a published pack lies; the office's code and the digest were checked before they became names."""
        return self._folder / office / f"{pack_digest}.pack"


def open_shelf(settings: Settings) -> Shelf:
    """The shelf with the key that the settings name; a demo makes its own. Raises Unreadable for a file without one."""
    path = settings.pack_key or settings.data / KEY_FILE
    if settings.pack_key is None and not path.exists():
        if not settings.demo:
            return Shelf(settings.data)
        make_key(path)
    return Shelf(settings.data, read_key(path))


def read_key(path: Path) -> bytes:
    """A private key as `make_key` wrote it."""
    try:
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error) as error:
        raise Unreadable(file=path.name, reason=type(error).__name__) from None
    if len(key) != KEY_BYTES:
        raise Unreadable(file=path.name, reason="no key of Ed25519")
    return key


def make_key(path: Path) -> str:
    """Writes a new private key that only its owner reads; the public half. An existing file is never replaced."""
    key = os.urandom(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
    return base64.b64encode(public_half(key)).decode()
