"""Whatever changes, from this desk or by a pass, a list stays where a person stands in it: place, choice and focus."""

import dataclasses
import datetime as dt
import random

import pytest
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.documents.document import CERTIFICATE, Change, Document, Query
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.target import Target
from tests.domain.given import RCEP
from tests.lengths import times

MANY, CHANGES, PASS_EVERY = 700, times(36, 100), 12
FORM = "co_general"


class Reading:
    """A person in the middle of a long list: what they see and have chosen, and what the store says should be there."""

    def __init__(self, qtbot, screen) -> None:
        self.screen, self._qtbot = screen, qtbot
        screen.workplace.go(Target(CERTIFICATE))
        self.page = screen.window.tabs.current_page()
        assert isinstance(self.page, ListPage)
        self.page._reread.setInterval(0)
        self.table, self.model = self.page.table, self.page.model
        self.settled()

    def ids(self) -> list[str]:
        """The whole list as the store has it, in its order."""
        reader, query = self.screen.clerk.store.reader, dataclasses.replace(self.model.query, limit=1000)
        return [row.id for row in reader.rows(query)]

    def settled(self) -> None:
        """Waits until the list shows what the store has."""
        wanted = len(self.ids())
        self._qtbot.waitUntil(lambda: self.page.is_settled and self.model.rowCount() == wanted)

    def go(self, row: int) -> None:
        self.table.verticalScrollBar().setValue(row)
        self.table.viewport().repaint()
        self._qtbot.waitUntil(lambda: all(self.model.row(at) is not None for at in self.rows()))

    def choose(self, *rows: int) -> None:
        self.table.setFocus()
        self.page.choose(*(self.model.row(row).id for row in rows))

    def rows(self) -> range:
        """The rows that are seen whole."""
        first = self.table.rowAt(0)
        return range(first, first + self.table.viewport().height() // self.table.rowHeight(first))

    def seen(self) -> dict[str, int]:
        """Id -> where on the screen it stands, of each row that is seen."""
        return {self.model.row(row).id: self.table.rowViewportPosition(row) for row in self.rows()}

    def chosen(self) -> set[str]:
        return {row.id for row in self.page.rows()}

    @property
    def current(self) -> str:
        row = self.model.row(self.table.currentIndex().row())
        return row.id if row is not None else ""

    def is_true(self) -> bool:
        """Whether each row that is seen is the one that stands in its place."""
        whole = self.ids()
        return [self.model.row(row).id for row in self.rows()] == [whole[row] for row in self.rows()]


def certificate(document_id: str, minute: int, buyer: str = "KATO") -> Document:
    at = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)).isoformat(timespec="milliseconds")
    values = {"consignee_name": buyer, "invoices": [{"id": "i", "number": f"INV-{document_id}"}]}
    return Document(
        id=document_id, form=FORM, family=CERTIFICATE, values=values, stage="draft", created_at=at, updated_at=at
    )


@pytest.fixture
def reading(qtbot, screens):
    screen = screens(RCEP)
    with screen.clerk.store.unit() as unit:
        for number in range(MANY):
            unit.put(certificate(f"d{number:04}", number))
    return Reading(qtbot, screen)


class Colleague:
    """Changes documents behind the list, at random: some move to its top, some come, some go."""

    def __init__(self, screen, desk, seed: int) -> None:
        self._screen, self._desk = screen, desk
        self._chosen, self._minute = random.Random(seed), MANY
        self._mine = []

    def act(self, ids: list[str]) -> set[str]:
        """One change by an operation of this computer; gives the documents that it was about."""
        self._minute += 1
        kind = self._chosen.choice(("edit", "edit", "new", "delete", "in place"))
        about = f"n{self._minute}" if kind == "new" else self._chosen.choice(ids)
        store = self._screen.clerk.store
        with store.unit() as unit:
            fresh = certificate(about, self._minute, "SAKURA")
            if kind != "new":
                before = unit.document(about)
                told = {"values": {**before.values, "consignee_name": f"SAKURA {self._minute}"}}
                told |= {"edit": {"updated_at": fresh.updated_at}, "delete": {"deleted": True}}.get(kind, {})
                fresh = dataclasses.replace(before, **told)
            unit.put(fresh)
        by = self._chosen.choice(("screen", "sync"))
        self._screen.session.changed.emit(Change(ids=(about,), families=frozenset({CERTIFICATE}), by=by))
        return {about}

    def sync(self) -> set[str]:
        """A pass that brings what a colleague wrote at another desk."""
        self._mine.append(self._desk.write({"consignee_name": "OSAKA"}, form=FORM).id)
        old = self._chosen.choice(self._mine)
        self._desk.edit(old, consignee_name=f"KOBE {self._minute}")
        self._desk.sync()
        self._screen.sync()
        return {self._mine[-1], old}


