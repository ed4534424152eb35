"""A profile of its own for every test of the store, and a way to open it again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook

KEY = bytes(range(32))


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    folder = tmp_path / "资料 100% #1"
    folder.mkdir()
    return Profile(folder)


@pytest.fixture
def reopened(profile: Profile) -> Iterator[Callable[[], LocalStore]]:
    """Opens the profile's store (again); whatever was opened is closed with the test."""
    opened: list[LocalStore] = []

    def open_again() -> LocalStore:
        opened.append(open_store(profile, small_rulebook, FakeClock(), KEY))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopened: Callable[[], LocalStore]) -> LocalStore:
    return reopened()
