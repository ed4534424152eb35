"""Every page on the smallest screen that clerks have, in both languages: no text is cut, no form goes sideways."""

import dataclasses
import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QTabBar,
    QTableView,
    QToolBar,
    QWidget,
)

from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.mending import Backup, Lost
from coo_desktop.environment import words
from coo_desktop.views.account.recovery_page import RecoveryPage
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields.items_view import ItemsView
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.shell.window import AREAS, MainWindow
from coo_desktop.views.target import Target
from tests.views.pages import COMPANY, stored

#: The smallest screen, and the same at 125 %.
WHOLE, AT_125 = (1366, 768), (1093, 614)


@pytest.fixture(params=["zh_CN", "en"])
def place(request, qtbot, session) -> Iterator[MainWindowController]:
    """A window in this language; the former one is back after the test."""
    before = words.language()
    words.use(request.param)
    with session.ports.store.unit() as unit:
        unit.put_person(Person(account="admin", name="陈枫", role="admin"))
    window = MainWindow(session.tasks)
    qtbot.addWidget(window)
    made = MainWindowController(window, session)
    window.resize(*WHOLE)
    window.show()
    yield made
    words.use(before)


def cut(shown: QWidget) -> list[str]:
    """Texts of a window that have less room than they need, or stand outside of it, titles of columns among them."""
    titles = [
        f"{header.model().headerData(number, header.orientation())}: {header.sectionSize(number)}"
        for table in shown.findChildren(QTableView)
        if table.isVisibleTo(shown) and not isinstance(table, ItemsView)
        for header in [table.horizontalHeader()]
        for number in range(header.count())
        if header.isVisibleTo(shown) and 0 < header.sectionSize(number) < header.sectionSizeHint(number) - 1
    ]
    return titles + [
        f"{type(part).__name__} {text!r}: {part.width()} of {part.sizeHint().width()}"
        for kind in (QAbstractButton, QComboBox, QLabel)
        for part in shown.findChildren(kind)
        if part.isVisibleTo(shown) and (text := _text(part)) and not _is_whole(part, shown)
    ]


def _text(part: QWidget) -> str:
    return (part.currentText() if isinstance(part, QComboBox) else part.text()).strip()


def _is_whole(part: QWidget, shown: QWidget) -> bool:
    if isinstance(part.parentWidget(), QTabBar | QToolBar | QComboBox):
        return True
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() + 1 >= part.heightForWidth(part.width())
    needed = part.minimumSizeHint() if isinstance(part, QComboBox) else part.sizeHint()
    right = part.mapTo(shown, QPoint(part.width(), 0)).x()
    return part.width() + 1 >= needed.width() and (right <= shown.width() or _scrolls(part, shown))


def _scrolls(part: QWidget, shown: QWidget) -> bool:
    while part is not shown:
        part = part.parentWidget()
        if isinstance(part, QAbstractScrollArea):
            return True
    return False


def test_every_page_shows_its_texts_whole(qtbot, place, session):
    tabs, found = place.window.tabs, {}
    for target in (*(Target(key) for key, _title in AREAS), *(Target(key) for key in PAGES)):
        place.window.wanted.emit(target)
        qtbot.waitUntil(lambda: session.tasks.is_idle)
        QApplication.processEvents()
        page = tabs.current_page()
        assert page is not None
        found[target.place] = cut(place.window)
    assert place.window.size().toTuple() == WHOLE
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize("form_id", ["rcep_2022", "co_general", "pre_review"])
def test_a_form_beside_its_paper_needs_no_scrolling_sideways(qtbot, place, session, form_id):
    with session.ports.store.unit() as unit:
        unit.put_company(dataclasses.replace(COMPANY, sending_asked=True))
    document = stored(session, form_id, {"goods": [{"id": "1"}], "invoices": [{"id": "1", "number": "LF-1"}]})
    page = place.open(document.id)
    assert isinstance(page, FormPage)
    problems, paper = page.side.problems, page.side.preview
    for size, tab in ((WHOLE, paper), (WHOLE, problems), (AT_125, problems)):
        place.window.resize(*size)
        page.side.tabs.setCurrentWidget(tab)
        qtbot.waitUntil(lambda: session.tasks.is_idle and not cut(place.window))
        assert page.fields.minimumSizeHint().width() <= page._scroll.viewport().width(), (size, tab)


@pytest.mark.parametrize("lost", [*Lost, None])
def test_the_ways_out_of_a_loss_are_whole(place, lost):
    day = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
    place.window.show_gate(RecoveryPage(lost, [Backup("a", day, 1280), Backup("b", day, 1280, is_aside=True)]))
    QApplication.processEvents()
    assert cut(place.window) == []
