"""Keyring backends that fail in every way real ones do."""

import threading

from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, KeyringLocked, NoKeyringError, PasswordDeleteError


class Sound(KeyringBackend):
    """Keeps secrets in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.secrets.get((service, username))

    def set_password(self, service, username, password):
        self.secrets[service, username] = password

    def delete_password(self, service, username):
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class Forgetful(Sound):
    """Accepts everything and keeps nothing, like keyring's own null backend."""

    def set_password(self, service, username, password):
        return None


class Cutting(Sound):
    """Keeps only so many characters."""

    def set_password(self, service, username, password):
        super().set_password(service, username, password[:20])


class Clinging(Sound):
    """Says that it deleted and did not."""

    def delete_password(self, service, username):
        return None


class Raising(Sound):
    """Raises the same error whatever is asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def get_password(self, service, username):
        raise self._error

    set_password = delete_password = lambda self, *_: self.get_password("", "")


class Hanging(Sound):
    """Waits for a person who never answers, until the test lets it go."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service, username):
        self.answered.wait()

    def set_password(self, service, username, password):
        self.answered.wait()


FAILURES = {
    "forgets": (Forgetful, "forgetful"),
    "cuts": (Cutting, "forgetful"),
    "locked": (lambda: Raising(KeyringLocked("locked")), "locked"),
    "absent": (lambda: Raising(NoKeyringError("none")), "failed"),
    "breaks": (lambda: Raising(KeyringError("1783")), "failed"),
    "foreign error": (lambda: Raising(ZeroDivisionError("from a bus")), "failed"),
}
