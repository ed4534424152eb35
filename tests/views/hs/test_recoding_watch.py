"""The banner of version changes comes when packs changed, and goes when nothing is left to look at."""

import dataclasses

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.hs.changes import Link, correlate
from coo_desktop.domain.operations import recoding
from coo_desktop.views.hs import recoding_watch
from coo_desktop.views.hs.recoding_watch import RecodingWatch
from coo_desktop.views.packs.controller import PACKS
from coo_desktop.views.status.banners import Banners
from tests.fakes.packs import FewCodes, NoPacks, code
from tests.views.pages import stored


@pytest.fixture
def packs():
    return NoPacks(FewCodes(code("030910")))


@pytest.fixture
def watched(make, packs, qtbot, monkeypatch):
    """A desk with one product of the edition before, its messages, and what the banner opened."""
    monkeypatch.setattr(recoding_watch, "START_MS", 0)
    session, shown = make(packs=packs), []
    made = stored(session, "pre_review", {"hs_code": "030510", "name_zh": "鱼粉"})
    with session.ports.store.unit() as unit:
        unit.put(dataclasses.replace(made, created_at="2019-03-01T00:00:00.000"))
    notices = Banners()
    qtbot.addWidget(notices)
    owner = QObject(notices)
    RecodingWatch(session, notices, lambda: shown.append("page"), owner)
    return session, notices, shown


def install(session, packs):
    packs.tables = (correlate("2017", "2022", "UN", [Link("030510", "030910")]),)
    session.changed.emit(Change(families=frozenset({PACKS})))


def test_a_new_pack_looks_the_products_through_and_the_banner_opens_the_page(watched, packs, qtbot):
    session, notices, shown = watched
    install(session, packs)
    qtbot.waitUntil(lambda: len(notices.texts()) == 1)
    assert session.read.notices.unread() == 1
    notices.findChild(QPushButton).click()
    assert shown == ["page"]
    assert notices.texts() == []


def test_the_banner_goes_when_nothing_is_left(watched, packs, qtbot):
    session, notices, _shown = watched
    install(session, packs)
    qtbot.waitUntil(lambda: len(notices.texts()) == 1)
    session.do(notices, recoding.note, (), "packs")
    qtbot.waitUntil(lambda: notices.texts() == [])
