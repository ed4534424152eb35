"""The store's key: random, kept in the system's vault, and once more wrapped by the password of the last sign-in.

`key.json` holds the wrapped copy, a fingerprint that tells a wrong key from a damaged file, and the profile's own name
in the vault. The key itself is never written anywhere unwrapped. While a password is being changed copies wrapped by
both are there, until the backend has answered. It also says whether anybody ever signed in here
and whether a store was made: facts that neither the settings nor a store that is gone could tell.

Without this file nothing can be read, so a copy stands beside it, and both hold a digest of what they say: a file that
is missing or damaged is made anew from the other one.
"""

import contextlib
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from keyring.backend import KeyringBackend

from coo_desktop.domain.errors import StoreDamaged, StoreFull, StoreLocked, StoreTrouble, StoreUnwritable
from coo_desktop.environment.files import write_atomically
from coo_desktop.store import faults
from coo_desktop.store.database.driver import KEY_BYTES
from coo_desktop.store.keys.password_attempts import Tries
from coo_desktop.store.keys.password_wrap import Wrapped, unwrap, wrap
from coo_desktop.store.keys.vault import LIMIT_S, Vault

#: The file beside the store, its copy, another one beside the backups, and what the system's vault calls the key.
KEY_FILE, KEY_COPY, COPY, KEY_NAME = "key.json", "key-copy.json", "backups/key.json", "store key"


@dataclass(frozen=True, slots=True)
class _KeyFile:
    profile: str
    fingerprint: str = ""
    wrapped: Wrapped | None = None
    prepared: tuple[Wrapped, ...] = ()
    signed_in: bool = False
    stored: bool = False
    salt: str = ""


class KeyChest:
    """Where one profile's key is kept; every call may block, up to the vault's limit, and belongs on a worker."""

    def __init__(self, folder: Path, backend: KeyringBackend | None = None, limit_s: float = LIMIT_S) -> None:
        self._path, self._twin, self._copy = folder / KEY_FILE, folder / KEY_COPY, folder / COPY
        self._tries = Tries(folder)
        self._vault: Callable[[_KeyFile], Vault] = lambda kept: Vault(_service(kept), backend, limit_s)

    @property
    def is_new(self) -> bool:
        """Whether this profile never had a key."""
        return not any(file.exists() for file in (self._path, self._twin, self._copy))

    def mend(self) -> bool:
        """Makes the file and its copy one again; whether the file itself was missing or damaged."""
        kept, is_whole = self._read(), _parsed(self._path) is not None
        if not is_whole or _parsed(self._twin) != kept:
            with contextlib.suppress(StoreFull, StoreUnwritable):  # one of them is enough to go on
                self._write(kept)
        return not is_whole

    @property
    def has_signed_in(self) -> bool:
        """Whether a password of somebody's sign-in seals the key: what is here is somebody's work."""
        return self._read().signed_in

    @property
    def has_store(self) -> bool:
        """Whether a store was made with this key: one that is not there any more is lost, not new."""
        return self._read().stored

    @property
    def salt(self) -> bytes:
        """How the store's file began that was opened last; with the key it opens what is left of a damaged one."""
        return bytes.fromhex(self._read().salt)

    def mark_store(self, is_made: bool, salt: bytes = b"") -> None:
        """Remembers that a store was made with this key, and how its file begins, or that a new one may be made.

        Backups that lack the key file's copy get it, if that can be done: a migration may just have made the first.
        """
        kept = self._read()
        marked = replace(kept, stored=is_made, salt=salt.hex())
        if kept != marked:
            self._write(marked)
        if is_made and self._copy.parent.is_dir():
            with contextlib.suppress(StoreTrouble):
                self.keep_copy()

    def keep_copy(self) -> None:
        """Has the key file stand beside the backups too, which a password opens then; raises StoreTrouble."""
        with faults.files():
            content = self._path.read_bytes()
            if not self._copy.exists() or self._copy.read_bytes() != content:
                self._copy.parent.mkdir(mode=0o700, exist_ok=True)
                write_atomically(self._copy, content)

    @property
    def service(self) -> str:
        """What the system's vault calls this profile; raises StoreLocked(cause="absent") when it never had a key."""
        return _service(self._read())

    def key(self) -> bytes:
        """The key from the vault; raises StoreLocked with why it cannot be had (absent, wrong, locked, timeout, …)."""
        kept = self._read()
        text = self._vault(kept).read(KEY_NAME)
        if text is None:
            raise StoreLocked(cause="absent")
        try:
            key = bytes.fromhex(text)
        except ValueError:
            key = b""
        if not _matches(kept, key):
            raise StoreLocked(cause="wrong")
        return key

    def new_key(self, password: str = "") -> bytes:
        """Makes the key of a new profile and keeps it in the vault, under the password, or both.

        Without a vault a password is needed: raises StoreLocked then, and for a profile that has a key already.
        """
        if not self.is_new:
            raise StoreLocked(cause="has_key")
        key = secrets.token_bytes(KEY_BYTES)
        kept = _KeyFile(profile=secrets.token_hex(8), fingerprint=fingerprint(key))
        try:
            vault = self._vault(kept)
            vault.probe()
            vault.write(KEY_NAME, key.hex())
        except StoreLocked:
            if not password:
                raise
        self._write(replace(kept, wrapped=wrap(password, key) if password else None))
        return key

    def seal(self, password: str, key: bytes) -> None:
        """Keeps the key under this password too, in place of an earlier one; a sign-in that succeeded calls it."""
        kept = self._read()
        if not _matches(kept, key):
            raise StoreLocked(cause="wrong")
        self._write(replace(kept, wrapped=wrap(password, key), prepared=(), signed_in=True))

    def prepare(self, password: str, key: bytes) -> None:
        """Keeps the key under one more password, beside those that open it already."""
        kept = self._read()
        self._write(replace(kept, prepared=(*kept.prepared, wrap(password, key))))

    def settle(self, is_taken: bool) -> None:
        """The password that was prepared last is the only one from now on, or is none; others stay in doubt."""
        kept = self._read()
        if kept.prepared and is_taken:
            self._write(replace(kept, wrapped=kept.prepared[-1], prepared=()))
        elif kept.prepared:
            self._write(replace(kept, prepared=kept.prepared[:-1]))

    def unlock(self, password: str) -> bytes | None:
        """The key, when this is the password of the last sign-in here, or one that may have replaced it; else None.

        After some wrong ones in a row raises StoreLocked(cause="patience", seconds): guessing takes longer and longer.
        """
        kept = self._read()
        if kept.wrapped is None:
            return None
        self._tries.demand_patience()
        found = (unwrap(password, wrapped) for wrapped in (kept.wrapped, *kept.prepared))
        key = next((key for key in found if key is not None), None)
        if key is None:
            self._tries.fail()
        else:
            self._tries.succeed()
        return key

    @property
    def wrapped(self) -> Wrapped | None:
        """The key under the password of the last sign-in; None before the first."""
        return self._read().wrapped

    def adopt(self, key: bytes, wrapped: Wrapped) -> None:
        """Makes the key file of a profile that came from another computer: its key, under a name of its own in this
        computer's vault, and under the password of the last sign-in. Raises StoreLocked when a key file is here."""
        if not self.is_new:
            raise StoreLocked(cause="has_key")
        kept = _KeyFile(secrets.token_hex(8), fingerprint(key), wrapped, signed_in=True, stored=True)
        with contextlib.suppress(StoreLocked):  # without a vault the password opens it at every start
            vault = self._vault(kept)
            vault.probe()
            vault.write(KEY_NAME, key.hex())
        self._write(kept)

    def forget(self) -> None:
        """Destroys every copy of the key, after which nothing in the profile can be read by anybody."""
        kept = self._read()
        with faults.files():
            for file in (self._path, self._twin, self._copy):
                file.unlink(missing_ok=True)
        self._vault(kept).forget(KEY_NAME)

    def _read(self) -> _KeyFile:
        kept = _parsed(self._path) or _parsed(self._twin) or _parsed(self._copy)
        if kept is None and self.is_new:
            raise StoreLocked(cause="absent")
        if kept is None:
            raise StoreDamaged(cause=KEY_FILE)
        return kept

    def _write(self, kept: _KeyFile) -> None:
        told = asdict(kept)
        content = json.dumps({**told, "digest": _digest(told)}, indent=2).encode()
        with faults.files():
            write_atomically(self._path, content)
            write_atomically(self._twin, content)
        if self._copy.exists():
            with contextlib.suppress(OSError):  # no sign-in fails for it; the day's backup tells
                write_atomically(self._copy, content)


