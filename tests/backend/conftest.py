"""The backend for its own tests: real HTTP on a thread of the test, or a process of its own."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from coo_backend.app import create
from coo_backend.runtime.settings import PasswordCost, Settings
from coo_backend.serve import LOOPBACK, listen
from coo_backend.web.dependencies import Place
from tests.backend.process import DECLARATIONS, Client, backend_process

__all__ = ["backend_process"]


@dataclass
class Backend:
    """A running backend and the desks at it."""

    url: str
    place: Place
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


class Stage:
    """An HTTP server that plays whichever backend a test puts on it; starting one for each test would take longer."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.listening = listen(0)
        config = uvicorn.Config(
            self, http="h11", ws="none", lifespan="off", log_level="critical", access_log=False, proxy_headers=False
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.listening],))
        self.thread.start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.listening.getsockname()[1]}"

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.listening.close()


@pytest.fixture(scope="session")
def http() -> Iterator[Stage]:
    opened = Stage()
    yield opened
    opened.close()


def running(http: Stage, settings: Settings) -> Iterator[Backend]:
    """A backend of its own for one test."""
    app = create(settings)
    http.app = app
    backend = Backend(http.url, app.state.place, settings)
    yield backend
    for client in backend.clients:
        client.close()
    app.state.place.shared.database.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a backend with the demo companies that nobody has used; migrated and filled once."""
    data = tmp_path_factory.mktemp("seeded") / "backend"
    create(quick_settings(data)).state.place.shared.database.close()
    return data


@pytest.fixture
def backend(http: Stage, seeded: Path, tmp_path: Path) -> Iterator[Backend]:
    """A backend with the demo companies, on SQLite."""
    shutil.copytree(seeded, tmp_path / "backend")
    yield from running(http, quick_settings(tmp_path / "backend"))


@pytest.fixture
def clerk(backend: Backend) -> Client:
    return backend.client("demo")


@pytest.fixture
def examiner(backend: Backend) -> Client:
    return backend.client("examiner")
