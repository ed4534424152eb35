"""The page of conflicts: what it shows of each side, what its keys decide, what others do meanwhile."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import Change, Conflict, Resolution
from coo_desktop.domain.operations import conflicts
from coo_desktop.views.conflicts.page import ConflictsPage
from tests.views.pages import stored

Key = Qt.Key
GOODS = [{"id": "g1", "quantity": "5", "name_en": "FLASKS"}, {"id": "g2", "quantity": "6", "name_en": "CUPS"}]
MARKS = {"form": "text", "text": "N/M"}
VALUES = {"consignee_name": "THEIRS K.K.", "goods": GOODS, "marks": MARKS}
SIDES = {
    "consignee_name": ("WAS K.K.", "MINE K.K.", "THEIRS K.K."),
    "goods/g2/quantity": ("1", "2", "6"),
    "goods/g1": (GOODS[0] | {"quantity": "4"}, None, GOODS[0]),
    "marks": ({"form": "text", "text": "A"}, {"form": "text", "text": "A <b>B</b>"}, MARKS),
}


@pytest.fixture
def document(session):
    """A document with a conflict of each kind: a text, a part of a row, a whole row, marks."""
    made = stored(session, "rcep_2022", VALUES, conflicts=len(SIDES))
    with session.ports.store.unit() as unit:
        for number, (path, (base, mine, theirs)) in enumerate(SIDES.items()):
            who = {"theirs_by": "li@lanfeng", "theirs_at": "2026-11-23T04:00:00.000+00:00"}
            sides = {"path": path, "base": base, "mine": mine, "theirs": theirs}
            unit.put_conflicts([Conflict(id=f"c{number}", document=made.id, **sides, **who)])
    return made


@pytest.fixture
def page(qtbot, session, document):
    made = ConflictsPage(session, document.id)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.table.setFocus()
    return made


def settled(qtbot, session):
    qtbot.waitUntil(lambda: session.tasks.is_idle)


def shown(page, path):
    row = [line.path for line in page.table.lines].index(path)
    return [page.table.item(row, column).text() for column in range(5)]


def go(page, path):
    page.table.go_to([line.path for line in page.table.lines].index(path))


def elsewhere(session, document, **values):
    with session.ports.store.unit() as unit:
        now = unit.document(document.id)
        unit.put(dataclasses.replace(now, values={**now.values, **values}))
    session.changed.emit(Change(ids=(document.id,), by="sync"))


def test_each_line_tells_its_place_and_every_side(page):
    assert [line.path for line in page.table.lines] == ["consignee_name", "marks", "goods/g1", "goods/g2/quantity"]
    _field, base, mine, theirs, result = shown(page, "consignee_name")
    assert (base, mine, theirs.splitlines()[0]) == ("WAS K.K.", "MINE K.K.", "THEIRS K.K.")
    assert theirs.splitlines()[1].startswith("li@lanfeng, 2026-11-23")
    assert result.splitlines() == ["THEIRS K.K.", "未决定，现为此值"]
    assert shown(page, "goods/g2/quantity")[0].endswith("货物 2 · 数量")
    whole = shown(page, "goods/g1")
    assert (whole[2], "FLASKS" in whole[3], "FLASKS" in whole[4]) == ("（行已删除）", True, True)
    assert "A <b>B</b>" in shown(page, "marks")[2]
    assert page.count.text() == "已决定 0/4"


@pytest.mark.parametrize(
    ("key", "answer", "result"),
    [
        (Key.Key_1, Resolution.BASE, "WAS K.K."),
        (Key.Key_2, Resolution.MINE, "MINE K.K."),
        (Key.Key_3, Resolution.THEIRS, "THEIRS K.K."),
        (Key.Key_B, Resolution.BOTH, "THEIRS K.K."),
    ],
)
def test_a_key_decides_the_line_and_delete_takes_it_back(qtbot, session, page, document, key, answer, result):
    qtbot.keyClick(page.table, key)
    settled(qtbot, session)
    line = page.table.current
    assert (line.path, line.decision.resolution, line.result) == ("consignee_name", answer, result)
    assert session.read.document(document.id) == document
    qtbot.keyClick(page.table, Key.Key_Delete)
    settled(qtbot, session)
    assert page.table.current.decision is None


def test_what_is_typed_as_the_result_is_stored_by_itself(qtbot, session, page, document):
    go(page, "goods/g2/quantity")
    qtbot.keyClick(page.table, Key.Key_F2)
    line = page.result.editor.focus_widget()
    qtbot.waitUntil(line.hasFocus)
    line.selectAll()
    qtbot.keyClicks(line, "77")
    qtbot.waitUntil(lambda: page.is_stored and session.tasks.is_idle, timeout=3000)
    assert (page.table.current.decision.resolution, page.table.current.result) == (Resolution.OWN, "77")
    qtbot.keyClicks(line, "8")
    go(page, "consignee_name")  # before the pause after which it is stored
    settled(qtbot, session)
    kept = {one.path: one.decision for one in session.read.conflicts(document.id)}
    assert (kept["goods/g2/quantity"].result, kept["consignee_name"]) == ("778", None)


def test_a_whole_row_has_no_result_to_type(page):
    go(page, "goods/g1")
    assert page.result.editor is None


def test_a_decision_made_on_a_value_that_is_gone_is_asked_for_again(qtbot, session, page, document):
    qtbot.keyClick(page.table, Key.Key_2)
    settled(qtbot, session)
    elsewhere(session, document, consignee_name="FOURTH K.K.")
    assert shown(page, "consignee_name")[4].splitlines() == ["FOURTH K.K.", "未决定，现为此值"]
    assert page.count.text() == "已决定 0/4"


def test_finishing_goes_to_what_is_undecided_and_then_leaves(qtbot, session, page, document):
    qtbot.keyClick(page.table, Key.Key_2)
    qtbot.keyClick(page.table, Key.Key_Return)
    settled(qtbot, session)
    assert (page.table.current.path, page.message.text()) == ("marks", "请先逐行选择，还有 3 行未决定。")
    for path in list(SIDES)[1:]:
        go(page, path)
        qtbot.keyClick(page.table, Key.Key_2)
        settled(qtbot, session)
    with qtbot.waitSignals([page.opened, page.gone]):
        qtbot.keyClick(page.table, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    kept = session.read.document(document.id)
    assert (kept.values["consignee_name"], kept.conflicts) == ("MINE K.K.", 0)
    assert [(row["id"], row["quantity"]) for row in kept.values["goods"]] == [("g2", "2")]


def test_a_document_that_was_sent_meanwhile_offers_to_let_mine_go_or_to_keep_both(qtbot, session, page, document):
    with session.ports.store.unit() as unit:
        unit.put(dataclasses.replace(unit.document(document.id), stage="submitted"))
    session.changed.emit(Change(ids=(document.id,), by="sync"))
    offered = [answer for answer, button in page.buttons.items() if button.isEnabled()]
    assert (offered, page.result.editor) == ([Resolution.THEIRS, Resolution.BOTH], None)
    qtbot.keyClick(page.table, Key.Key_2)
    settled(qtbot, session)
    assert page.table.current.decision is None


def test_the_page_goes_when_another_window_has_settled_all(qtbot, session, page, document):
    with qtbot.waitSignal(page.gone):
        with session.ports.store.unit() as unit:
            for conflict in unit.conflicts(document.id):
                unit.resolve_conflict(conflict.id)
        session.changed.emit(Change(ids=(document.id,)))


def test_a_decision_survives_the_page(qtbot, session, page, document):
    qtbot.keyClick(page.table, Key.Key_B)
    settled(qtbot, session)
    again = ConflictsPage(session, document.id)
    qtbot.addWidget(again)
    assert again.table.lines[0].decision.resolution is Resolution.BOTH
    assert conflicts.open_lines(session.read, session.rules, document)[0].decision.resolution is Resolution.BOTH