class StoreLock:
    """The passwords of an open store, whose key is known; implements the LocalLock of `sync/api/account.py`."""

    def __init__(self, chest: KeyChest, key: bytes) -> None:
        self._chest, self._key = chest, key

    def seal(self, password: str) -> None:
        self._chest.seal(password, self._key)

    def opens(self, password: str) -> bool:
        return self._chest.unlock(password) is not None

    def prepare(self, password: str) -> None:
        self._chest.prepare(password, self._key)

    def settle(self, is_taken: bool) -> None:
        self._chest.settle(is_taken)


def _service(kept: _KeyFile) -> str:
    return f"coo-desktop {kept.profile}"


def _matches(kept: _KeyFile, key: bytes) -> bool:
    return len(key) == KEY_BYTES and hmac.compare_digest(kept.fingerprint, fingerprint(key))


def fingerprint(key: bytes) -> str:
    """Tells one key from another and nothing else of it."""
    return hashlib.blake2b(key, digest_size=8, person=b"coo-store-key").hexdigest()


def _parsed(path: Path) -> _KeyFile | None:
    """What a key file says; None for one that is missing or damaged."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        digest = stored.pop("digest", None)
        if digest is not None and digest != _digest(stored):
            return None
        wrapped = Wrapped(**stored["wrapped"]) if stored["wrapped"] else None
        # a file of an earlier version does not say: it counts as used, so that nothing in it is taken for new
        signed_in, made = (bool(stored.get(fact, True)) for fact in ("signed_in", "stored"))
        prepared = tuple(Wrapped(**one) for one in stored.get("prepared", ()))
        salt = bytes.fromhex(stored.get("salt", "")).hex()
        return _KeyFile(stored["profile"], stored["fingerprint"], wrapped, prepared, signed_in, made, salt)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _digest(told: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
