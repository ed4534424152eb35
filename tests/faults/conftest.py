"""What tests of faults on the line share with those of sync: a backend process, a proxy that breaks things, desks."""

import sys
from collections.abc import Iterator

import pytest

from tests.sync.conftest import backend_process, chaos, desks

__all__ = ["backend_process", "chaos", "desks"]


@pytest.fixture(autouse=True, scope="session")
def _memory_given_back() -> Iterator[None]:
    """What the random days of real stores begin with lies in memory, and would stay there after the process."""
    yield
    if "tests.faults.days.real_ones" in sys.modules:
        from tests.faults.days.real_ones import forget

        forget()
