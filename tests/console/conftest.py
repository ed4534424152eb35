"""A backend whose pages can be looked at, on the day of the worked samples."""

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.conftest import Backend, Stage, http, quick_settings, running
from tests.backend.process import Client
from tests.console.browser import browser
from tests.console.lanfeng import turn_to_the_samples_day

__all__ = ["browser", "http"]


@pytest.fixture
def backend(http: Stage, tmp_path: Path) -> Iterator[Backend]:
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
def album(tmp_path: Path) -> Path:
    """Where the pictures of the pages go; COO_PICTURES keeps them for whoever wants to look."""
    folder = Path(os.environ.get("COO_PICTURES") or tmp_path / "album")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
