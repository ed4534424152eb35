"""The outbox: what waits, where it stands, why; trying again and taking back."""

import dataclasses

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Intent
from coo_desktop.views.mail.outbox_page import OutboxPage
from tests.views.pages import stored


def put_in(session, document, kind="submit", **changes):
    with session.ports.store.unit() as unit:
        for intent in unit.intents(document.id):
            unit.drop_intent(intent.key)
        return unit.enqueue(Intent(key=new_id(), kind=kind, document=document.id, body={}, **changes))


@pytest.fixture
def page(qtbot, session):
    document = stored(session, "pre_review", {"name_zh": "保温杯"}, stage="ready", delivery="queued")
    problem = {"title": "Not approved", "detail": "<b>Produkt</b> fehlt"}
    put_in(session, document, state="refused", attempts=2, problem=problem)
    made = OutboxPage(session)
    qtbot.addWidget(made)
    made.show()
    made.table.selectRow(0)
    return made


def texts(page, row=0):
    return [page.table.item(row, column).text() for column in range(page.table.columnCount())]


def test_a_line_tells_what_where_and_why(page):
    document, wanted, state, tries, answer, _since = texts(page)
    assert "保温杯" in document
    assert (wanted, state, tries) == ("提交审核", "被退回，未受理", "2")
    assert answer == "Not approved <b>Produkt</b> fehlt"


def test_trying_again_queues_it_with_the_same_key(qtbot, session, page):
    key = page.chosen().key
    with qtbot.waitSignal(session.sync_wanted):
        page.retrying.click()
    intent = session.read.intents()[0]
    assert (intent.key, intent.state, intent.problem) == (key, "queued", None)


def test_taking_back_gives_the_document_into_the_hands_again(qtbot, session, page):
    document_id = page.chosen().document
    page.taking_back.click()
    qtbot.waitUntil(lambda: page.table.rowCount() == 0)
    assert session.read.document(document_id).delivery == ""


def test_what_is_on_its_way_cannot_be_taken_back(qtbot, session, page):
    intent = session.read.intents()[0]
    with session.ports.store.unit() as unit:
        unit.update_intent(dataclasses.replace(intent, state="unknown", attempts=1))
    page.refresh()
    assert not page.taking_back.isEnabled()
    assert page.retrying.isEnabled()


def test_an_empty_outbox_says_that_all_has_arrived(qtbot, session):
    page = OutboxPage(session)
    qtbot.addWidget(page)
    assert page.table.rowCount() == 0
    assert "均已送达" in page._state.text()
