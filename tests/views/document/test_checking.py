"""What is typed is checked away from the screen; what was found is shown while the text that it was found in stands."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.errors import StoreDamaged
from coo_desktop.views.document.checking import Checking
from tests.views.pages import stored


class Gate:
    """Holds checks up on their worker until it is opened; notes what each has looked at, and in which thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looked: list[tuple[object, bool]] = []
        self.entered, self._open = threading.Semaphore(0), threading.Semaphore(0)
        whole = Answers.problems

        def held(answers: Answers, form: Any, values: Any, context: Any, run: Any) -> Any:
            is_screen = threading.current_thread() is threading.main_thread()
            self.looked.append((values.get("contract_no"), is_screen))
            if not is_screen:
                self.entered.release()
                assert self._open.acquire(timeout=10)
            return whole(answers, form, values, context, run)

        monkeypatch.setattr(Answers, "problems", held)

    def open(self, times: int = 1) -> None:
        for _ in range(times):
            self._open.release()


class Page(QObject):
    """What stands on a page, and what was shown for it."""

    def __init__(self, session: Any) -> None:
        super().__init__()
        document = stored(session, "rcep_2022", {"contract_no": "A"})
        self.values = dict(document.values)
        self.checking = Checking(session, session.rules.form("rcep_2022"), lambda: dict(self.values), self)
        self.checking.show_document(document)
        self.shown: list[object] = []
        self.checking.found.connect(lambda: self.shown.append(self.checking.last.values["contract_no"]))

    def type(self, text: str) -> None:
        self.values = {**self.values, "contract_no": text}
        self.checking.look()


@pytest.fixture
def page(session, qtbot) -> Iterator[Page]:
    made = Page(session)
    yield made
    made.checking._soon.stop()
    qtbot.waitUntil(lambda: session.tasks.is_idle)


@pytest.fixture
def gate(page, monkeypatch) -> Gate:
    return Gate(monkeypatch)


def test_what_was_found_in_a_text_that_has_changed_is_never_shown_and_only_the_newest_is_looked_at(page, gate, qtbot):
    page.type("B")
    assert gate.entered.acquire(timeout=10)
    for text in ("C", "D", "E"):
        page.type(text)
    gate.open(2)
    qtbot.waitUntil(lambda: bool(page.shown))
    assert page.shown == ["E"]
    assert gate.looked == [("B", False), ("E", False)]


def test_a_text_that_changed_unheard_is_looked_at_by_itself(page, gate, qtbot):
    page.type("B")
    page.values = {**page.values, "contract_no": "typed in an open cell"}
    gate.open(2)
    qtbot.waitUntil(lambda: bool(page.shown))
    assert page.shown == ["typed in an open cell"]


def test_who_asks_gets_the_answer_at_once_and_the_older_one_changes_nothing(page, gate, qtbot, session):
    page.type("B")
    assert gate.entered.acquire(timeout=10)
    page.values = {**page.values, "contract_no": ""}
    asked = page.checking.check()
    assert "needed" in {problem.code for problem in asked}
    gate.open(2)
    qtbot.waitUntil(lambda: session.tasks.is_idle and not page.checking._soon.isActive())
    assert set(page.shown) == {""}
    assert page.checking.problems == asked


def test_a_check_that_fails_is_told_and_the_next_one_runs(page, monkeypatch, qtbot, session):
    told: list[object] = []
    session.failed.connect(told.append)
    whole = Answers.problems

    def damaged(*_asked: Any) -> Any:
        raise StoreDamaged(cause="row_hash")

    monkeypatch.setattr(Answers, "problems", damaged)
    page.type("B")
    qtbot.waitUntil(lambda: bool(told))
    monkeypatch.setattr(Answers, "problems", whole)
    page.type("C")
    qtbot.waitUntil(lambda: page.shown == ["C"])
