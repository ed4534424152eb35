"""The page of version changes: codes with their candidates, put in together, taken back, adjusted one by one."""

import dataclasses
from functools import partial

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.hs.changes import Link, correlate
from coo_desktop.domain.operations import recoding
from coo_desktop.views.hs.recoding_page import RecodingPage
from tests.fakes.packs import FewCodes, NoPacks, code
from tests.views.pages import stored

LINKS = [
    Link("030510", "030910"),
    Link("854140", "854141"),
    Link("854140", "854142"),
    Link("240399", "240399"),
    Link("240399", "240411"),
]


@pytest.fixture
def session(make):
    names = {"030910": "鱼粉", "854141": "发光二极管", "854142": "光电池", "240399": "其他烟草", "240411": "新型烟草"}
    packs = NoPacks(FewCodes(*(code(digits, name) for digits, name in names.items())))
    packs.tables = (correlate("2017", "2022", "UN", LINKS),)
    return make(packs=packs)


@pytest.fixture
def old(session):
    """Stores a product of the edition before."""

    def put(hs_code, name, **changes):
        made = stored(session, "pre_review", {"hs_code": hs_code, "name_zh": name}, **changes)
        with session.ports.store.unit() as unit:
            return unit.put(dataclasses.replace(made, created_at="2019-03-01T00:00:00.000"))

    return put


@pytest.fixture
def opened(session, qtbot):
    def show():
        page = RecodingPage(session)
        qtbot.addWidget(page)
        page.show()
        return page

    return show


def lines(page):
    return [page.table.item(row, 3).text().split()[0] for row in range(page.table.rowCount())]


def go_to(page, hs_code):
    page.table.setCurrentCell(lines(page).index(hs_code), 1)


def pick(page, hs_code):
    codes = [page.candidates.item(row, 0).text() for row in range(page.candidates.rowCount())]
    page.candidates.selectRow(next(row for row, text in enumerate(codes) if text.startswith(hs_code)))


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def code_of(session, document):
    return session.read.document(document.id).values["hs_code"]


def test_without_packs_the_page_says_what_is_missing(make, qtbot):
    page = RecodingPage(make())
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: "未安装" in page._state.text() or "installed" in page._state.text())
    assert not page.applying.isEnabled()


def test_a_sure_successor_is_ticked_and_a_split_code_waits_for_a_person(old, opened, qtbot):
    old("030510", "鱼粉")
    old("854140", "太阳能光电池")
    page = opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    assert [(each.old, each.new) for each in page.table.ticked()] == [("030510", "030910")]
    go_to(page, "854140")
    assert [page.candidates.item(row, 0).text() for row in range(2)] == ["854142", "854141"]
    pick(page, "854141")
    assert {(each.old, each.new) for each in page.table.ticked()} == {("030510", "030910"), ("854140", "854141")}


def test_broad_candidates_are_shown_when_asked_for(session, old, opened, qtbot):
    broad = correlate("2017", "2022", "UN", [*LINKS, Link("030510", "240411", True)])
    session.packs.tables = (broad,)
    old("030510", "鱼粉")
    page = opened()
    qtbot.waitUntil(lambda: page.broad.isVisible())
    assert page.candidates.rowCount() == 1
    page.broad.click()
    assert page.candidates.item(1, 0).text() == "240411"


def test_ticked_codes_are_put_in_together_and_taken_back(session, old, opened, qtbot):
    fish, cell = old("030510", "鱼粉"), old("854140", "光电池")
    page = opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    go_to(page, "854140")
    pick(page, "854142")
    press(qtbot, page.applying)
    qtbot.waitUntil(lambda: lines(page) == [])
    assert (code_of(session, fish), code_of(session, cell)) == ("030910", "854142")
    assert not page.applying.isEnabled()
    qtbot.waitUntil(page.undoing.isEnabled)
    press(qtbot, page.undoing)
    qtbot.waitUntil(lambda: len(lines(page)) == 2)
    assert (code_of(session, fish), code_of(session, cell)) == ("030510", "854140")


def test_a_page_that_nobody_sees_reads_again_when_it_is_shown(session, old, opened, qtbot):
    old("030510", "鱼粉")
    page = opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    page.hide()
    old("854140", "光电池")
    session.changed.emit(Change(families=frozenset({"pre_review"})))
    assert not page._reread.isActive()
    page.show()
    qtbot.waitUntil(lambda: len(lines(page)) == 2)


def test_a_line_without_its_tick_is_left_alone(session, old, opened, qtbot):
    fish = old("030510", "鱼粉")
    page = opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    page.table.item(0, 0).setCheckState(Qt.CheckState.Unchecked)
    assert not page.applying.isEnabled()
    assert code_of(session, fish) == "030510"


def test_adjust_now_opens_the_copy_of_an_approved_product_with_the_new_code(session, old, opened, qtbot):
    fish = old("030510", "鱼粉", stage="approved", rev="e1.3.x")
    page = opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    with qtbot.waitSignal(page.opened) as told:
        press(qtbot, page.adjusting)
    copy = session.read.document(told.args[0])
    assert (copy.links["adjusts"], copy.values["hs_code"]) == (fish.id, "030910")
    qtbot.waitUntil(lambda: lines(page) == [])


def test_a_code_that_is_kept_is_not_shown_again(session, old, opened, qtbot):
    tobacco = old("240399", "烟草")
    page = opened()
    qtbot.waitUntil(lambda: lines(page) == ["240399"])
    pick(page, "240399")
    press(qtbot, page.applying)
    qtbot.waitUntil(lambda: lines(page) == [])
    assert code_of(session, tobacco) == "240399"
    assert session.read.setting(recoding.CHOSEN)


def test_a_product_in_review_is_shown_and_only_opens(old, opened, qtbot):
    sent = old("030510", "鱼粉", stage="in_review")
    page = opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    assert not page.candidates.isEnabled()
    assert list(page.table.ticked()) == []
    with qtbot.waitSignal(page.opened, check_params_cb=partial(str.__eq__, sent.id)):
        press(qtbot, page.adjusting)
