"""The outbox: what needs a person and why, what goes by itself; trying again and taking back."""

import dataclasses

import pytest
from PySide6.QtCore import QItemSelectionModel

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change, Evidence, Intent
from coo_desktop.domain.operations import drafts
from coo_desktop.environment import words
from coo_desktop.views.mail.intent_table import MOST_LINES
from coo_desktop.views.mail.outbox_page import SHOWN, OutboxPage
from coo_desktop.views.questions import ConfirmQuestion
from tests.views.pages import stored

FINDING = {"messageZh": "发票号码已被使用。", "messageEn": "The invoice number is used already.", "box": "10"}
PROBLEM = {"type": "validation", "problems": [{"severity": "block", "code": "x", "field": "y", **FINDING}]}


def put_in(session, document, kind="submit", **changes):
    with session.ports.store.unit() as unit:
        for intent in unit.intents(document.id):
            unit.drop_intent(intent.key)
        return unit.enqueue(Intent(key=new_id(), kind=kind, document=document.id, **{"body": {}, **changes}))


def opened(qtbot, session):
    made = OutboxPage(session)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def page(qtbot, session):
    document = stored(session, "pre_review", {"name_zh": "保温杯"}, stage="ready", delivery="refused")
    put_in(session, document, state="refused", problem=PROBLEM)
    return opened(qtbot, session)


@pytest.fixture
def english():
    before = words.language()
    words.use("en")
    yield
    words.use(before)


def texts(table, row=0):
    return [table.table.item(row, column).text() for column in range(table.table.columnCount())]


def choose(table):
    """The first line, whatever keys the test before has left down."""
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    table.table.selectionModel().select(table.table.model().index(0, 0), flags)


def test_a_refused_line_stands_apart_with_its_reason_and_what_can_be_done(page):
    document, wanted, state, why, _tries, _since = texts(page.held)
    assert "保温杯" in document
    assert (wanted, state) == ("提交审核", "被退回，未受理")
    assert "第10栏" in why
    assert FINDING["messageZh"] in why
    assert page.going.table.rowCount() == 0
    assert "更正后重新发送" in page._why.text()


def test_a_reason_is_told_in_the_language_of_the_screen(qtbot, english, session):
    document = stored(session, "pre_review", {"name_zh": "保温杯"}, stage="ready", delivery="refused")
    put_in(session, document, state="refused", problem=PROBLEM)
    page = opened(qtbot, session)
    assert FINDING["messageEn"] in texts(page.held)[3]
    assert "correct it and send it again" in page._why.text()


def test_what_goes_by_itself_stands_below_in_its_order(qtbot, session):
    written = [stored(session, "pre_review", {"name_zh": name}) for name in ("保温杯", "花瓶")]
    page = opened(qtbot, session)
    assert [texts(page.going, row)[0] for row in range(2)] == ["保温杯", "花瓶"]
    assert page.held.table.rowCount() == 0
    assert [intent.document for intent in session.read.intents()] == [one.id for one in written]


def test_trying_again_queues_it_with_the_same_key(qtbot, session, page):
    key = page.chosen()[0].key
    with qtbot.waitSignal(session.sync_wanted):
        page.retrying.click()
    intent = session.read.intents()[0]
    assert (intent.key, intent.state, intent.problem) == (key, "queued", None)


def test_taking_back_asks_says_what_becomes_of_the_document_and_gives_it_into_the_hands(qtbot, session, page):
    document_id = page.chosen()[0].document
    session.asker.answer(ConfirmQuestion, True)
    with qtbot.waitSignal(session.sync_wanted):
        page.taking_back.click()
    (question,) = session.asker.questions
    assert "保温杯" in question.text
    assert "留在本机" in question.text
    qtbot.waitUntil(lambda: page.held.table.rowCount() == 0)
    assert session.read.document(document_id).delivery == ""
    assert session.read.intents() == ()
    assert "留在本机" in page.message.text()


def test_a_submission_that_was_never_tried_is_taken_back_without_a_question(qtbot, session):
    document = stored(session, "pre_review", {"name_zh": "保温杯"}, stage="ready", delivery="queued")
    put_in(session, document)
    page = opened(qtbot, session)
    choose(page.going)
    page.taking_back.click()
    qtbot.waitUntil(lambda: page.going.table.rowCount() == 0)
    assert (session.read.document(document.id).delivery, session.asker.questions) == ("", [])


