"""The whole program killed while a person types, attaches, sends and syncs: what it acknowledged is there, once.

`make faults`, and it alone, kills three hundred times, each time at a random moment; the next start goes on with what
the last one left. Afterwards the outbox is let go, and the backend must have had each effect once.
"""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from coo_desktop.bootstrap.profile import open_profile
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys import vault
from tests.backend.process import BackendProcess
from tests.faults.desktop_driver import IN_HOME
from tests.flows.office import effects
from tests.keyring_in_home import KeyringInHome
from tests.lengths import IS_WHOLE

ROOT = Path(__file__).resolve().parents[2]
PROFILES, KILLS = 6, 50
#: A kill comes at any moment of a start, or of so many seconds of the work after it.
WORK_S = 2.0
SIGNED_IN_S = 60.0

pytestmark = [
    pytest.mark.machinery,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not IS_WHOLE, reason="long: make faults"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a start of the program is a fork of one that has imported it"),
]


class Acknowledged:
    """What the program told of its steps, over all its starts."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.begun: dict[str, str] = {}
        self.sent: set[str] = set()
        self.files: dict[str, str] = {}
        self.failures: list[str] = []

    def hear(self, fact: dict[str, Any]) -> None:
        match fact:
            case {"typing": document, "text": text}:
                self.begun[document] = text
            case {"saved": document, "text": text}:
                self.texts[document] = text
            case {"sent": document}:
                self.sent.add(document)
            case {"attached": document, "sha256": sha256}:
                self.files[document] = sha256
            case {"failed": why}:
                self.failures.append(why)


class Starts:
    """Starts the program on one profile, as often as it takes, and kills it."""

    def __init__(self, profile: Path, address: str, *how: str) -> None:
        profile.mkdir()
        write_settings(profile, Settings(backend=address, pass_every_s=1))
        command = [sys.executable, "-m", "tests.faults.desktop_driver", str(profile), "demo", *how]
        self._driver = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self._rest = b""
        self.start_s = SIGNED_IN_S  # the shortest so far
        self.told = Acknowledged()

    def run(self, seed: int, kill_after_s: float, at_least: str = "") -> None:
        """One start, killed so long after it began, or after it told `at_least` for the first time."""
        assert self._driver.stdin is not None
        self._driver.stdin.write(f"{seed}\n".encode())
        pid, killed, began = 0, False, time.monotonic()
        ends = began + (SIGNED_IN_S if at_least else kill_after_s)
        while True:
            fact = self._next(max(0.0, ends - time.monotonic()))
            if fact is None and not killed:
                os.kill(pid, signal.SIGKILL)
                killed, ends = True, time.monotonic() + SIGNED_IN_S
            elif fact is not None:
                pid = fact.get("pid", pid)
                self.told.hear(fact)
                if "ready" in fact:
                    self.start_s = min(self.start_s, time.monotonic() - began)
                if at_least in fact:
                    ends = time.monotonic()
                if "ended" in fact:
                    return

    def _next(self, within_s: float) -> dict[str, Any] | None:
        """The next line, None when there is none in time."""
        assert self._driver.stdout is not None
        while b"\n" not in self._rest:
            if not select.select([self._driver.stdout], [], [], within_s)[0]:
                return None
            self._rest += os.read(self._driver.stdout.fileno(), 65536)
        line, _, self._rest = self._rest.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def close(self) -> None:
        self._driver.communicate()


@pytest.fixture
def backend(tmp_path_factory: pytest.TempPathFactory) -> Any:
    running = BackendProcess(tmp_path_factory.mktemp("office")).start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def _vault_in_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "TRUSTED", frozenset({IN_HOME}))
    monkeypatch.setattr(vault, "get_keyring", KeyringInHome)


@pytest.mark.parametrize("number", range(PROFILES))
def test_what_was_acknowledged_survives_every_kill_and_arrives_once(tmp_path, backend, number, record_property):
    folder, dice = tmp_path / "profile", random.Random(number)
    starts = Starts(folder, backend.url)
    try:
        starts.run(number, 0, at_least="sent")  # signs in
        starts.run(number, 0, at_least="ready")
        for kill in range(KILLS):
            starts.run(number * 1000 + kill, dice.uniform(0.1, starts.start_s + WORK_S))
    finally:
        starts.close()
    told = starts.told
    record_property("kills of the real desktop", KILLS)
    assert not told.failures
    assert told.sent
    assert told.texts
    opened = reopened(folder, backend)
    try:
        opened.store.check()
        for _ in range(20):
            _, state = opened.line.engine.run_pass()
            opened.line.engine.hurry()
            if state.light == "synced":
                break
        assert state.light == "synced", (state, opened.store.reader.intents())
        assert lost(opened, told) == [], f"of {len(told.texts)} documents"
        for sha256 in told.files.values():
            with opened.store.blobs.open(sha256) as file:
                assert file.read()
    finally:
        opened.close()
    submitted = {document: Counter(effects(backend, document))["submit"] for document in told.begun}
    assert {document for document in told.sent if submitted[document] != 1} == set()
    assert max(submitted.values()) == 1


def test_a_program_that_says_saved_too_early_is_found_out(tmp_path, backend):
    folder = tmp_path / "profile"
    starts = Starts(folder, backend.url, "hasty")
    try:
        starts.run(1, 0, at_least="saved")
    finally:
        starts.close()
    assert not starts.told.failures
    opened = reopened(folder, backend)
    try:
        assert lost(opened, starts.told) == list(starts.told.texts)
    finally:
        opened.close()


def reopened(folder: Path, backend: BackendProcess) -> Any:
    """The profile, opened by what opens it for the program."""
    opened = open_profile(Profile(folder), backend.url)
    assert opened is not None
    return opened


def lost(opened: Any, told: Acknowledged) -> list[str]:
    """The documents that hold neither the text acknowledged last nor a beginning of the one that followed it. Where a
    field had one before that was not replaced, it stands in front."""
    found = []
    for document_id, text in told.texts.items():
        document = opened.store.reader.document(document_id)
        kept = document.values["name_en"] if document is not None else ""
        if not kept.endswith(text) and not (
            kept and text != told.begun[document_id] and told.begun[document_id].startswith(kept)
        ):
            found.append(document_id)
    return found
