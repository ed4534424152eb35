"""The store's key: random, kept in the system's vault, and once more wrapped by the password of the last sign-in.

`key.json` holds the wrapped copy, a fingerprint that tells a wrong key from a damaged file, and the profile's own name
in the vault. The key itself is never written anywhere unwrapped. While a password is being changed copies wrapped by
both are there, until the backend has answered. It also says whether anybody ever signed in here
and whether a store was made: facts that neither the settings nor a store that is gone could tell.
"""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from keyring.backend import KeyringBackend

from coo_desktop.domain.errors import StoreDamaged, StoreLocked
from coo_desktop.environment.files import write_atomically
from coo_desktop.store import faults
from coo_desktop.store.database.engine import KEY_BYTES
from coo_desktop.store.keys.password_attempts import Tries
from coo_desktop.store.keys.vault import LIMIT_S, Vault

#: The file beside the store, and what the system's vault calls the key.
KEY_FILE, KEY_NAME = "key.json", "store key"
_BOUND = b"coo-desktop key 1"
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4
_SALT_BYTES, _NONCE_BYTES = 16, 12


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """The key under a password; the cost stands with it, so that it can be raised later."""

    salt: str
    nonce: str
    sealed: str
    memory_kib: int = _MEMORY_KIB
    passes: int = _PASSES
    lanes: int = _LANES


@dataclass(frozen=True, slots=True)
class _KeyFile:
    profile: str
    fingerprint: str = ""
    wrapped: _Wrapped | None = None
    prepared: tuple[_Wrapped, ...] = ()
    signed_in: bool = False
    stored: bool = False


class KeyChest:
    """Where one profile's key is kept; every call may block, up to the vault's limit, and belongs on a worker."""

    def __init__(self, folder: Path, backend: KeyringBackend | None = None, limit_s: float = LIMIT_S) -> None:
        self._path = folder / KEY_FILE
        self._tries = Tries(folder)
        self._backend = backend
        self._limit_s = limit_s

    @property
    def is_new(self) -> bool:
        """Whether this profile never had a key."""
        return not self._path.exists()

    @property
    def has_signed_in(self) -> bool:
        """Whether a password of somebody's sign-in seals the key: what is here is somebody's work."""
        return self._read().signed_in

    @property
    def has_store(self) -> bool:
        """Whether a store was made with this key: one that is not there any more is lost, not new."""
        return self._read().stored

    def mark_store(self, is_made: bool) -> None:
        """Remembers that a store was made with this key, or that a new one may be."""
        kept = self._read()
        if kept.stored != is_made:
            self._write(replace(kept, stored=is_made))

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
        kept = _KeyFile(profile=secrets.token_hex(8), fingerprint=_fingerprint(key))
        try:
            vault = self._vault(kept)
            vault.probe()
            vault.write(KEY_NAME, key.hex())
        except StoreLocked:
            if not password:
                raise
        self._write(replace(kept, wrapped=_wrap(password, key) if password else None))
        return key

    def seal(self, password: str, key: bytes) -> None:
        """Keeps the key under this password too, in place of an earlier one; a sign-in that succeeded calls it."""
        kept = self._read()
        if not _matches(kept, key):
            raise StoreLocked(cause="wrong")
        self._write(replace(kept, wrapped=_wrap(password, key), prepared=(), signed_in=True))

    def prepare(self, password: str, key: bytes) -> None:
        """Keeps the key under one more password, beside those that open it already."""
        kept = self._read()
        self._write(replace(kept, prepared=(*kept.prepared, _wrap(password, key))))

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
        found = (_unwrap(password, wrapped) for wrapped in (kept.wrapped, *kept.prepared))
        key = next((key for key in found if key is not None), None)
        if key is None:
            self._tries.fail()
        else:
            self._tries.succeed()
        return key

    def forget(self) -> None:
        """Destroys every copy of the key, after which nothing in the profile can be read by anybody."""
        kept = self._read()
        with faults.files():
            self._path.unlink(missing_ok=True)
        self._vault(kept).forget(KEY_NAME)

    def _vault(self, kept: _KeyFile) -> Vault:
        return Vault(_service(kept), self._backend, self._limit_s)

    def _read(self) -> _KeyFile:
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            wrapped = _Wrapped(**stored["wrapped"]) if stored["wrapped"] else None
            # a file of an earlier version does not say: it counts as used, so that nothing in it is taken for new
            used = (bool(stored.get(fact, True)) for fact in ("signed_in", "stored"))
            prepared = tuple(_Wrapped(**one) for one in stored.get("prepared", ()))
            return _KeyFile(stored["profile"], stored["fingerprint"], wrapped, prepared, *used)
        except FileNotFoundError:
            raise StoreLocked(cause="absent") from None
        except (ValueError, KeyError, TypeError):
            raise StoreDamaged(cause=KEY_FILE) from None

    def _write(self, kept: _KeyFile) -> None:
        with faults.files():
            write_atomically(self._path, json.dumps(asdict(kept), indent=2).encode())


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
    return len(key) == KEY_BYTES and hmac.compare_digest(kept.fingerprint, _fingerprint(key))


def _fingerprint(key: bytes) -> str:
    return hashlib.blake2b(key, digest_size=8, person=b"coo-store-key").hexdigest()


def _wrap(password: str, key: bytes) -> _Wrapped:
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    blank = _Wrapped(salt.hex(), nonce.hex(), "")
    return replace(blank, sealed=AESGCM(_derived(password, blank)).encrypt(nonce, key, _BOUND).hex())


def _unwrap(password: str, wrapped: _Wrapped) -> bytes | None:
    cipher = AESGCM(_derived(password, wrapped))
    try:
        return cipher.decrypt(bytes.fromhex(wrapped.nonce), bytes.fromhex(wrapped.sealed), _BOUND)
    except InvalidTag:
        return None
    except ValueError:
        raise StoreDamaged(cause=KEY_FILE) from None


def _derived(password: str, wrapped: _Wrapped) -> bytes:
    return hash_secret_raw(
        password.encode(errors="surrogatepass"),
        bytes.fromhex(wrapped.salt),
        time_cost=wrapped.passes,
        memory_cost=wrapped.memory_kib,
        parallelism=wrapped.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
