"""The whole program ends, or is cut off: at the next start its tabs stand as they stood, the cursor in its place."""

import shutil

import pytest

from coo_backend.seed import PASSWORD
from coo_desktop.domain.operations import drafts
from coo_desktop.views.account.sign_in import UnlockPage
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.shell.open_tabs import KEPT
from coo_desktop.views.target import DOCUMENT, HISTORY, Target
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import Keyboard, sign_in
from tests.flows.screen import NETWORK_MS


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


@pytest.fixture
def program(qtbot, keys, programs):
    """A program with documents open, the cursor in the second row of the goods of one of them, at the front."""
    started = programs.start("demo")
    sign_in(qtbot, keys, started, PASSWORD, "demo")
    qtbot.waitUntil(lambda: started.window.light.light == "synced", timeout=NETWORK_MS)
    return started


def written(program) -> dict[str, str]:
    """The ids of an importer, a product and a certificate with two rows of goods."""
    goods = [{**row, "id": name} for name in ("g1", "g2") for row in values_of(RCEP)["goods"][:1]]
    given = {
        "importer": {"name": "SAKURA"},
        "pre_review": values_of(PRE_REVIEW),
        "rcep_2022": {**values_of(RCEP), "goods": goods},
    }
    with program.opened.store.unit() as unit:
        return {form: drafts.start(unit, form, values).document.id for form, values in given.items()}


def document(document_id: str) -> Target:
    return Target(DOCUMENT, document=document_id)


def arranged(qtbot, program) -> tuple[list[Target], dict[str, str]]:
    """Opens pages and puts the cursor; gives the tabs in their order and the ids, once the store knows."""
    ids = written(program)
    work = program.open_session.workplace
    keys = [
        document(ids["pre_review"]),
        Target("outbox"),
        document(ids["rcep_2022"]),
        Target(HISTORY, document=ids["importer"]),
        document(ids["importer"]),
    ]
    for key in keys:
        work.go(key)
    page = work.open(ids["rcep_2022"])
    goods = page.fields.editor("goods")
    goods.view.setFocus()
    goods.view.setCurrentIndex(goods.model.index(1, 2))
    kept = program.opened.store.reader.setting
    told = {"field": "goods", "row": "g2", "part": goods.model.columns[2].id}

    def is_kept() -> bool:
        tabs = (kept(KEPT) or {}).get("tabs", [])
        return [tab["cursor"] for tab in tabs if tab["document"] == ids["rcep_2022"] and tab["place"] == DOCUMENT] == [
            told
        ]

    qtbot.waitUntil(is_kept, timeout=5_000)
    return [Target("start"), *keys], ids


def unlocked(qtbot, keys, program) -> None:
    """Before the password nothing is open; behind it everything stands."""
    assert isinstance(program.window.gate, UnlockPage)
    assert not program.window.tabs.closable()
    sign_in(qtbot, keys, program, PASSWORD)
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)


@pytest.mark.parametrize("end", ["closed", "cut off"])
def test_tabs_order_and_cursor_come_back(qtbot, keys, programs, program, tmp_path, end):
    expected, ids = arranged(qtbot, program)
    if end == "closed":
        programs.end(program)
    shutil.copytree(tmp_path / "demo", tmp_path / "again")  # what a computer without power leaves behind
    again = programs.start("again")
    unlocked(qtbot, keys, again)
    tabs = again.window.tabs
    assert list(tabs.closable()) == expected
    assert tabs.key_of_current() == document(ids["rcep_2022"])
    assert list(tabs.open_pages()) == [document(ids["rcep_2022"])]  # the others wait until they are shown
    goods = tabs.current_page().fields.editor("goods")
    qtbot.waitUntil(lambda: goods.view.hasFocus())
    at = goods.view.currentIndex()
    assert (at.row(), at.column()) == (1, 2)

    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        assert tabs.current_page() is not None
    assert list(tabs.closable()) == expected
    assert set(tabs.open_pages()) == set(expected)


def test_a_document_that_is_gone_is_told_and_the_others_open(qtbot, keys, programs, program, tmp_path):
    expected, _ids = arranged(qtbot, program)
    qtbot.waitUntil(lambda: program.tasks.is_idle, timeout=NETWORK_MS)
    store = program.opened.store
    kept = store.reader.setting(KEPT)
    lost = {"place": DOCUMENT, "document": "gone", "title": "RCEP", "icon": "draft", "cursor": {}}
    with store.unit() as unit:
        unit.put_setting(KEPT, {**kept, "tabs": [lost, *kept["tabs"], "nonsense"]})
    shutil.copytree(tmp_path / "demo", tmp_path / "again")
    again = programs.start("again")
    unlocked(qtbot, keys, again)
    assert list(again.window.tabs.closable()) == expected
    assert any("上次打开的 1 份单据" in text for text in again.window.notices.texts())


def test_what_is_deleted_before_its_tab_is_shown_is_told_then(qtbot, keys, programs, program, tmp_path):
    _expected, ids = arranged(qtbot, program)
    programs.end(program)
    again = programs.start("demo")
    unlocked(qtbot, keys, again)
    with again.opened.store.unit() as unit:
        drafts.discard(unit, ids["importer"])
    tabs = again.window.tabs
    assert document(ids["importer"]) in tabs.closable()
    tabs.setCurrentIndex(list(tabs.closable()).index(document(ids["importer"])) + 3)
    assert document(ids["importer"]) not in tabs.closable()
    assert any("已不存在" in text for text in again.window.notices.texts())
    assert isinstance(tabs.show_page(document(ids["rcep_2022"])), FormPage)
