"""What the errands share: a backend process for each module, and desks with profiles of their own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.backend.process import BackendProcess
from tests.domain.given import RCEP, rules
from tests.flows.office import clock_of, turn_to
from tests.flows.screen import Screen
from tests.sync.desk import Desk
from tests.sync.proxy import ChaosProxy

Desks = Callable[..., Desk]


@pytest.fixture(scope="module")
def backend_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackendProcess]:
    """A backend process for all tests of a module; each uses documents of its own."""
    folder = tmp_path_factory.mktemp("backend")
    process = BackendProcess(folder, {"COO_SEEDED_BUG": "", "HOME": str(folder)}).start()
    yield process
    process.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def chaos(backend_process: BackendProcess) -> Iterator[ChaosProxy]:
    """A proxy before the backend; does nothing until it is told what to break."""
    with ChaosProxy(backend_process.port) as proxy:
        yield proxy


@pytest.fixture
def desks(tmp_path: Path, backend_process: BackendProcess) -> Iterator[Desks]:
    """Makes desks, each with a profile of its own, signed in; closes them."""
    opened: list[Desk] = []

    def make(account: str = "demo", url: str = "", name: str = "", **more: object) -> Desk:
        folder = tmp_path / (name or f"desk{len(opened)}")
        desk = Desk(folder, backend_process.url, account, **more).sign_in()  # type: ignore[arg-type]
        opened.append(desk)
        return desk.move(url) if url else desk

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def screens(qtbot: Any, desks: Desks, backend_process: BackendProcess) -> Iterator[Callable[..., Screen]]:
    """Makes desks with their window; both sides live on the day of a sample, from before the sign-in."""
    made: list[Screen] = []

    def make(sample: str = RCEP, account: str = "demo") -> Screen:
        clock = clock_of(sample)
        turn_to(backend_process, clock)
        made.append(Screen(qtbot, desks(account, clock=clock, rules=rules), rules()))
        return made[-1]

    yield make
    for screen in made:
        screen.close()
