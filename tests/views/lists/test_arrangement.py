"""What a person arranged is there again the next time, whatever columns the program has by then."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from coo_desktop.domain.errors import StoreFull
from coo_desktop.domain.operations import settings
from coo_desktop.views.lists.arrangement import QUIET_S, Share
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS
from coo_desktop.views.lists.page import ListPage
from tests.views.pages import stored


@pytest.fixture
def show(qtbot, session):
    def new(kind=CERTIFICATES):
        page = ListPage(session, kind)
        qtbot.addWidget(page)
        page.resize(1400, 500)
        page.show()
        return page

    return new


def order(page):
    header = page.table.horizontalHeader()
    return [page.model.columns[header.logicalIndex(place)].name for place in range(header.count())]


def kept(qtbot, session, name="columns/certificate"):
    qtbot.waitUntil(
        lambda: session.read.setting(name) is not None and session.tasks.is_idle, timeout=int(QUIET_S * 10_000)
    )
    return session.read.setting(name)


def test_widths_places_and_order_come_back(qtbot, session, show):
    for number in ("B", "A", "C"):
        stored(session, "rcep_2022", facts={"number": number})
    page = show()
    header, names = page.table.horizontalHeader(), [column.name for column in page.model.columns]
    header.resizeSection(names.index("partner"), 333)
    header.moveSection(header.visualIndex(names.index("number")), 0)
    header.setSortIndicator(names.index("number"), Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: (session.read.setting("columns/certificate") or {}).get("sort") == "number")
    again = show()
    assert order(again)[0] == "number"
    assert again.table.horizontalHeader().sectionSize(names.index("partner")) == 333
    assert again.table.horizontalHeader().sortIndicatorSection() == names.index("number")
    assert [again.model.row(row).number for row in range(3)] == ["A", "B", "C"]


def test_looking_at_a_list_keeps_nothing(qtbot, session, show):
    page = show()
    page.resize(900, 400)
    qtbot.waitUntil(lambda: page.table.horizontalHeader().length() < 1400)
    assert not page.columns.is_waiting
    page.table.horizontalHeader().resizeSection(0, 200)
    assert page.columns.is_waiting


def test_what_was_moved_just_before_the_list_is_left_is_kept(qtbot, session, show):
    page = show()
    page.table.horizontalHeader().moveSection(0, 3)
    with qtbot.waitCallback(timeout=int(QUIET_S * 1000) // 2) as stored_now:
        page.flush(stored_now)
    assert session.read.setting("columns/certificate")["order"] == order(page)


def test_an_arrangement_that_the_disk_refuses_holds_nobody_up(qtbot, session, show, monkeypatch):
    def full():
        raise StoreFull()

    page = show()
    page.table.horizontalHeader().moveSection(0, 3)
    monkeypatch.setattr(session.ports.store, "unit", full)
    page.flush()
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert page.is_stored


def test_each_list_has_its_own_columns(qtbot, session, show):
    page = show()
    page.table.horizontalHeader().moveSection(0, 3)
    kept(qtbot, session)
    assert order(show(PRE_REVIEWS)) == [column.name for column in show(PRE_REVIEWS).model.columns]
    assert order(show()) == order(page)


def test_columns_go_back_to_the_first_day(qtbot, session, show):
    page = show()
    first, width = order(page), page.table.horizontalHeader().sectionSize(2)
    page.table.horizontalHeader().moveSection(0, 3)
    page.table.horizontalHeader().resizeSection(2, 444)
    kept(qtbot, session)
    page.columns.reset()
    assert (order(page), page.table.horizontalHeader().sectionSize(2)) == (first, width)
    qtbot.waitUntil(lambda: session.read.setting("columns/certificate") is None)


@pytest.mark.parametrize(
    "odd",
    [
        [],
        {"order": 1, "widths": 2, "sort": 3},
        {"order": ["gone", "number"], "widths": {"number": -5, "gone": 9, "title": "x"}, "sort": "gone"},
        {"order": ["number"], "widths": {"number": 10**9}},
    ],
)
def test_an_arrangement_of_another_version_harms_nothing(session, show, odd):
    with session.ports.store.unit() as unit:
        settings.keep_preference(unit, "columns/certificate", odd)
    page = show()
    assert sorted(order(page)) == sorted(column.name for column in page.model.columns)
    assert all(page.table.horizontalHeader().sectionSize(number) < 2000 for number in range(3))


def test_a_page_is_shared_as_it_was_for_each_of_its_parts(qtbot, session):
    def split():
        made = QSplitter()
        qtbot.addWidget(made)
        for _ in range(2):
            made.addWidget(QWidget(made))
        made.resize(1000, 300)
        made.show()
        return made, Share(session, "form", made)

    first, share = split()
    share.show_part("paper", 50)
    assert first.sizes()[1] == pytest.approx(500, abs=10)
    first.moveSplitter(300, 1)
    share.show_part("problems", 25)
    assert kept(qtbot, session, "share/form/paper") == pytest.approx(70, abs=1)
    assert session.read.setting("share/form/problems") is None
    second, again = split()
    again.show_part("problems", 25)
    assert second.sizes()[1] == pytest.approx(250, abs=10)
    again.show_part("paper", 50)
    assert second.sizes()[1] == pytest.approx(700, abs=12)
