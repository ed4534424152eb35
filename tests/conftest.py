"""What every test gets: a home of its own, no network beyond this machine, no screen, one language and time zone."""

import gc
import ipaddress
import linecache
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

# Before Qt, keyring or the program is imported: each reads its environment only once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(
    PYTHON_KEYRING_BACKEND="tests.keyring_in_home.KeyringInHome",
    LC_ALL="C.UTF-8",
    LANGUAGE="zh_CN",
    TZ="Asia/Shanghai",  # away from UTC, so a local time stored as UTC shows
)
if hasattr(time, "tzset"):
    time.tzset()

import pytest
from hypothesis import settings as hypothesis_settings

from coo_desktop.environment import words
from tests import machinery
from tests.memory import Watch

ROOT = Path(__file__).resolve().parent.parent

# A property may be slow on a busy machine; on the build machine the same examples come every time.
hypothesis_settings.register_profile("project", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("project")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Watch())
    config.pluginmanager.register(machinery)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that compare with the public source tables can be asked for by name: .ci/run has a run for them."""
    for item in items:
        if "shared_data" in getattr(item, "fixturenames", ()):
            item.add_marker("sources")


def pytest_collection_finish() -> None:
    linecache.clearcache()  # naming the tests reads every line of the project into it, 47 MB
    gc.collect()
    gc.freeze()  # ten thousand tests and all modules stay to the end: no collection looks through them again


class OutsideWorld(AssertionError):
    """A test tried to reach another machine."""


def _is_near(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    host = str(address[0])
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: object, *rest: object) -> Any:
        if not _is_near(address):
            raise OutsideWorld(str(address))
        return connect(self, address, *rest)

    return guarded


def _guarded_names(look_up: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(host: object, *rest: object, **options: object) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_near((name,)):
            raise OutsideWorld(str(name))
        return look_up(host, *rest, **options)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _no_outside_world() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_names(socket.getaddrinfo))
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of this test alone; the program keeps everything it writes below it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "COO_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / name.lower()))
    return folder


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """The widgets that a test gave up end with it, not at some later test's event loop; then the stores they read."""
    yield
    if "tests.views.pages" in sys.modules:
        from tests.views import pages

        pages.end_sessions()
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if "tests.stores" in sys.modules:
        from tests import stores

        stores.close_all()


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    words.use("zh_CN")
    yield
    words.use("zh_CN")


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords() -> Iterator[None]:
    """Guessing a key under a password costs nothing; `tests/store/keys/test_key_chest.py` holds the real cost."""
    from coo_desktop.store.keys import password_wrap

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(password_wrap.Wrapped.__init__, "__defaults__", (64, 1, 4))
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_built_in_pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pack that comes with the program is built once in a process of tests; every further folder gets a copy."""
    from coo_desktop.store.packs import builtin

    build, kept = builtin.write_pack, tmp_path_factory.mktemp("built-in")

    def copied(path: Path, facts: Mapping[str, str], put: Callable[[Any], None]) -> None:
        whole = kept / path.name
        if not whole.exists():
            build(whole, facts, put)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(whole, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builtin, "write_pack", copied)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public source tables that are compared with, when the machine has it; .ci/run demands it."""
    folder = os.environ.get("COO_SHARED_DATA")
    if not folder:
        pytest.skip("COO_SHARED_DATA is not set")
    return Path(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with its golden file; `make golden` writes the file, and the diff is read before it is kept."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--write-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8"), f"differs from {file.name}"

    return compare
