"""The two tokens of a session: the short one in memory, the long one in the system's vault, renewed one at a time."""

import threading
from collections.abc import Callable
from typing import Protocol

from keyring.backend import KeyringBackend

from coo_desktop.domain.errors import SignInNeeded, StoreLocked, Untrusted
from coo_desktop.store.keys.vault import Vault
from coo_desktop.sync.client.calls import Reply

#: What the vault calls the refresh token.
SECRET_NAME = "refresh token"
LONGEST_TOKEN = 1000  # the smallest vault, Windows', takes 1,280 characters


class Secret(Protocol):
    """One secret in a vault."""

    def read(self) -> str | None: ...
    def write(self, secret: str) -> None: ...
    def forget(self) -> None: ...


class MemorySecret:
    """Kept until the program ends."""

    def __init__(self) -> None:
        self._secret: str | None = None

    def read(self) -> str | None:
        return self._secret

    def write(self, secret: str) -> None:
        self._secret = secret

    def forget(self) -> None:
        self._secret = None


class VaultSecret:
    """Kept in the system's vault; while the vault cannot be used, only until the program ends, and never in a file."""

    def __init__(self, vault: Vault, name: str = SECRET_NAME) -> None:
        self._vault = vault
        self._name = name
        self._newest: str | None = None

    def read(self) -> str | None:
        if self._newest is None:
            try:
                self._newest = self._vault.read(self._name)
            except StoreLocked:
                return None  # nobody can tell: the person signs in again, or unlocks the vault
        return self._newest

    def write(self, secret: str) -> None:
        self._newest = secret
        try:
            self._vault.write(self._name, secret)
        except StoreLocked:
            return

    def forget(self) -> None:
        self._newest = None
        try:
            self._vault.forget(self._name)
        except StoreLocked:
            return


def open_secret(service: str, backend: KeyringBackend | None = None) -> Secret:
    """The refresh token's place: the system's vault when there is one that can be trusted, else memory."""
    try:
        return VaultSecret(Vault(service, backend))
    except StoreLocked:
        return MemorySecret()


class Tokens:
    """Gives requests their access token; `exchange` sends the refresh token to the backend."""

    def __init__(self, vault: Secret) -> None:
        self._vault = vault
        self._lock = threading.Lock()
        self._access: str | None = None
        self._renewals = 0

    def access(self) -> str | None:
        """The access token of the moment, None when there is none yet."""
        return self._access

    @property
    def renewals(self) -> int:
        """How often new tokens came; between two that are equal nothing of the account can have changed here."""
        return self._renewals

    def is_known(self) -> bool:
        """Whether there is a session to continue."""
        return self._access is not None or self._vault.read() is not None

    def keep(self, reply: Reply) -> str:
        """Takes both tokens of an answer. The new refresh token is safe before anything uses its partner: after a crash
        in between, the backend still knows the old one; the other way round it would not."""
        access, refresh = reply.member("accessToken"), reply.member("refreshToken")
        for token in (access, refresh):
            if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN or not token.isascii():
                raise Untrusted(reason="token")
        self._vault.write(str(refresh))
        self._access = str(access)
        self._renewals += 1
        return self._access

    def renew(self, stale: str | None, exchange: Callable[[str], Reply]) -> str:
        """A newer access token than `stale`: whoever comes second gets what the first one fetched.

        Raises SignInNeeded when the backend no longer takes the refresh token, and what `exchange` raises. The token of
        an account that is over is kept: only with it this desk hears so again after a crash.
        """
        with self._lock:
            if self._access is not None and self._access != stale:
                return self._access
            refresh = self._vault.read()
            if refresh is None:
                raise SignInNeeded()
            try:
                return self.keep(exchange(refresh))
            except SignInNeeded:
                self._forget()
                raise

    def forget(self) -> str | None:
        """Ends the session here; gives back the refresh token, so that the backend can be told."""
        with self._lock:
            refresh = self._vault.read()
            self._forget()
            return refresh

    def _forget(self) -> None:
        self._access = None
        self._vault.forget()
