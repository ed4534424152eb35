"""The system's own vault for secrets, asked with a time limit and believed only when it really keeps them."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

from keyring import get_keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from coo_desktop.domain.errors import StoreLocked

#: The backends that keep a secret from other users. Configuration can select others: one forgets, one writes plainly.
TRUSTED = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)
LONGEST_SECRET = 1000  # Windows takes 1,280 code units
LIMIT_S = 10.0
_PROBE = "probe"


class Vault:
    """Secrets of one profile under a service name of its own."""

    def __init__(self, service: str, backend: KeyringBackend | None = None, limit_s: float = LIMIT_S) -> None:
        """Uses `backend` when given (tests), else the system's; raises StoreLocked(cause="no_vault") without one."""
        self._service = service
        self._limit_s = limit_s
        self._backend = backend if backend is not None else _trusted(get_keyring())
        if hasattr(self._backend, "persist"):
            self._backend.persist = "local machine"  # Windows lets entries roam to other machines otherwise

    def read(self, name: str) -> str | None:
        """The secret, None when there is none; raises StoreLocked: locked, timeout or failed when nobody can tell."""
        secret = self._ask(lambda: self._backend.get_password(self._service, name))
        return None if secret is None else str(secret)

    def write(self, name: str, secret: str) -> None:
        """Keeps a secret; raises StoreLocked, also with cause forgetful when it reads back as something else."""
        if len(secret) >= LONGEST_SECRET:
            raise ValueError("a secret in the system's vault has fewer than 1,000 characters")
        self._ask(lambda: self._backend.set_password(self._service, name, secret))
        if self.read(name) != secret:
            raise StoreLocked(cause="forgetful")

    def forget(self, name: str) -> None:
        """Removes a secret; raises StoreLocked when it is still there afterwards."""
        try:
            self._ask(lambda: self._backend.delete_password(self._service, name))
        finally:
            if self.read(name) is not None:
                raise StoreLocked(cause="forgetful")

    def probe(self) -> None:
        """Writes, reads and removes a trial secret; raises StoreLocked when this vault cannot be trusted."""
        self.write(_PROBE, "0123456789abcdef" * 4)
        self.forget(_PROBE)

    def _ask(self, question: Callable[[], Any]) -> Any:
        """The answer of a call that may hang on D-Bus or wait for a person; a hung one is left behind in its thread."""
        outcome = _Outcome()

        def run() -> None:
            with outcome:
                outcome.answer = question()

        thread = threading.Thread(target=run, name="vault", daemon=True)
        thread.start()
        thread.join(self._limit_s)
        if thread.is_alive():
            raise StoreLocked(cause="timeout")
        error = outcome.error
        if error is None or isinstance(error, PasswordDeleteError):  # nothing there to delete
            return outcome.answer
        raise StoreLocked(cause="locked" if isinstance(error, KeyringLocked) else "failed") from error


class _Outcome:
    """What came of a call on another thread: its answer, or whatever a foreign backend raised (D-Bus, COM)."""

    def __init__(self) -> None:
        self.answer: Any = None
        self.error: Exception | None = None

    def __enter__(self) -> "_Outcome":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


def _trusted(found: KeyringBackend) -> KeyringBackend:
    candidates = list(found.backends) if isinstance(found, ChainerBackend) else [found]
    for backend in candidates:
        if f"{type(backend).__module__}.{type(backend).__qualname__}" in TRUSTED:
            return backend
    raise StoreLocked(cause="no_vault")
