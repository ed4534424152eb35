"""Many documents deleted by a colleague: nothing goes here until the person answers, and both answers go by keys."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.office.sync_state import IncidentKind, SyncCause
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.incidents import note, note_lost
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.mail.outbox_page import OutboxPage
from coo_desktop.views.words.sync import cause_text, incident_text
from tests.domain.given import RCEP
from tests.flows.keyboard import CONTROL, MOST_TABS, SHIFT, Key
from tests.flows.office import clock_of

COUNT = 22
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def asked(screens, desks):
    """A clerk's window with the question, and the documents that a colleague discarded."""
    colleague = desks("clerk2", clock=clock_of(RCEP))
    screen = screens()
    written = [colleague.write({"name": f"BUYER {number}"}, form="importer") for number in range(COUNT)]
    colleague.sync()
    screen.sync()
    assert screen.clerk.all_ids() >= {one.id for one in written}
    for one in written:
        colleague.perform(drafts.discard, one.id)
    colleague.sync()
    screen.sync()
    return screen, written, colleague


def question(qtbot, screen):
    """The outbox page, reached by the key of the banner's action."""
    assert any(str(COUNT) in text for text in screen.window.notices.texts())
    action = next(button for button in screen.window.notices.findChildren(QPushButton) if "(&W)" in button.text())
    qtbot.waitUntil(lambda: action.isVisible() and screen.window.isActiveWindow())
    screen.keys.press(Key.Key_W, ALT)
    qtbot.waitUntil(lambda: isinstance(screen.window.tabs.currentWidget(), OutboxPage))
    page = screen.window.tabs.currentWidget()
    assert page.deletions.isVisible()
    return page


def test_nothing_goes_before_the_answer_and_the_light_says_why(qtbot, asked):
    screen, written, _colleague = asked
    assert screen.clerk.all_ids() >= {one.id for one in written}
    assert screen.session.state.cause is SyncCause.MASS_DELETION
    assert cause_text(SyncCause.MASS_DELETION) in screen.window.light.toolTip()
    table = question(qtbot, screen).deletions.table
    shown = {table.item(row, 0).text() for row in range(table.rowCount())}
    assert shown == {f"BUYER {number}" for number in range(COUNT)}


def test_delete_here_too_by_keys(qtbot, asked):
    screen, written, _colleague = asked
    page = question(qtbot, screen)
    screen.keys.press(Key.Key_L, ALT)
    qtbot.waitUntil(lambda: screen.session.state.light == "synced", timeout=20_000)
    assert not screen.clerk.all_ids() & {one.id for one in written}
    assert page.deletions.isHidden()
    assert not any(str(COUNT) in text for text in screen.window.notices.texts())


def test_keep_mine_as_copies_by_keys(qtbot, asked):
    screen, written, colleague = asked
    page = question(qtbot, screen)
    screen.keys.press(Key.Key_K, ALT)
    qtbot.waitUntil(lambda: screen.session.state.light == "synced", timeout=20_000)
    kept = [screen.clerk.document(document_id) for document_id in screen.clerk.all_ids()]
    copies = {one.links["copied_from"]: one for one in kept if "copied_from" in one.links}
    assert set(copies) == {one.id for one in written}
    assert {one.values["name"] for one in copies.values()} == {one.values["name"] for one in written}
    assert page.deletions.isHidden()
    colleague.sync()
    assert colleague.all_ids() >= {one.id for one in copies.values()}


def test_incidents_and_lost_submissions_stand_on_the_outbox_page(qtbot, screens):
    screen = screens()
    screen.keys.press(Key.Key_O, CONTROL | SHIFT)
    page = screen.window.tabs.currentWidget()
    assert page.incidents.isHidden()
    with screen.clerk.store.unit() as unit:
        note(unit, IncidentKind.CHECKSUM)
    page.refresh()
    assert page.incidents.isVisible()
    assert page.incidents.table.rowCount() == 1
    assert page.incidents.table.item(0, 1).text()


def test_a_document_that_cannot_be_read_is_told_and_stops_no_other(qtbot, screens, desks, backend_process):
    colleague = desks("clerk2", clock=clock_of(RCEP))
    screen = screens()
    ill, sound = (colleague.write({"name": name}, form="importer") for name in ("ILL", "SOUND"))
    colleague.sync()
    backend_process.spoil(ill.id, "1e999")
    screen.sync()
    assert (ill.id in screen.clerk.all_ids(), sound.id in screen.clerk.all_ids()) == (False, True)
    assert screen.session.state.light == "synced"
    screen.keys.press(Key.Key_O, CONTROL | SHIFT)
    page = screen.window.tabs.currentWidget()
    assert page.incidents.isVisible()
    assert page.incidents.table.item(0, 1).text() == incident_text(IncidentKind.SET_ASIDE)
    assert ill.id in page.incidents.table.item(0, 2).text()
    backend_process.spoil(ill.id, '"HEALED"')
    screen.sync()
    assert ill.id in screen.clerk.all_ids()


def test_a_submission_that_the_backend_lost_is_opened_by_keys(qtbot, screens):
    screen = screens()
    sent = screen.clerk.write({"name_zh": "保温杯"}, form="pre_review")
    with screen.clerk.store.unit() as unit:
        unit.put(dataclasses.replace(sent, needs_review=True))  # as `reconcile.lost` leaves it after a restore
        note_lost(unit, sent.id)
    screen.keys.press(Key.Key_O, CONTROL | SHIFT)
    page = screen.window.tabs.currentWidget()
    table = page.incidents.table
    assert "保温杯" in table.item(0, 0).text()
    for _ in range(MOST_TABS):
        if screen.keys.focus is table:
            break
        screen.keys.press(Key.Key_Tab)
    assert screen.keys.focus is table
    screen.keys.press(Key.Key_Home, CONTROL)
    screen.keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(screen.window.tabs.currentWidget(), FormPage))
    assert screen.page.document.id == sent.id
