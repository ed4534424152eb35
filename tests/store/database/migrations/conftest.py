"""Stores of former schemas, as the programs of their day left them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.store.conftest import KEY

FOLDER = Path(__file__).parents[3] / "golden" / "store"


@pytest.fixture
def opened(profile: Profile) -> Iterator[Callable[[str], LocalStore]]:
    """Opens a copy of a former store by its file name; the steps since are taken on the way."""
    stores: list[LocalStore] = []

    def open_golden(name: str) -> LocalStore:
        shutil.copy(FOLDER / name, profile.store_file)
        stores.append(open_store(profile, small_rulebook, FakeClock(), KEY))
        return stores[-1]

    yield open_golden
    for store in stores:
        store.close()
