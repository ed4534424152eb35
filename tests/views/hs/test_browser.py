"""Looking codes up: the search and the tree stand at the same code, told with its units, validity and source."""

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.hs.codes import Listed
from coo_desktop.domain.packs import manifest
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.views.hs.browser import QUALITIES, HsBrowser, details, source
from coo_desktop.views.session import Session
from tests.views.codes import built_in_codes, desk_with, own_product

Key = Qt.Key


@pytest.fixture
def session(qtbot, tmp_path_factory) -> Iterator[Session]:
    made = desk_with(built_in_codes(tmp_path_factory.getbasetemp() / "codes"))
    yield made
    made.tasks.close()


@pytest.fixture
def browser(qtbot, session) -> HsBrowser:
    made = HsBrowser(session)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    settle(qtbot, made, session)
    return made


def settle(qtbot, browser: HsBrowser, session: Session) -> None:
    qtbot.waitUntil(lambda: not browser.is_busy and session.tasks.is_idle, timeout=10_000)


def codes(browser: HsBrowser) -> list[str]:
    return [hit.code for hit in browser.hits.hits]


def test_the_tree_begins_with_the_sections(browser):
    assert browser.tree.topLevelItemCount() == 22
    assert browser.tree.topLevelItem(0).text(0).startswith("I  ")


def test_a_search_stands_in_the_tree_at_its_first_hit(qtbot, session, browser):
    qtbot.keyClicks(browser.search, "zhenkongping")
    settle(qtbot, browser, session)
    assert codes(browser)[:2] == ["9617", "961700"]
    assert browser.code() == browser.tree.code() == "9617"
    item = browser.tree.currentItem()
    assert item.parent().text(0).startswith("96  ")
    assert item.parent().parent().text(0).startswith("XX  ")


def test_the_arrow_keys_go_through_the_hits_and_the_tree_follows(qtbot, session, browser):
    qtbot.keyClicks(browser.search, "9617")
    settle(qtbot, browser, session)
    qtbot.keyClick(browser.search, Key.Key_Down)
    settle(qtbot, browser, session)
    assert browser.tree.code() == browser.code() == "961700"
    assert "Vacuum flasks" in browser.details.text()
    assert "2022-01-01" in browser.details.text()


def test_the_tree_is_walked_by_keys_and_the_details_follow(qtbot, session, browser):
    browser.tree.setFocus()
    browser.tree.setCurrentItem(browser.tree.topLevelItem(1))
    qtbot.keyClick(browser.tree, Key.Key_Right)
    settle(qtbot, browser, session)
    qtbot.keyClick(browser.tree, Key.Key_Right)
    settle(qtbot, browser, session)
    assert browser.code() == "06"
    assert browser.details.text().startswith("06  ")


def test_what_has_nothing_below_it_does_not_open(qtbot, session, browser):
    browser.tree.reveal("961700")
    settle(qtbot, browser, session)
    shown = browser.tree.currentItem().childIndicatorPolicy()
    assert shown == shown.DontShowIndicatorWhenChildless


def test_enter_takes_the_code_that_is_looked_at(qtbot, session, browser):
    taken = []
    browser.taken.connect(taken.append)
    qtbot.keyClicks(browser.search, "9617")
    settle(qtbot, browser, session)
    qtbot.keyClick(browser.search, Key.Key_Return)
    assert taken == ["9617"]


def test_an_empty_search_keeps_the_code_in_the_tree(qtbot, session, browser):
    browser.show_text("9617")
    settle(qtbot, browser, session)
    browser.search.clear()
    settle(qtbot, browser, session)
    assert codes(browser) == []
    assert browser.found.text() == ""
    assert browser.tree.code() == "9617"


def test_nothing_found_is_said(qtbot, session, browser):
    browser.show_text("qqqqzzzz")
    settle(qtbot, browser, session)
    assert browser.found.text() == "查到 0 个编码"


@pytest.mark.parametrize("query", ["真空瓶", "bwp", "tea", "0902", "umbrela", "不锈钢保温杯"])
def test_the_browser_finds_what_the_command_line_finds(qtbot, session, browser, query):
    own_product(session, "别的产品", "732393")
    browser.show_text(query)
    settle(qtbot, browser, session)
    # `found_codes` of the command line is this search.
    assert codes(browser) == [hit.code for hit in session.packs.nomenclature.search(query, 100)]


def test_where_the_codes_are_from_is_told(browser):
    assert browser.source.text().startswith("HS 2022，截至 2022-01-01 · 已 4 年 · WCO HS 2022")


def test_every_quality_has_words():
    assert set(QUALITIES) == set(manifest.QUALITIES)


def test_a_code_is_told_with_units_and_the_end_of_its_validity():
    listed = Listed("96170019", "961700", "其他保温瓶", "Other", ("个", "千克"), "2019-01-01", "2022-12-31", True)
    told = details(listed, "zh_CN").splitlines()
    assert told[:2] == ["9617.00.19  其他保温瓶", "Other"]
    assert "个 / 千克" in told[2]
    assert "2022-12-31" in told[2]
    assert details(listed, "en").splitlines()[:2] == ["9617.00.19  Other", "其他保温瓶"]


def test_a_fresh_pack_has_no_age():
    facts = ("2026-01-01", "", "2026-11-01", "customs", "CC0", "official", "r", "1")
    told = source(Manifest("n", "codes", "2022", *facts), dt.date(2026, 11, 23))
    assert told == "HS 2022，截至 2026-11-01 · customs · 官方"


def test_a_page_copies_what_is_taken(qtbot, session):
    from coo_desktop.views.hs.browser import HsPage

    page = HsPage(session)
    qtbot.addWidget(page)
    page.browser.taken.emit("961700")
    assert QApplication.clipboard().text() == "961700"
    assert "9617.00" in page.browser.found.text()
