"""A disk that is full or only read, under the whole program: it starts, says so, loses nothing and saves by itself."""

from dataclasses import replace

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.bootstrap.wipe import end_log
from coo_desktop.domain.errors import StoreFull, StoreUnwritable
from coo_desktop.domain.operations import drafts
from coo_desktop.environment import words
from coo_desktop.environment.settings import read_settings, write_settings
from coo_desktop.views import autosave
from coo_desktop.views.words.errors import error_message
from tests.flows.conftest import Programs
from tests.flows.keyboard import Keyboard, sign_in
from tests.flows.screen import NETWORK_MS
from tests.small_disk import SmallDisk

TYPED = "TYPED ON A FULL DISK"


@pytest.fixture
def disk(tmp_path):
    small = SmallDisk(tmp_path / "disk", "24m")
    yield small
    small.end()


@pytest.fixture
def programs(qtbot, qapp, disk, backend_process, monkeypatch):
    """Whole programs whose profiles lie on the small disk."""
    monkeypatch.setattr(autosave, "AGAIN_S", 0.2)
    made = Programs(qtbot, qapp, disk.folder, backend_process.url)
    yield made
    made.end_all()


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


def opened(qtbot, keys, programs, account=""):
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD, *([account] if account else []))
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    return program


def shown(program, error):
    return error_message(error) in program.window.notices.texts()


@pytest.mark.parametrize(("language", "error"), [("zh_CN", StoreFull()), ("en", StoreUnwritable())])
def test_the_program_starts_says_what_is_so_and_saves_what_was_typed_when_it_can(
    qtbot, keys, programs, disk, language, error
):
    program = opened(qtbot, keys, programs, "demo")
    with program.opened.store.unit() as unit:
        written = drafts.start(unit, "importer", {"name": "SAKURA"}).document
    programs.end(program)
    end_log()  # nothing is open on a disk that nobody may write to any more
    folder = disk.folder / "demo"
    write_settings(folder, replace(read_settings(folder), language=language))
    is_full = isinstance(error, StoreFull)
    for reserve in folder.glob("reserve-*"):
        reserve.unlink()
    disk.fill() if is_full else disk.close()
    program = opened(qtbot, keys, programs)
    assert words.language() == language
    qtbot.waitUntil(lambda: shown(program, error), timeout=NETWORK_MS)
    assert not shown(program, StoreUnwritable() if is_full else StoreFull())
    page = program.open_session.workplace.open(written.id)
    assert program.opened.paper(written)
    keys.fill("name", TYPED)
    qtbot.waitUntil(lambda: not page.draft._autosave.is_storing and bool(page.draft.edits), timeout=NETWORK_MS)
    assert program.opened.store.reader.document(written.id).values["name"] == "SAKURA"
    disk.free() if is_full else disk.open()
    stored = program.opened.store.reader
    qtbot.waitUntil(lambda: stored.document(written.id).values["name"].startswith(TYPED), timeout=NETWORK_MS)
    qtbot.waitUntil(lambda: not shown(program, error), timeout=NETWORK_MS)
    qtbot.waitUntil(lambda: not page.draft.edits, timeout=NETWORK_MS)
