"""Two desks, one draft: what both typed is there at the end, on both, and in the history."""

import pytest
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.documents.document import Resolution, Review
from coo_desktop.views.conflicts.page import ConflictsPage
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approved_product, certificate_of, clock_of, same_on_both

THEIRS, MINE = "SAKURA TABLEWARE OSAKA K.K.", "SAKURA TABLEWARE KOBE K.K."


@pytest.fixture
def draft(screens, desks, backend_process):
    """(my window, the other desk, the id of a complete draft that both have); I have it open."""
    screen = screens(RCEP, "demo")
    other = desks("clerk2", clock=clock_of(RCEP))
    product = approved_product(screen.clerk, backend_process, PRE_REVIEW)
    written = screen.clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    screen.clerk.sync()
    other.sync()
    screen.open(written.id)
    return screen, other, written.id


def clash(screen, other, shared, **theirs):
    """Both name the consignee, the other desk first; mine is what the page shows, theirs has more beside."""
    screen.keys.fill("consignee_name", MINE)
    other.edit(shared, consignee_name=THEIRS, **theirs)
    other.sync()
    screen.saved()
    screen.sync()


def side_by_side(screen):
    """The page of the conflicts, opened from the document by its key; the cursor is in the table."""
    screen.keys.press(Key.Key_S, CONTROL | SHIFT)
    page = screen.window.tabs.current_page()
    assert isinstance(page, ConflictsPage)
    screen.keys.to(page.table)
    return page


def test_edits_of_different_fields_are_both_kept(draft, backend_process):
    screen, other, shared = draft
    screen.keys.fill("contract_no", "LF-77")
    other.edit(shared, lc_no="LC-88", consignee_name=THEIRS)
    other.sync()
    screen.saved()
    screen.sync()
    assert (screen.page.values()["contract_no"], screen.page.values()["lc_no"]) == ("LF-77", "LC-88")
    other.sync()
    mine, theirs = screen.clerk.document(shared), other.document(shared)
    assert mine.values == theirs.values
    assert (mine.values["contract_no"], mine.values["lc_no"], mine.values["consignee_name"]) == (
        "LF-77",
        "LC-88",
        THEIRS,
    )
    assert mine.conflicts == theirs.conflicts == 0
    assert mine.needs_review
    assert same_on_both(screen.clerk, backend_process.client("demo"), shared)


def test_edits_of_one_field_end_in_a_conflict_that_one_desk_answers(draft, backend_process):
    screen, other, shared = draft
    keys, clerk = screen.keys, screen.clerk
    before = clerk.document(shared).values["consignee_name"]
    keys.fill("consignee_name", MINE)
    other.edit(shared, consignee_name=THEIRS)
    other.sync()
    screen.saved()
    screen.sync()
    assert screen.page.values()["consignee_name"] == THEIRS
    (conflict,) = clerk.store.reader.conflicts(shared)
    assert (conflict.base, conflict.mine, conflict.theirs) == (before, MINE, THEIRS)
    side_by_side(screen)
    keys.type("2")
    screen.settled()
    keys.press(Key.Key_Return)
    screen.settled()
    assert screen.saved().id == shared
    screen.sync()
    other.sync()
    for desk in (clerk, other):
        kept = desk.document(shared)
        assert (kept.values["consignee_name"], kept.conflicts) == (MINE, 0)
        assert desk.states() == []
        assert same_on_both(desk, backend_process.client("demo"), shared)
    typed = [(edit.old, edit.new) for edit in clerk.store.reader.edits(shared) if edit.path == "consignee_name"]
    assert {MINE, THEIRS} <= {new for _, new in typed}
    assert typed[0] == (THEIRS, MINE)
    assert before in {old for old, _ in typed}


def test_nothing_is_decided_or_sent_before_a_person_has_settled_every_line(draft, backend_process):
    screen, other, shared = draft
    keys, clerk = screen.keys, screen.clerk
    (row,) = clerk.document(shared).values["goods"]
    clerk.edit(shared, goods=[{**row, "quantity": "7"}])
    clash(screen, other, shared, goods=[])
    keys.press(Key.Key_Return, CONTROL)
    assert (QApplication.activeModalWidget(), clerk.document(shared).delivery) == (None, "")
    assert any("2" in said and "未发送" in said for said in screen.page.header.notices.texts())

    page = side_by_side(screen)
    shown = [[page.table.item(line, column).text() for column in range(5)] for line in range(2)]
    assert [text.splitlines()[0] for text in shown[0][2:]] == [MINE, THEIRS, THEIRS]
    assert "李静, 2026-" in shown[0][3]
    assert ("行已删除" in shown[1][3], "7" in shown[1][2], "7" in shown[1][4]) == (True, True, True)
    keys.type("2")
    screen.settled()
    keys.press(Key.Key_W, CONTROL)
    page = side_by_side(screen)
    assert [line.decision and line.decision.resolution for line in page.table.lines] == [Resolution.MINE, None]
    keys.press(Key.Key_Return)
    screen.settled()
    assert page.table.currentRow() == 1
    assert clerk.document(shared).conflicts == 2
    keys.type("3")
    keys.press(Key.Key_Up)
    keys.press(Key.Key_F2)
    keys.press(Key.Key_A, CONTROL)
    keys.type("TYPED K.K.")
    keys.press(Key.Key_Return, CONTROL)
    screen.settled()
    assert screen.saved().id == shared
    assert keys.field == "consignee_name"
    screen.sync()
    other.sync()
    for desk in (clerk, other):
        kept = desk.document(shared)
        assert (kept.values["consignee_name"], kept.values["goods"], kept.conflicts) == ("TYPED K.K.", [], 0)
        assert same_on_both(desk, backend_process.client("demo"), shared)


def test_both_are_kept_by_one_key_and_it_is_said_which_draft_is_mine(draft):
    screen, other, shared = draft
    clash(screen, other, shared)
    side_by_side(screen)
    screen.keys.type("b")
    screen.keys.press(Key.Key_Return)
    screen.settled()
    assert screen.page.document.id == shared
    (copy,) = [
        one for one in screen.clerk.store.reader.newest("certificate", "rcep_2022") if one.review == Review.KEPT_BOTH
    ]
    assert (copy.values["consignee_name"], screen.saved().values["consignee_name"]) == (MINE, THEIRS)
    assert any("另存" in said for said in screen.window.notices.texts())
    screen.keys.press(Key.Key_Tab, CONTROL)
    screen.sync()
    other.sync()
    assert other.document(copy.id).values["consignee_name"] == MINE
