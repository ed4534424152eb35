"""Saving while somebody types: after some quiet, within a second while keys keep coming, one save at a time."""

import pytest
from PySide6.QtCore import QObject, QTimer

from coo_desktop.domain.clock import SystemClock
from coo_desktop.domain.errors import Refused, StoreDamaged, StoreFull, StoreUnwritable
from coo_desktop.views.autosave import AGAIN_S, CEILING_S, PROMISE_S, QUIET_S, Autosave
from tests.fakes.clock import FakeClock


class Page(QObject):
    """Implements Source: a text, the text in the store, and what the store has been given and not answered."""

    def __init__(self):
        super().__init__()
        self.typed, self.kept, self.begun = "", "", []

    @property
    def edits(self):
        return {"text": self.typed} if self.typed != self.kept else {}

    def store(self, edits, done, failed):
        self.begun.append((edits["text"], done, failed))

    def answer(self):
        text, done, _failed = self.begun.pop(0)
        self.kept = text
        done()


class Quick(Page):
    """A store that answers at once."""

    def store(self, edits, done, failed):
        super().store(edits, done, failed)
        self.answer()


@pytest.fixture
def clock():
    return FakeClock()


def made(page, clock):
    autosave = Autosave(page, clock.monotonic_s, page)
    page.type = lambda key: (setattr(page, "typed", page.typed + key), autosave.touch())
    return autosave


def test_a_key_is_stored_after_some_quiet(qtbot):
    page = Quick()
    autosave = made(page, SystemClock())
    with qtbot.waitSignal(autosave.saved, timeout=int(QUIET_S * 1000) * 5):
        page.type("a")
    assert page.kept == "a"
    assert autosave.due_s is None


def test_every_key_moves_the_save_until_the_ceiling_of_the_first_one(clock):
    page = Page()
    autosave = made(page, clock)
    first_s, due = clock.monotonic_s(), []
    for _ in range(4):
        page.type("a")
        due.append(round(autosave.due_s - first_s, 6))
        clock.pass_s(0.3)
    assert due == [QUIET_S, CEILING_S, CEILING_S, CEILING_S]
    assert CEILING_S < PROMISE_S


def test_steady_keys_are_stored_while_they_come(qtbot):
    page = Quick()
    autosave = made(page, SystemClock())
    keys = QTimer(page)
    keys.timeout.connect(lambda: page.type("a"))
    with qtbot.waitSignal(autosave.saved, timeout=int(QUIET_S * 1000) * 5):
        keys.start(50)
    assert keys.isActive()
    assert page.kept


def test_what_is_typed_during_a_save_follows_it_at_once(clock):
    page, stored = Page(), []
    autosave = made(page, clock)
    page.type("a")
    autosave.save(lambda: stored.append(page.kept))
    page.type("b")
    autosave.save(lambda: stored.append(page.kept))
    assert [text for text, *_answers in page.begun] == ["a"]
    page.answer()
    assert stored == []
    assert not autosave.is_stored
    page.answer()
    assert stored == ["ab", "ab"]
    assert autosave.is_stored


def test_whoever_waits_hears_nothing_of_a_save_that_failed_and_the_next_key_tries_again(clock):
    page, stored = Page(), []
    autosave = made(page, clock)
    page.type("a")
    autosave.save(lambda: stored.append(page.kept))
    page.begun.pop()[2](Refused(why="stage"))
    assert not autosave.is_stored
    page.type("b")
    assert autosave.due_s is not None
    autosave.save()
    page.answer()
    assert (page.kept, stored) == ("ab", [])


@pytest.mark.parametrize(("error", "is_due"), [(StoreFull(), True), (StoreUnwritable(), True), (StoreDamaged(), False)])
def test_what_the_disk_did_not_take_is_tried_again_by_itself(clock, error, is_due):
    page = Page()
    autosave = made(page, clock)
    page.type("a")
    autosave.save()
    page.begun.pop()[2](error)
    assert autosave.due_s == (clock.monotonic_s() + AGAIN_S if is_due else None)
    autosave.save()
    page.answer()
    assert page.kept == "a"


def test_nothing_to_store_is_told_at_once(clock):
    page, stored = Page(), []
    made(page, clock).save(lambda: stored.append("here"))
    assert stored == ["here"]
    assert page.begun == []
