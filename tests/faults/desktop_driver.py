"""The whole program in a child that may be killed at any moment: it types, attaches and sends, and tells each step.

Arguments: the folder of the profile, the account, and `hasty` for the control. Each line on standard input forks one
more start of the program on the same profile; what it tells are JSON lines: first its `pid`, `ready` when the desk is
there, then `typing`, `saved`, `attached` and `sent` with the document, and `ended` with its exit code when it is over.
`saved` and `sent` come after what the person would go by: nothing is left to store on the page, the document waits in
the outbox.
"""

import io
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

IN_HOME = "tests.keyring_in_home.KeyringInHome"


def tell(**fact: Any) -> None:
    os.write(1, (json.dumps(fact, ensure_ascii=False) + "\n").encode())


class Waiting:
    """As much of pytest-qt as the keyboard needs, without pytest."""

    def waitUntil(self, fact: Callable[[], object], timeout: int = 20_000) -> None:  # noqa: N802 - pytest-qt's name
        from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

        beat = QTimer()
        beat.start(5)  # wakes the loop, or it would wait for an event that does not come
        ends = time.monotonic() + timeout / 1000
        while not _holds(fact):
            if time.monotonic() > ends:
                raise TimeoutError("what was waited for did not happen")
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _holds(fact: Callable[[], object]) -> bool:
    try:
        return fact() in (None, True) or bool(fact())
    except AssertionError:
        return False


class Clerk:
    """One start of the program, worked by keys; a hasty one takes for saved what is only typed."""

    def __init__(self, folder: Path, account: str, seed: int, is_hasty: bool) -> None:
        from PySide6.QtWidgets import QApplication

        from coo_desktop import app
        from coo_desktop.store.files.profile import Profile
        from tests.flows.keyboard import Keyboard

        self.dice, self.waiting, self._is_hasty = random.Random(seed), Waiting(), is_hasty
        self.keys = Keyboard(self.waiting)
        self.application = QApplication([])
        self.program = app.Application(self.application, app.outside(Profile(folder)))
        ready: list[bool] = []
        self.program.ready.connect(lambda: ready.append(True))
        self.program.window.show()
        self.program.window.activateWindow()
        self.waiting.waitUntil(lambda: bool(ready) and self.program.window.isActiveWindow())
        self._enter(account)

    def _enter(self, account: str) -> None:
        """Through the gate: the first start signs in; each later one finds the key in the vault."""
        from coo_backend.seed import PASSWORD
        from tests.flows.keyboard import sign_in

        if self.program.window.gate is not None:
            sign_in(self.waiting, self.keys, self.program, PASSWORD, account)
        self.waiting.waitUntil(lambda: self.program.window.gate is None)

    def work(self) -> None:
        """Writes one document after the other until the process is killed."""
        while True:
            document_id = self._begin()
            for number in range(self.dice.randint(1, 4)):
                self._type(document_id, f"FLASK {self.dice.randrange(10**6)} NO {number}")
            self._send(document_id)

    def _begin(self) -> str:
        """A complete pre-review, half of them with a file of its own."""
        from coo_desktop.domain.operations import drafts
        from tests.domain.given import PRE_REVIEW, values_of

        session = self.program.open_session.session
        values, store = values_of(PRE_REVIEW), self.program.opened.store
        values["name_en"] = f"FLASK {self.dice.randrange(10**9)}"
        if self.dice.random() < 0.5:
            kept = store.blobs.take_bytes(self._picture(), "cost.png")
            values["evidence"] = [{"id": kept.id, "evidence": kept.id, "sha256": kept.sha256, "name": kept.name}]
            values["evidence"][0] |= {"mime": kept.mime}
            with store.unit() as unit:
                unit.put_evidence(kept)
        made: list[str] = []
        session.do(
            self.program, drafts.start, "pre_review", values, then=lambda change: made.append(change.document.id)
        )
        self.waiting.waitUntil(lambda: bool(made))
        for row in values.get("evidence", ()):
            tell(attached=made[0], sha256=row["sha256"])
        self.program.open_session.workplace.open(made[0])
        return made[0]

    def _picture(self) -> bytes:
        from PIL import Image

        target, colour = io.BytesIO(), self.dice.randrange(1 << 24)
        Image.new("RGB", (8, 8), (colour >> 16, colour >> 8 & 255, colour & 255)).save(target, "PNG")
        return target.getvalue()

    def _type(self, document_id: str, text: str) -> None:
        page = self.program.window.tabs.currentWidget()
        tell(typing=document_id, text=text)
        self.keys.fill("name_en", text)
        if not self._is_hasty:
            self.waiting.waitUntil(lambda: not page.draft.edits and self.program.tasks.is_idle)
        tell(saved=document_id, text=text)

    def _send(self, document_id: str) -> None:
        from tests.flows.keyboard import CONTROL, Key

        tell(sending=document_id)
        reader = self.program.opened.store.reader
        self.keys.asked(lambda: self.keys.press(Key.Key_Return, CONTROL))
        self.keys.enter()

        def is_on_its_way() -> bool:
            document = reader.document(document_id)
            return bool(document.delivery) or document.stage == "submitted"

        self.waiting.waitUntil(is_on_its_way)
        tell(sent=document_id)
        self.keys.press(Key.Key_F5)


def start(folder: Path, account: str, seed: int, is_hasty: bool) -> None:
    """One start in a child; returns when it is over."""
    child = os.fork()
    if child == 0:
        try:
            tell(pid=os.getpid())
            clerk = Clerk(folder, account, seed, is_hasty)
            tell(ready=True)
            clerk.work()
        except BaseException as error:
            tell(failed=f"{type(error).__name__}: {error}")
        os._exit(1)
    tell(ended=os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def main(folder: Path, account: str, is_hasty: bool) -> None:
    import PySide6.QtTest
    import PySide6.QtWidgets  # noqa: F401

    import coo_desktop.bootstrap.profile
    import coo_desktop.dialogs.asker
    import coo_desktop.views.document.page
    import coo_desktop.views.shell.open_session  # noqa: F401
    import tests.flows.keyboard  # noqa: F401
    from coo_desktop.store.keys import password_wrap, vault
    from tests.keyring_in_home import KeyringInHome

    password_wrap.Wrapped.__init__.__defaults__ = (64, 1, 4)  # as in every test: guessing costs nothing here
    vault.TRUSTED, vault.get_keyring = frozenset({IN_HOME}), KeyringInHome
    for line in sys.stdin:
        start(folder, account, int(line), is_hasty)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], "hasty" in sys.argv[3:])
