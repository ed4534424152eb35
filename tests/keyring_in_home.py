"""A keyring for tests: secrets in the test's own home, so a second process of the same test sees them."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class KeyringInHome(KeyringBackend):
    """Keeps secrets in a file below the temporary home, which the next test does not have."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return self._secrets().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._secrets(), f"{service}\n{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        secrets = self._secrets()
        if secrets.pop(f"{service}\n{username}", None) is None:
            raise PasswordDeleteError(username)
        self._write(secrets)

    def _file(self) -> Path:
        return Path(os.environ["HOME"]) / "keyring-of-this-test.json"

    def _secrets(self) -> dict[str, str]:
        return dict(json.loads(self._file().read_text(encoding="utf-8"))) if self._file().exists() else {}

    def _write(self, secrets: dict[str, str]) -> None:
        part = self._file().with_suffix(".part")  # a process may be killed at any moment; a system's vault stays whole
        part.write_text(json.dumps(secrets), encoding="utf-8")
        part.replace(self._file())


def be_the_vault() -> None:
    """The program in this process keeps its secrets in this keyring, as if it were one of a system that it trusts."""
    from coo_desktop.store.keys import vault

    own = f"{KeyringInHome.__module__}.{KeyringInHome.__qualname__}"
    vars(vault).update(TRUSTED=frozenset({own}), get_keyring=KeyringInHome)
