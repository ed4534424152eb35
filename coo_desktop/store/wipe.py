"""Leaving nothing of an account on this computer: steps that can be cut off anywhere and go on at the next start.

The note stands outside the store and is the last thing to go. First goes the key: from then on nothing that is still
there can be read by anybody. What is not the account's stays: reference packs, and a file that somebody has changed
since the program saved it.
"""

import hashlib
import json
import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from keyring.backend import KeyringBackend

from coo_desktop.domain.errors import StoreLocked, StoreTrouble, StoreUnwritable
from coo_desktop.environment.files import sync_folder, write_atomically
from coo_desktop.store import faults
from coo_desktop.store.keys.key_chest import KEY_COPY, KEY_FILE, KEY_NAME, KeyChest
from coo_desktop.store.keys.vault import LIMIT_S, Vault

NOTE, RECEIPT, LOCK = "wipe.json", "receipt.json", "lock"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wipe:
    """What is needed to carry an order out once the store cannot be read any more; it names nobody.

    `secrets` are (service, name) in the system's vault, `exports` (path, SHA-256) of files that the program saved.
    """

    nonce: str
    address: str
    language: str = ""
    secrets: tuple[tuple[str, str], ...] = ()
    exports: tuple[tuple[str, str], ...] = ()


def note(folder: Path, wipe: Wipe) -> None:
    """Every start carries the order out before anything else; raises StoreTrouble when the disk refuses."""
    with faults.files():
        write_atomically(folder / NOTE, json.dumps(asdict(wipe)).encode())


def noted(folder: Path) -> Wipe | None:
    """The order that waits to be carried out. A note that cannot be understood is none: it would destroy work."""
    told = _read(folder / NOTE)
    if told is None:
        return None
    try:
        pairs = {name: tuple((str(one), str(two)) for one, two in told[name]) for name in ("secrets", "exports")}
        return Wipe(str(told["nonce"]), str(told["address"]), str(told["language"]), **pairs)
    except (KeyError, TypeError, ValueError):
        _log.warning("the note of an order to wipe cannot be understood")
        return None


def secrets_of(folder: Path) -> tuple[tuple[str, str], ...]:
    """Where the system's vault keeps the keys of this profile, and of those that were set aside in it."""
    found = []
    for where in sorted({file.parent for file in _key_files(folder)}):
        with suppress(StoreTrouble):
            found.append((KeyChest(where).service, KEY_NAME))
    return tuple(found)


def carry_out(folder: Path, wipe: Wipe, backend: KeyringBackend | None = None, limit_s: float = LIMIT_S) -> None:
    """Does what is left of an order. Raises StoreTrouble when something would not go: the rest has gone, and the note
    stays for the next start. Whoever calls has closed the store and the log."""
    troubles: list[StoreTrouble] = []
    tuple(_forget(wipe.secrets, backend, limit_s))  # the key first; what refuses is asked again, and believed, below
    steps: list[Callable[[], None]] = [
        lambda: _destroy_keys(folder),
        *(lambda path=path, sha256=sha256: _remove_export(Path(path), sha256) for path, sha256 in wipe.exports),
        lambda: _empty(folder),
    ]
    for step in steps:
        try:
            step()
        except StoreTrouble as trouble:
            troubles.append(trouble)
    troubles += _forget(wipe.secrets, backend, limit_s)
    if troubles:
        raise troubles[0]
    with faults.files():
        write_atomically(folder / RECEIPT, json.dumps({"nonce": wipe.nonce, "address": wipe.address}).encode())
        (folder / NOTE).unlink(missing_ok=True)
        sync_folder(folder)


def receipt(folder: Path) -> tuple[str, str] | None:
    """(nonce, address of the backend) of an order that was carried out and not yet reported."""
    told = _read(folder / RECEIPT)
    return (str(told.get("nonce")), str(told.get("address"))) if told is not None else None


def forget_receipt(folder: Path) -> None:
    """The backend knows."""
    with faults.files():
        (folder / RECEIPT).unlink(missing_ok=True)


def _forget(
    secrets: Iterable[tuple[str, str]], backend: KeyringBackend | None, limit_s: float
) -> Iterator[StoreTrouble]:
    """Removes secrets, each read again afterwards; gives what kept one back. Where no vault is, none was kept."""
    for service, name in secrets:
        try:
            Vault(service, backend, limit_s).forget(name)
        except StoreLocked as trouble:
            if trouble.facts.get("cause") != "no_vault":
                yield trouble


def _destroy_keys(folder: Path) -> None:
    with faults.files():
        for file in _key_files(folder):
            file.unlink(missing_ok=True)
        sync_folder(folder)


def _key_files(folder: Path) -> list[Path]:
    """Those of the profile, and of what was set aside in it."""
    return [file for name in (KEY_FILE, KEY_COPY) for file in (folder / name, *folder.glob(f"*/{name}"))]


def _remove_export(path: Path, sha256: str) -> None:
    """A file that the program saved, as long as it is still that very file."""
    try:
        if not path.is_symlink() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreUnwritable(cause=type(error).__name__, file=path.name) from error


def _empty(folder: Path) -> None:
    """Everything in the profile but the note and the lock that this process holds; one that is held by another program
    does not save the others. Links are removed, not followed."""
    trouble: StoreTrouble | None = None
    for entry in sorted(folder.iterdir()):
        if entry.name in (NOTE, LOCK):
            continue
        try:
            with faults.files():
                _remove(entry)
        except StoreTrouble as held:
            trouble = held
    with faults.files():
        sync_folder(folder)
    if trouble is not None:
        raise trouble


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None
