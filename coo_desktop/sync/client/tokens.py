"""The two tokens of a session: the short one in memory, the long one in a vault, renewed one at a time; and the client
that opens, continues and ends such a session."""

import threading
from collections.abc import Callable
from typing import Protocol

from keyring.backend import KeyringBackend

from coo_desktop.contract import accounts, requests
from coo_desktop.domain.errors import (
    AccountTrouble,
    Busy,
    Refused,
    SignInFailed,
    SignInNeeded,
    StoreLocked,
    SyncTrouble,
    Untrusted,
)
from coo_desktop.store.keys.vault import Vault
from coo_desktop.sync.client.calls import Caller, Reply, to_wire

#: What the vault calls the refresh token.
SECRET_NAME = "refresh token"


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
        told = reply.read(accounts.Tokens)
        self._vault.write(told.refresh_token)
        self._access = told.access_token
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

    def signed(self, send: Callable[[str], Reply], exchange: Callable[[str], Reply]) -> Reply:
        """`send(access token)`, once more with a newer token when the backend takes the first one no longer."""
        token = self._access or self.renew(None, exchange)
        try:
            return send(token)
        except SignInNeeded:
            return send(self.renew(token, exchange))

    def forget(self) -> str | None:
        """Ends the session here; gives back the refresh token, so that the backend can be told."""
        with self._lock:
            refresh = self._vault.read()
            self._forget()
            return refresh

    def _forget(self) -> None:
        self._access = None
        self._vault.forget()


class TokenClient:
    """A session at the backend, in the name of whoever signed in with it: the desk's person, or a visitor."""

    def __init__(self, caller: Caller, tokens: Tokens) -> None:
        self._caller = caller
        self._tokens = tokens

    def sign_in(self, account: str, password: str, device: str, device_token: str = "") -> Reply:
        """The backend's answer to a sign-in; its tokens are not kept before the answer has been looked at.

        `device_token` is what this device's last sign-in with the account was given: with it, the failures of others
        elsewhere make nobody wait here. Raises SignInFailed, SignatoryDisabled, UpgradeNeeded, Offline, Busy,
        Unanswered, Untrusted.
        """
        known = {"deviceToken": device_token} if device_token else {}  # an older backend refuses the member
        body = to_wire(requests.Login, account=account, password=password, device=device, **known)
        try:
            return self._caller.call("POST", "/v1/auth/login", body, signed=False)
        except Busy as error:
            if error.facts.get("why") != "rate-limited":
                raise
            raise SignInFailed(retry_after_s=error.facts["after_s"], reason=error.facts["reason"]) from None

    def keep(self, reply: Reply) -> None:
        """Continues the session with the tokens of this answer."""
        self._tokens.keep(reply)

    def forget(self) -> None:
        """Ends the session here alone: the backend has ended it already."""
        self._tokens.forget()

    def sign_out(self) -> None:
        """Ends the session here at once, and at the backend when it can be reached."""
        refresh = self._tokens.forget()
        if refresh is None:
            return
        try:
            self._caller.call("POST", "/v1/auth/logout", to_wire(requests.Refresh, refresh_token=refresh), signed=False)
        except (SyncTrouble, AccountTrouble, Refused):
            return  # the token is gone from here and runs out there

    def get(self, path: str) -> Reply:
        """A request in the name of the session; raises what `Caller.call` raises."""

        def send(token: str) -> Reply:
            return self._caller.call("GET", path, headers={"Authorization": f"Bearer {token}"}, signed=False)

        return self._tokens.signed(send, lambda refresh: exchange(self._caller, refresh))


def exchange(caller: Caller, refresh_token: str) -> Reply:
    """The answer with the next pair of tokens; raises Untrusted for a refusal, which no backend of ours gives here."""
    try:
        body = to_wire(requests.Refresh, refresh_token=refresh_token)
        return caller.call("POST", "/v1/auth/refresh", body, signed=False)
    except Refused as error:
        raise Untrusted(reason="refresh", why=error.facts.get("why")) from None
