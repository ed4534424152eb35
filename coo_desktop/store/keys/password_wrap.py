"""A key under a password: Argon2id derives what seals it with AES-GCM; cost and salt stand beside it."""

import os
from dataclasses import dataclass, replace

from coo_desktop.domain.errors import StoreDamaged

_BOUND = b"coo-desktop key 1"
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4
#: A file that was made to do harm must not take all memory or all day.
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 20, 16
_SALT_BYTES, _NONCE_BYTES, _DERIVED_BYTES = 16, 12, 32


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The key under a password; the cost stands with it, so that it can be raised later."""

    salt: str
    nonce: str
    sealed: str
    memory_kib: int = _MEMORY_KIB
    passes: int = _PASSES
    lanes: int = _LANES


def wrap(password: str, key: bytes) -> Wrapped:
    """The key under this password."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # most starts need no password

    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    blank = Wrapped(salt.hex(), nonce.hex(), "")
    return replace(blank, sealed=AESGCM(_derived(password, blank)).encrypt(nonce, key, _BOUND).hex())


def unwrap(password: str, wrapped: Wrapped) -> bytes | None:
    """The key, None when the password is another; raises StoreDamaged for what cannot have been made by `wrap`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    is_sane = 0 < wrapped.passes <= _MOST_PASSES and 0 < wrapped.lanes <= _MOST_LANES
    if not is_sane or not 8 * wrapped.lanes <= wrapped.memory_kib <= _MOST_MEMORY_KIB:
        raise StoreDamaged(cause="cost")
    try:
        nonce, sealed = bytes.fromhex(wrapped.nonce), bytes.fromhex(wrapped.sealed)
        return AESGCM(_derived(password, wrapped)).decrypt(nonce, sealed, _BOUND)
    except InvalidTag:
        return None
    except ValueError:
        raise StoreDamaged(cause="wrapped key") from None


def _derived(password: str, wrapped: Wrapped) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        password.encode(errors="surrogatepass"),
        bytes.fromhex(wrapped.salt),
        time_cost=wrapped.passes,
        memory_cost=wrapped.memory_kib,
        parallelism=wrapped.lanes,
        hash_len=_DERIVED_BYTES,
        type=Type.ID,
    )
