"""A backend whose pages can be looked at, on the day of the worked samples."""

import dataclasses
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.backend.conftest import Backend, Stage, http, quick_settings, running, seeded
from tests.backend.process import Client
from tests.console.browser import browser
from tests.console.lanfeng import turn_to_the_samples_day
from tests.console.pages import Visit

__all__ = ["browser", "http", "seeded"]


@pytest.fixture
def backend(http: Stage, seeded: Path, tmp_path: Path) -> Iterator[Backend]:
    shutil.copytree(seeded, tmp_path / "backend")
    settings = dataclasses.replace(quick_settings(tmp_path / "backend"), check_url=f"{http.url}/check")
    for opened in running(http, settings):
        turn_to_the_samples_day(opened)
        yield opened


@pytest.fixture
def clerk(backend: Backend) -> Client:
    return backend.client("demo")


@pytest.fixture
def examiner(backend: Backend) -> Client:
    return backend.client("examiner")


@pytest.fixture
def visit(backend: Backend) -> Iterator[Callable[..., Visit]]:
    """Visits the console's pages, signed in as an account when one is named; leaves with the test."""
    opened: list[Visit] = []

    def visit(account: str = "") -> Visit:
        opened.append(Visit(backend.url, account))
        return opened[-1]

    yield visit
    for one in opened:
        one.close()


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Where the pictures of the pages go; COO_PICTURES keeps them for whoever wants to look."""
    folder = Path(os.environ.get("COO_PICTURES") or tmp_path / "album")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