def test_what_is_on_its_way_cannot_be_taken_back(qtbot, session):
    document = stored(session, "pre_review", {"name_zh": "保温杯"}, stage="ready", delivery="unknown")
    intent = put_in(session, document)
    with session.ports.store.unit() as unit:
        unit.update_intent(dataclasses.replace(intent, state="unknown", attempts=1))
    page = opened(qtbot, session)
    choose(page.going)
    assert not page.taking_back.isEnabled()
    assert page.retrying.isEnabled()


def test_a_refused_file_is_named_and_can_be_let_go(qtbot, session):
    evidence = Evidence(id=new_id(), sha256="0" * 64, size_bytes=9, mime="application/pdf", name="发票.pdf")
    with session.ports.store.unit() as unit:
        unit.put_evidence(evidence)
        problem = {"type": "too-large", "limit": 5}
        unit.enqueue(Intent(key="k", kind="commit", document=evidence.id, body={}, state="refused", problem=problem))
    page = opened(qtbot, session)
    assert texts(page.held)[0] == "发票.pdf"
    assert "5" in texts(page.held)[3]
    assert not page.opening.isEnabled()
    session.asker.answer(ConfirmQuestion, True)
    page.taking_back.click()
    qtbot.waitUntil(lambda: page.held.table.rowCount() == 0)
    assert session.read.evidence(evidence.id).state == "refused"
    assert session.read.evidence_waiting() == ()


def test_an_empty_outbox_says_that_all_has_arrived(qtbot, session):
    page = opened(qtbot, session)
    assert (page.held.table.rowCount(), page.going.table.rowCount()) == (0, 0)
    assert "均已送达" in page._state.text()


@pytest.fixture
def long_outbox(session):
    """A week offline: a thousand documents wait, another kind of wish of some of them needs a person."""
    with session.ports.store.unit() as unit:
        for number in range(1000):
            document = drafts.start(unit, "importer", {"name": f"IMPORTER {number:04}"}).document
            unit.enqueue(Intent(key=new_id(), kind="submit", document=document.id, body={}, state="waiting"))
            if number < 3:
                told = {"type": "needs_review"}
                unit.enqueue(
                    Intent(key=new_id(), kind="submit", document=document.id, body={}, state="waiting", problem=told)
                )
    return session


def test_a_thousand_waiting_cost_what_a_page_costs_and_are_all_reached(qtbot, long_outbox, monkeypatch):
    page = opened(qtbot, long_outbox)
    going = page.going.table
    total = sum(long_outbox.read.outbox_states().values())
    assert (page.held.count, page.going.count) == (3, SHOWN)
    assert str(total - 3) in page.going.heading.text()
    statements = []
    real = long_outbox.read._all
    monkeypatch.setattr(long_outbox.read, "_all", lambda *of, **named: statements.append(of) or real(*of, **named))
    page.refresh()
    assert len(statements) <= 10  # the states, three parts of the outbox; deletions, incidents and the chosen line
    bar = going.verticalScrollBar()
    for turn in range(2, 4):
        qtbot.waitUntil(lambda: bar.maximum() >= page.going.count - MOST_LINES)
        bar.setValue(bar.maximum())
        qtbot.waitUntil(lambda turn=turn: page.going.count == turn * SHOWN)
    page.search.line.setText("IMPORTER 0321")

    def left() -> set[str]:
        return {going.item(row, 0).text() for row in range(going.rowCount()) if not going.isRowHidden(row)}

    qtbot.waitUntil(lambda: left() == {"IMPORTER 0321"})


def test_an_outbox_that_nobody_sees_reads_nothing(qtbot, session, page, monkeypatch):
    page.hide()
    asked = []
    real = session.read.outbox
    monkeypatch.setattr(session.read, "outbox", lambda most: asked.append(most) or real(most))
    session.changed.emit(Change(families=frozenset({"pre_review"})))
    qtbot.waitUntil(lambda: not page._reread.isActive())
    assert not asked
    page.show()
    assert len(asked) == 1
