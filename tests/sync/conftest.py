"""What the tests of sync share: a real backend process, a proxy that misbehaves, and desks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.backend.process import BackendProcess
from tests.sync.desk import Desk
from tests.sync.proxy import ChaosProxy

Desks = Callable[..., Desk]


@pytest.fixture
def backend_process(tmp_path: Path) -> Iterator[BackendProcess]:
    """A started backend process; a bug sown in the desktop is not sown in it too."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


@pytest.fixture
def chaos(backend_process: BackendProcess) -> Iterator[ChaosProxy]:
    """A proxy in front of the backend; does nothing until it is told what to break."""
    with ChaosProxy(backend_process.port) as proxy:
        yield proxy


@pytest.fixture
def desks(tmp_path: Path, backend_process: BackendProcess) -> Iterator[Desks]:
    """Makes desks, each with a profile of its own, signed in; closes them."""
    opened: list[Desk] = []

    def make(account: str = "demo", url: str = "", name: str = "") -> Desk:
        folder = tmp_path / (name or f"desk{len(opened)}")
        opened.append(Desk(folder, backend_process.url, account))  # closed also when nobody could sign in
        opened[-1].sign_in()
        return opened[-1].move(url) if url else opened[-1]

    yield make
    for desk in opened:
        desk.close()
