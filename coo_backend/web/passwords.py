"""Passwords as Argon2id hashes; at most two are computed at a time, so that sign-ins cannot exhaust the memory."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from coo_backend.runtime.settings import PasswordCost

_computing = BoundedSemaphore(2)


class Passwords:
    """Hashes and checks passwords exactly as typed; unknown accounts cost as much as known ones."""

    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes)
        self._nobody = self.hashed("nobody has this password")

    def hashed(self, password: str) -> str:
        with _computing:
            return self._hasher.hash(password)

    def matches(self, password: str, password_hash: str) -> bool:
        """Whether it is the password; an empty hash (no such account) takes the same time and never matches."""
        with _computing:
            try:
                self._hasher.verify(password_hash or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return bool(password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)
