"""What tests of faults on the line share with those of sync: a backend process, a proxy that breaks things, desks."""

from tests.sync.conftest import backend_process, chaos, desks

__all__ = ["backend_process", "chaos", "desks"]
