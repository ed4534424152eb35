"""Real stores for tests: SQLite files in folders of their own, copied from one that was migrated once."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from coo_desktop.domain.ports import Clock
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook

KEY = bytes(range(32))
_OPEN: list[tuple[LocalStore, Path]] = []


@cache
def _empty(key: bytes | None) -> bytes:
    """The file of a new store, at the present schema; making it costs a run of the migrations."""
    with TemporaryDirectory() as folder:
        profile = Profile(Path(folder))
        open_store(profile, small_rulebook, FakeClock(), key).close()
        return profile.store_file.read_bytes()


def fresh_store(rules: Rulebook | None = None, clock: Clock | None = None, key: bytes | None = None) -> LocalStore:
    """An empty store, unencrypted without a `key`; closed and removed when the test ends (see tests/conftest.py)."""
    known = rules or small_rulebook()
    profile = Profile(Path(mkdtemp(prefix="store")))
    profile.store_file.write_bytes(_empty(key))
    store = open_store(profile, lambda: known, clock or FakeClock(), key)
    _OPEN.append((store, profile.folder))
    return store


def close_all() -> None:
    """Closes what `fresh_store` opened."""
    while _OPEN:
        store, folder = _OPEN.pop()
        store.close()
        shutil.rmtree(folder, ignore_errors=True)
