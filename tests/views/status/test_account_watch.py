"""How the account stands, on every screen: why nothing is sent, which controls rest, and the end of the program."""

import dataclasses

import pytest
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.office.sync_state import SyncCause, SyncState
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.target import Command, Target
from tests.views.pages import stored


@pytest.fixture
def place(qtbot, session):
    window = MainWindow(session.tasks)
    qtbot.addWidget(window)
    place = MainWindowController(window, session)
    window.show()
    yield place
    session.tasks.close()


def stand(session, *, active, ended=""):
    with session.ports.store.unit() as unit:
        unit.put_person(dataclasses.replace(unit.person(), active=active))
        unit.put_setting("account_ended", ended)
    session.changed.emit(Change(families=frozenset({"person"}), by="sync"))


def test_a_disabled_signatory_is_told_and_cannot_send(session, place):
    page = place.open(stored(session, "rcep_2022", {"consignee_name": "SAKURA"}).id)
    assert page.header.buttons["send"].isEnabled()
    stand(session, active=False)
    assert [text for text in place.window.notices.texts() if "禁用" in text]
    assert not page.header.buttons["send"].isEnabled()
    assert page.draft.is_editable
    stand(session, active=True)
    assert place.window.notices.texts() == []
    assert page.header.buttons["send"].isEnabled()


def test_the_message_is_said_once_and_again_for_another_reason(session, place):
    stand(session, active=False)
    place.window.notices.close_notice("standing")
    stand(session, active=False)
    assert place.window.notices.texts() == []
    stand(session, active=False, ended="deleted")
    assert [text for text in place.window.notices.texts() if "删除" in text]


def test_the_message_leads_to_the_export(session, place, qtbot):
    stand(session, active=False, ended="deleted")
    with qtbot.waitSignal(place.window.wanted) as heard:
        buttons = place.window.notices.findChildren(QPushButton)
        next(button for button in buttons if button.text()).click()
    assert heard.args == [Target("exporting")]


def test_a_cancelled_account_asks_for_the_end(session, place, qtbot):
    with qtbot.waitSignal(place.window.wanted) as heard:
        session.show_state(SyncState(light="attention", cause=SyncCause.ACCOUNT_CANCELLED))
    assert heard.args == [Command.END]


def test_the_list_offers_nothing_that_sends(session, place):
    stored(session, "rcep_2022", {"consignee_name": "SAKURA"}, stage="submitted")
    page = place.window.tabs.show_page(Target("certificate"))
    page.refresh()
    page.table.selectRow(0)
    assert page.bar.actions_by_name["withdraw"].isEnabled()
    stand(session, active=False)
    assert not page.bar.actions_by_name["withdraw"].isEnabled()
    assert "禁用" in page.bar.actions_by_name["withdraw"].toolTip()
