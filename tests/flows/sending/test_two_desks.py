"""Two desks, one draft: what both typed is there at the end, on both, and in the history."""

import pytest

from tests.domain.given import PRE_REVIEW, RCEP
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
    keys.press_button(f"保留我的: {screen.page.form.by_id['consignee_name'].label.zh_CN}")
    screen.saved()
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
