"""The end of an account on a real profile, killed before each of its operations: the next start leaves nothing."""

import hashlib
import json
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.bootstrap import profile as opening
from coo_desktop.bootstrap import wipe
from coo_desktop.domain.operations import drafts, settings
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.store import wipe as wiping
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys import vault
from tests.backend.process import BackendProcess
from tests.ending_driver import KILLED, MARKERS, found
from tests.keyring_in_home import KeyringInHome

ROOT = Path(__file__).resolve().parents[2]
MARKER = MARKERS[0]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


@pytest.fixture
def backend_process(tmp_path):
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


@pytest.fixture
def profile(home, monkeypatch):
    """A profile in the temporary home; its keyring counts as the system's own."""
    trusted = vault.TRUSTED | {f"{KeyringInHome.__module__}.{KeyringInHome.__qualname__}"}
    monkeypatch.setattr(vault, "TRUSTED", trusted)
    folder = home / "profile"
    folder.mkdir()
    return Profile(folder)


def lived_in(profile, address):
    """A day's work in the profile: documents, evidence, a backup, a log, settings, and a file saved elsewhere."""
    write_settings(profile.folder, Settings(account="demo", backend=address))
    (profile.folder / "window.ini").write_text(f"geometry={MARKER}")
    opening.keep_log(profile)
    opened = opening.open_profile(profile, address)
    opened.sign_in("demo", PASSWORD, address)
    with opened.store.unit() as unit:
        drafts.start(unit, "rcep_2022", {"consignee_name": MARKER})
        saved = profile.folder.parent / f"{MARKER}.pdf"
        saved.write_bytes(MARKER.encode())
        settings.remember_file(unit, str(saved), hashlib.sha256(saved.read_bytes()).hexdigest())
    opened.store.blobs.take_bytes(PNG, f"{MARKER}.png")
    opened.store.back_up()
    logging.getLogger("coo_desktop").warning("%s was here", MARKER)
    return opened


def cancelled(opened):
    """Cancels the account and notes the order that comes back."""
    told = opened.line.office.people.cancel(PASSWORD)
    assert opened.line.account.obey(told)
    opened.close()


def test_a_cancelled_account_leaves_nothing_and_the_backend_hears_of_it(profile, backend_process, home):
    opened = lived_in(profile, backend_process.url)
    assert wiping.noted(profile.folder) is None
    cancelled(opened)
    before = found(home)
    assert {"keyring-of-this-test.json", "profile/program.log", "profile/settings.json"} <= set(before)
    wipe.carry_out(profile)
    assert found(home) == []
    assert list(profile.folder.iterdir()) == []
    assert KeyringInHome()._secrets() == {}
    path = f"file:{backend_process.data / 'backend.sqlite'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as connection:
        received = connection.execute("SELECT received_at <> '', account FROM wipe_orders").fetchall()
    assert (1, "") in received


def test_without_a_network_the_receipt_waits_and_nothing_else_does(profile, backend_process, home):
    cancelled(lived_in(profile, backend_process.url))
    backend_process.stop()
    wipe.carry_out(profile)
    assert [entry.name for entry in profile.folder.iterdir()] == [wiping.RECEIPT]
    assert found(home) == []


def test_a_note_that_the_disk_refuses_destroys_nothing(profile, backend_process, monkeypatch):
    opened = lived_in(profile, backend_process.url)
    told = opened.line.office.people.cancel(PASSWORD)

    def refuse(*_given):
        raise OSError(28, "no space")

    monkeypatch.setattr(wiping, "write_atomically", refuse)
    with pytest.raises(wiping.StoreTrouble):
        opened.line.account.obey(told)
    opened.close()
    assert wiping.noted(profile.folder) is None
    monkeypatch.undo()
    assert profile.store_file.exists()


def test_a_forged_order_is_ignored(profile, backend_process):
    opened = lived_in(profile, backend_process.url)
    forged = {"account": "demo", "device": "laptop", "issuedAt": "2026", "nonce": "n", "signature": "AAAA"}
    assert not opened.line.account.obey(forged)
    opened.close()
    assert wiping.noted(profile.folder) is None


def test_a_wipe_that_is_killed_at_any_of_its_steps_is_finished_by_the_next_start(
    profile, backend_process, home, tmp_path
):
    cancelled(lived_in(profile, backend_process.url))
    wipe.end_log()
    backend_process.stop()  # the receipt waits: it is told of in another test
    assert found(home)
    command = [sys.executable, "-m", "tests.ending_driver", str(home), str(tmp_path / "prepared")]
    environment = {**os.environ, "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    shutil.rmtree(tmp_path / "prepared", ignore_errors=True)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert len(told) > 15
    assert {one["first"] for one in told[:-1]} == {KILLED}
    assert {one["again"] for one in told} == {0}
    assert [one for one in told if one["found"] or one["left"] != [wiping.RECEIPT]] == []


KILLED_WINDOW = """
import sys
from pathlib import Path
from coo_desktop import app
from tests.ending_driver import kill_before

kill_before(int(sys.argv[1]), Path(sys.argv[2]))
sys.exit(app.main(smoke=True))
"""


@pytest.mark.parametrize("number", [1, 4])
def test_a_start_with_an_order_goes_on_with_it_before_anything_else_opens(home, number):
    profile = Profile(home / "profile")
    profile.folder.mkdir()
    write_settings(profile.folder, Settings(account="demo", backend="http://127.0.0.1:9"))
    (profile.folder / "store.db").write_text(MARKER)
    (profile.folder / "evidence").mkdir()
    (profile.folder / "evidence" / "x.enc").write_text(MARKER)
    wiping.note(profile.folder, wiping.Wipe("n1", "http://127.0.0.1:9", "en"))
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    def start(*command):
        return subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    assert start("-c", KILLED_WINDOW, str(number), str(profile.folder)).returncode == KILLED
    assert profile.wipe_note.exists()
    done = start("-m", "coo_desktop", "window", "--smoke")
    assert done.returncode == 0, done.stderr
    assert {entry.name for entry in profile.folder.iterdir()} == {"lock", wiping.RECEIPT}
    assert found(home) == []


WHOLE_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from coo_desktop import app
from coo_desktop.store.keys import vault
from coo_desktop.views.account.wipe_window import WipeWindow
from coo_desktop.views.target import Target

vault.TRUSTED = vault.TRUSTED | {"tests.keyring_in_home.KeyringInHome"}
look = QTimer(interval=50)

def press():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, WipeWindow) and window.page.main.isEnabled():
            print(window.page.message.text(), flush=True)
            window.close()

def cancel(program):
    program.window.wanted.emit(Target("cancelling"))
    page = program.window.tabs.current_page()
    program.open_session.session.ask = lambda owner, question, then: then(sys.argv[1])
    for box in page.reminders:
        box.setChecked(True)
    page.cancelling.click()
    look.timeout.connect(press)
    look.start()

sys.exit(app.main(then=cancel))
"""


def test_the_whole_program_cancels_an_account_and_leaves_nothing(profile, backend_process, home):
    lived_in(profile, backend_process.url).close()
    wipe.end_log()
    assert found(home)
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(home)}
    command = [sys.executable, "-c", WHOLE_PROGRAM, PASSWORD]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "不再保留" in done.stdout, done.stderr
    assert [entry.name for entry in profile.folder.iterdir()] == ["lock"]
    assert found(home) == []
    assert KeyringInHome()._secrets() == {}
