"""What a walk stands on: for each row a backend process, desks and an examiner of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coo_desktop.store.packs.library import Library
from tests.backend.process import BackendProcess
from tests.flows.walk.walker import Walker


@pytest.fixture
def backend_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BackendProcess]:
    """A backend process of this row: a row that fails leaves nothing to the next one."""
    folder = tmp_path_factory.mktemp("backend")
    process = BackendProcess(folder, {"HOME": str(folder)}).start()
    yield process
    process.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shipped_packs(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The codes that ship with the program; their index is built once, before anybody waits for it."""
    library = Library(tmp_path_factory.mktemp("packs"))
    assert library.nomenclature.find("961700")
    return library


@pytest.fixture
def walker(request: Any, qtbot: Any, backend_process: BackendProcess, tmp_path: Path) -> Iterator[Walker]:
    made = Walker(qtbot, backend_process, tmp_path, request.getfixturevalue)
    yield made
    made.close()
