"""Rows in blocks: what is read, how far it jumps, how it sorts and grows."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import RECORD, Query
from coo_desktop.domain.operations import drafts
from coo_desktop.views.lists.kinds import records
from coo_desktop.views.lists.model import BLOCK, ListModel
from coo_desktop.views.lists.naming import columns
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
    qtbot.waitUntil(lambda: made.rowCount() == MANY)
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


def test_a_jump_to_the_end_arrives_without_freezing(qtbot, model):
    assert title(model, MANY - 1) == "…"
    qtbot.waitUntil(lambda: title(model, MANY - 1) == f"IMPORTER {MANY - 1:05d}")
    assert title(model, 500) == "IMPORTER 00500"


def test_a_header_sorts_the_other_way(model):
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert title(model, 0) == f"IMPORTER {MANY - 1:05d}"


def test_a_new_query_forgets_the_count_of_the_one_before(qtbot, model, crowded):
    model.show_query(dataclasses.replace(model.query, text="00042"))
    assert model.rowCount() == 1
    qtbot.waitUntil(lambda: crowded.tasks.is_idle)
    assert model.rowCount() == 1


def test_it_is_a_sound_model(qtmodeltester, qtbot, session):
    for number in range(70):
        stored(session, "importer", {"name": f"IMPORTER {number:05d}"})
    kind = records("importer")
    model = ListModel(session, columns(kind, session), Query(family=RECORD))
    model.show_query(model.query)
    qtbot.waitUntil(lambda: model.rowCount() == 70)
    qtmodeltester.check(model)
