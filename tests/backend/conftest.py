"""The backend for its own tests: real HTTP on a thread of the test, or a process of its own."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coo_backend.app import create
from coo_backend.serve import LOOPBACK, listen, server
from coo_backend.settings import PasswordCost, Settings
from tests.backend.process import DECLARATIONS, Client, backend_process

__all__ = ["backend_process"]


@dataclass
class Backend:
    """A running backend and the desks at it."""

    url: str
    place: object
    settings: Settings
    clients: list[Client] = field(default_factory=list)

    def client(self, account: str = "") -> Client:
        self.clients.append(Client(self.url, account))
        return self.clients[-1]


def quick_settings(data: Path, database_url: str = "") -> Settings:
    cost = PasswordCost(memory_kib=64, rounds=1, lanes=1)
    return Settings(
        data=data, database_url=database_url, demo=True, faults=True, declarations=(DECLARATIONS,), passwords=cost
    )


def running(settings: Settings) -> Iterator[Backend]:
    """Serves on a thread until the test is over."""
    app = create(settings)
    listening = listen(0)
    serving = server(app, settings)
    thread = threading.Thread(target=serving.run, args=([listening],))
    thread.start()
    backend = Backend(f"http://{LOOPBACK}:{listening.getsockname()[1]}", app.state.place, settings)
    yield backend
    for client in backend.clients:
        client.close()
    serving.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    """A backend with the demo companies, on SQLite."""
    yield from running(quick_settings(tmp_path / "backend"))


@pytest.fixture
def clerk(backend: Backend) -> Client:
    return backend.client("demo")


@pytest.fixture
def examiner(backend: Backend) -> Client:
    return backend.client("examiner")
