"""How one backend process runs: where its files lie, how long tokens live, how hard passwords are hashed."""

from dataclasses import dataclass
from pathlib import Path

MEBIBYTE = 1 << 20
API_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCost:
    """Argon2id's parameters; tests take small ones."""

    memory_kib: int = 65_536
    rounds: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen object; `data` holds the SQLite file and the evidence, `database_url` names another database.

    `faults` switches the hooks of `faults.py` on: for tests alone, never in production. `declarations` are further
    folders of declared form types, read on top of the shipped ones.
    """

    data: Path
    database_url: str = ""
    demo: bool = False
    faults: bool = False
    declarations: tuple[Path, ...] = ()
    passwords: PasswordCost = PasswordCost()
    access_token_s: int = 600
    refresh_grace_s: int = 60
    session_s: int = 30 * 86_400
    min_client: str = "0.1.0"
    body_bytes: int = MEBIBYTE
    body_depth: int = 20
    text_length: int = 100_000
    list_length: int = 2000
    batch_items: int = 50
    page_items: int = 500
    evidence_bytes: int = 20 * MEBIBYTE

    @property
    def url(self) -> str:
        """The database's URL; SQLite in the data folder unless another was named."""
        return self.database_url or f"sqlite:///{self.data / 'backend.sqlite'}"