@pytest.mark.machinery
def test_a_list_keeps_row_choice_and_focus_through_a_hundred_changes(qtbot, reading, desks):
    colleague = Colleague(reading.screen, desks("clerk2", clock=reading.screen.clerk.clock), seed=15)
    reading.go(500)
    reading.choose(503, 506)
    for turn in range(1, CHANGES + 1):
        before, whole = reading.seen(), reading.ids()
        chosen, current, focus = reading.chosen(), reading.current, QApplication.focusWidget()
        assert chosen
        assert current in chosen
        about = colleague.sync() if turn % PASS_EVERY == 0 else colleague.act(whole)
        reading.settled()
        now, left = reading.seen(), set(reading.ids())
        stood = [one for one in before if one not in about]
        eye = current if current in stood else stood[0]
        stays = stood if not about & set(before) else [eye]  # where a row goes that is seen, others close up
        missed = set(stays) - set(now)  # a banner takes some height
        assert eye not in missed, turn
        assert len(missed) <= 3, turn
        assert {one: now[one] for one in stays if one in now} == {one: before[one] for one in stays if one in now}, turn
        assert reading.is_true(), turn
        assert QApplication.focusWidget() is focus is reading.table, turn
        if kept := chosen & left:
            assert reading.chosen() == kept, turn
            assert reading.current in kept, turn
        else:
            neighbours = {whole[at] for one in chosen for at in _beside(whole.index(one))}
            assert reading.chosen() <= neighbours, turn
            assert len(reading.chosen()) == 1, turn


def _beside(at: int) -> tuple[int, int]:
    return at - 1, at + 1


def test_a_deleted_document_leaves_its_neighbour_chosen_and_the_top_shows_what_is_new(qtbot, reading):
    ids = reading.ids()
    reading.choose(2)
    store, session = reading.screen.clerk.store, reading.screen.session
    with store.unit() as unit:
        unit.put(dataclasses.replace(unit.document(ids[2]), deleted=True))
    session.changed.emit(Change(ids=(ids[2],), families=frozenset({CERTIFICATE})))
    reading.settled()
    assert (reading.chosen(), reading.current) == ({ids[3]}, ids[3])
    with store.unit() as unit:
        unit.put(certificate("own", MANY + 1))
    session.changed.emit(Change(ids=("own",), families=frozenset({CERTIFICATE})))
    reading.settled()
    assert (reading.model.row(0).id, reading.rows()[0]) == ("own", 0)  # what one makes oneself is seen at the top
    with store.unit() as unit:
        unit.put(certificate("theirs", MANY + 2))
    session.changed.emit(Change(ids=("theirs",), families=frozenset({CERTIFICATE}), by="sync"))
    reading.settled()
    assert (reading.model.row(0).id, reading.rows()[0]) == ("theirs", 1)  # a hand is over the chosen row
    assert reading.chosen() == {ids[3]}


def test_a_list_that_nobody_sees_reads_nothing_until_it_is_seen_again(qtbot, reading, monkeypatch):
    reading.go(300)
    reading.choose(302)
    before, chosen = reading.seen(), reading.chosen()
    reader, asked = reading.screen.clerk.store.reader, []
    for name in ("rows", "count", "survey"):
        real = getattr(reader, name)
        monkeypatch.setattr(reader, name, lambda *of, _real=real, **named: asked.append(of) or _real(*of, **named))
    reading.screen.workplace.go(Target("start"))
    with reading.screen.clerk.store.unit() as unit:
        unit.put(certificate("unseen", MANY + 1))
    qtbot.waitUntil(lambda: reading.screen.session.tasks.is_idle)
    asked.clear()
    reading.screen.session.changed.emit(Change(ids=("unseen",), families=frozenset({CERTIFICATE})))
    qtbot.waitUntil(lambda: reading.screen.session.tasks.is_idle and not reading.page._reread.isActive())
    mine = [of for of in asked if isinstance(of[0], Query) and of[0].order == "updated_at" and of[0].limit == 64]
    assert not mine
    reading.screen.workplace.go(Target(CERTIFICATE))
    reading.settled()
    assert (reading.seen(), reading.chosen()) == (before, chosen)
    assert reading.is_true()


def test_another_choice_while_the_answer_is_on_its_way_is_the_one_that_counts(qtbot, reading):
    reading.go(200)
    reading.choose(202)
    with reading.screen.clerk.store.unit() as unit:
        unit.put(certificate("late", MANY + 1))
    reading.page.refresh()
    reading.go(400)
    reading.choose(405)
    before, chosen = reading.seen(), reading.chosen()
    reading.settled()
    assert (reading.seen(), reading.chosen()) == (before, chosen)
    assert reading.is_true()
    far = reading.ids()[650]
    reading.go(0)
    reading.page.position.show_place({"row": far})  # as at a start of the program
    reading.settled()
    assert (reading.chosen(), reading.current) == ({far}, far)
    assert far in reading.seen()
    reading.table.selectAll()
    assert str(MANY + 1) in reading.page._count.text()
