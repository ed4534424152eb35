"""Rows in blocks: what is read, how far it jumps, how it sorts and grows."""

import dataclasses
import threading
from contextlib import contextmanager
from functools import partial

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import RECORD, Query
from coo_desktop.domain.operations import drafts
from coo_desktop.views.lists.blocks import BLOCK
from coo_desktop.views.lists.kinds import records
from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.lists.naming import columns
from coo_desktop.views.tasks import LISTS
from tests.views.pages import stored

MANY = 1000


@pytest.fixture
def crowded(session):
    """A desk with a thousand importers, made in the order of their names."""
    with session.ports.store.unit() as unit:
        for number in range(MANY):
            drafts.start(unit, "importer", {"name": f"IMPORTER {number:05d}"})
    return session


@pytest.fixture
def model(qtbot, qtmodeltester, crowded):
    kind = records("importer")
    made = ListModel(crowded, columns(kind, crowded), Query(family=RECORD, forms=kind.forms, order="title"))
    made.show_query(dataclasses.replace(made.query, descending=False))
    qtbot.waitUntil(lambda: made.rowCount() == MANY and made.is_settled)
    return made


def title(model, row):
    return model.data(model.index(row, 0))


def test_the_first_block_is_there_at_once_and_the_count_follows(qtbot, crowded):
    kind = records("importer")
    model = ListModel(crowded, columns(kind, crowded), Query(family=RECORD, order="title", descending=False))
    model.show_query(model.query)
    assert model.rowCount() == BLOCK
    assert title(model, 0) == "IMPORTER 00000"
    qtbot.waitUntil(lambda: model.rowCount() == MANY)


def test_scrolling_reads_block_after_block(model):
    assert [title(model, row) for row in range(200)] == [f"IMPORTER {row:05d}" for row in range(200)]


def test_a_jump_anywhere_is_one_statement(model, crowded, monkeypatch):
    asked = counted(monkeypatch, crowded)
    for row in (MANY - 1, 500, 501, 130):
        assert title(model, row) == f"IMPORTER {row:05d}"
    assert asked == ["rows", "rows", "rows"]


def test_a_change_costs_one_survey_and_the_blocks_that_are_seen(qtbot, model, crowded, monkeypatch):
    asked = counted(monkeypatch, crowded)
    with crowded.ports.store.unit() as unit:
        drafts.start(unit, "importer", {"name": "IMPORTER 00000 A"})
    model.reread()
    qtbot.waitUntil(lambda: model.is_settled)
    assert title(model, 1) == "IMPORTER 00000 A"
    assert asked == ["survey", "rows"]


def test_a_newer_question_ends_the_older_one(qtbot, model, crowded, monkeypatch):
    asked, seen = [], []
    real = crowded.read.survey

    def survey(query, ids, cancelled):
        asked.append(query)
        found = real(query, ids, cancelled)
        seen.append(found)
        return found

    monkeypatch.setattr(crowded.read, "survey", survey)
    with slow_lists(crowded):
        for _turn in range(3):
            model.reread()
    qtbot.waitUntil(lambda: model.is_settled and crowded.tasks.is_idle)
    assert len(asked) == len(seen) == 1  # those that wait in the lane are given up before they begin


def counted(monkeypatch, session):
    """Names of the reads that follow, as they are asked."""
    asked = []
    for name in ("rows", "count", "survey"):
        real = getattr(session.read, name)
        monkeypatch.setattr(session.read, name, partial(_note, asked, name, real))
    return asked


def _note(asked, name, real, *of):
    asked.append(name)
    return real(*of)


@contextmanager
def slow_lists(session):
    """Nothing that a list asks for is answered before the block ends."""
    gate = threading.Event()
    session.run(session, lambda _task: gate.wait(10), lane=LISTS)
    try:
        yield
    finally:
        gate.set()


def test_a_header_sorts_the_other_way(model):
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert title(model, 0) == f"IMPORTER {MANY - 1:05d}"


def test_a_new_query_forgets_the_count_of_the_one_before(qtbot, model, crowded):
    with qtbot.waitSignal(model.settled):
        model.show_query(dataclasses.replace(model.query, text="00042"))
    assert model.rowCount() == 1
    qtbot.waitUntil(lambda: crowded.tasks.is_idle)
    assert model.rowCount() == 1


@pytest.mark.parametrize("text", ["importer", "0"])
def test_what_many_rows_have_is_found_and_scrolled_through_by_their_numbers(qtbot, model, crowded, monkeypatch, text):
    model.show_query(dataclasses.replace(model.query, text=text))
    qtbot.waitUntil(lambda: model.is_settled and model.rowCount() == MANY)
    asked = counted(monkeypatch, crowded)
    assert [title(model, row) for row in (999, 5, 400)] == [f"IMPORTER {row:05d}" for row in (999, 5, 400)]
    assert asked == ["rows"] * 3


def test_it_is_a_sound_model(qtmodeltester, qtbot, session):
    for number in range(70):
        stored(session, "importer", {"name": f"IMPORTER {number:05d}"})
    kind = records("importer")
    model = ListModel(session, columns(kind, session), Query(family=RECORD))
    model.show_query(model.query)
    qtbot.waitUntil(lambda: model.rowCount() == 70)
    qtmodeltester.check(model)
