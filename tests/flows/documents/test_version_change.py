"""转版: the candidates of a code that was split, from the packs of the computer: the likest name first, in Chinese."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Change
from coo_desktop.environment import words
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library
from coo_desktop.views.hs.recoding_page import RecodingPage
from coo_desktop.views.target import Target
from coo_desktop.views.words.notices import said
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.store.packs.tables import PAIRS, small_correlation

HEADER = PAIRS.splitlines()[0]
#: The three successors of one code in other headings and in its own, as the table of the UN tells pairs.
SPLIT = f"{HEADER}\n854141,854140,n:n\n854149,854140,n:n\n853952,854140,n:n\n"


@pytest.fixture
def screen(screens, tmp_path):
    """A window over real packs: the built-in codes, whose subheadings have English names only, and a correlation."""
    opened = screens(RCEP, "demo")
    install(small_correlation(tmp_path, SPLIT), tmp_path / "packs")
    opened.session.ports = dataclasses.replace(opened.session.ports, packs=Library(tmp_path / "packs"))
    values = {**values_of(PRE_REVIEW), "hs_code": "854140", "name_zh": "发光二极管灯泡", "name_en": "LED lamps"}
    values["materials"] = []
    written = opened.clerk.write(values, form="pre_review")
    with opened.clerk.store.unit() as unit:
        unit.put(dataclasses.replace(written, created_at="2019-03-01T00:00:00.000"))
    opened.session.changed.emit(Change(families=frozenset({"pre_review"})))
    return opened


def recoding(qtbot, screen) -> RecodingPage:
    screen.workplace.act(Target("recoding"))
    page = screen.window.tabs.current_page()
    assert isinstance(page, RecodingPage)
    qtbot.waitUntil(lambda: page.table.rowCount() == 1 and screen.session.tasks.is_idle, timeout=20_000)
    return page


def column(page: RecodingPage, number: int) -> list[str]:
    return [page.candidates.item(row, number).text() for row in range(page.candidates.rowCount())]


def test_the_candidates_stand_by_likeness_with_chinese_names(qtbot, screen):
    page = recoding(qtbot, screen)
    likeness = [int(text.removesuffix(" %") or 0) for text in column(page, 3)]
    assert column(page, 0)[0] == "853952"  # of another heading, and the likest by its name
    assert likeness == sorted(likeness, reverse=True)
    assert len(set(likeness)) > 1
    assert all(not name.isascii() for name in column(page, 1))
    page.candidates.selectRow(0)
    assert page.table.item(0, 5).text().startswith("853952 ")
    assert not page.table.item(0, 5).text().isascii()


def test_the_notice_of_a_change_names_its_candidates_in_the_language_of_the_screen(qtbot, screen):
    recoding(qtbot, screen)
    notices = screen.clerk.store.reader.notices
    qtbot.waitUntil(lambda: any(one.kind == "code_split" for one in notices.newest(9)))
    (told,) = [one for one in notices.newest(9) if one.kind == "code_split"]
    shown = said(told).partition("853952 ")[2]
    assert not shown.partition("；")[0].isascii()
    words.use("en")
    assert said(told).replace("发光二极管灯泡", "").isascii()
    assert "853952, 8541" in said(told)
