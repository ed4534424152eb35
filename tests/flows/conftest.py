"""What the errands share: a backend process for each module, and desks with profiles of their own."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coo_desktop import app
from coo_desktop.bootstrap.profile import ThreadTurns
from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.ports import Packs
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.store.files.profile import Profile
from coo_desktop.views.shell.application import Application
from tests.backend.process import BackendProcess
from tests.domain.given import RCEP, rules
from tests.flows.office import clock_of, turn_to
from tests.flows.screen import LONG_S, NETWORK_MS, Screen
from tests.sync.desk import Desk
from tests.sync.proxy import ChaosProxy

Desks = Callable[..., Desk]


@cache
def shared_rules() -> Rulebook:
    """The declarations as the program holds them: the screen and the store wait for each other's answers."""
    return replace(rules(), answers=Answers(ThreadTurns()))


@pytest.fixture(scope="module")
def backend_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackendProcess]:
    """A backend process for all tests of a module; each uses documents of its own."""
    folder = tmp_path_factory.mktemp("backend")
    process = BackendProcess(folder, {"HOME": str(folder)}).start()
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
        desk = Desk(folder, backend_process.url, account, **more)  # type: ignore[arg-type]
        opened.append(desk)  # closed also when nobody could sign in
        desk.sign_in()
        return desk.move(url) if url else desk

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def screens(qtbot: Any, desks: Desks, backend_process: BackendProcess) -> Iterator[Callable[..., Screen]]:
    """Makes desks with their window; both sides live on the day of a sample, from before the sign-in."""
    made: list[Screen] = []

    def make(sample: str = RCEP, account: str = "demo", packs: Packs | None = None) -> Screen:
        clock = clock_of(sample)
        turn_to(backend_process, clock)
        made.append(Screen(qtbot, desks(account, clock=clock, rules=shared_rules), shared_rules(), packs))
        return made[-1]

    yield make
    for screen in made:
        screen.close()


class Programs:
    """Starts the whole program on profiles of a computer without a vault, and ends it; nothing of it is put together
    by the tests."""

    def __init__(self, qtbot: Any, application: Any, folder: Path, url: str) -> None:
        self._qtbot, self._application, self._folder, self._url = qtbot, application, folder, url
        self._started: list[Application] = []

    def start(self, name: str) -> Application:
        """The program on the profile of this name, a new one at the first time."""
        folder = self._folder / name
        if not folder.exists():
            folder.mkdir()
            write_settings(folder, Settings(backend=self._url, pass_every_s=int(LONG_S)))
        program = Application(self._application, app.outside(Profile(folder)))
        self._started.append(program)
        with self._qtbot.waitSignal(program.ready, timeout=NETWORK_MS), self._qtbot.waitActive(program.window):
            program.window.show()
            program.window.activateWindow()
        return program

    def end(self, program: Application) -> None:
        """As when its window is closed."""
        self._started.remove(program)
        program.window.close()
        program.close()
        program.window.deleteLater()
        program.deleteLater()

    def end_all(self) -> None:
        for program in tuple(self._started):
            self.end(program)


@pytest.fixture
def programs(qtbot: Any, qapp: Any, tmp_path: Path, backend_process: BackendProcess) -> Iterator[Programs]:
    """Whole programs, ended with the test."""
    made = Programs(qtbot, qapp, tmp_path, backend_process.url)
    yield made
    made.end_all()
