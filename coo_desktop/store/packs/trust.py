"""Whose packs this computer takes: the public keys in one file beside the packs, written by a person's consent.

A line holds a raw Ed25519 key in base64, then the backend's address that it was first heard from. A line without an
address holds for every backend: a company's administrator puts it there before the first use.
"""

import base64
import binascii
from pathlib import Path

from coo_desktop.domain.packs.catalog import CHANGED, TRUSTED, UNKNOWN
from coo_desktop.store.faults import files
from coo_desktop.store.files.durable import write_durably

FILE = "trusted.keys"
KEY_BYTES = 32
_MOST_BYTES = 100_000


def trusted(folder: Path, address: str = "") -> tuple[bytes, ...]:
    """The raw keys that may sign: all of them, or those for packs that come from an address."""
    lines = _lines(folder)
    return tuple(key for key, whose in lines if not address or whose in ("", address))


def standing(folder: Path, address: str, key: bytes) -> str:
    """Whether a key that a backend names is trusted, unknown, or another than that backend named before."""
    if key in trusted(folder, address):
        return TRUSTED
    return CHANGED if any(whose == address for _key, whose in _lines(folder)) else UNKNOWN


def pin(folder: Path, address: str, key: bytes) -> None:
    """Trusts a key for an address in place of the one before; raises StoreFull, StoreUnwritable."""
    kept = [line for line in _lines(folder) if line[1] != address]
    text = "".join(
        f"{base64.b64encode(each).decode()} {whose}".rstrip() + "\n" for each, whose in [*kept, (key, address)]
    )
    with files():
        folder.mkdir(parents=True, exist_ok=True)
        write_durably(folder / FILE, text.encode("ascii", "backslashreplace"))


def raw_key(text: str) -> bytes | None:
    """A raw key from its base64, None for what is no key."""
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _lines(folder: Path) -> list[tuple[bytes, str]]:
    """(key, address) of every line that can be read; one that cannot trusts nobody."""
    try:
        with (folder / FILE).open("rb") as file:
            text = file.read(_MOST_BYTES).decode("ascii", "replace")
    except OSError:
        return []
    found = []
    for line in text.splitlines():
        written, _, whose = line.strip().partition(" ")
        key = raw_key(written)
        if key is not None:
            found.append((key, whose.strip()))
    return found
