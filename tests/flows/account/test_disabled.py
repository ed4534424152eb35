"""A disabled clerk reads why nothing can be sent before anything is asked, and keeps what is typed."""

import pytest
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.errors import SignatoryDisabled
from coo_desktop.domain.operations import sending
from coo_desktop.views.lists.actions import ACTIONS, SENDING, Obstacle, why_not
from coo_desktop.views.lists.page import ListPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve, approved_product, certificate_of
from tests.flows.screen import NETWORK_MS


@pytest.fixture
def disabled(screens, backend_process):
    """A window with an approved, a sent and a ready document, whose clerk was disabled meanwhile."""
    screen = screens(RCEP)
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = [clerk.write(certificate_of(RCEP, product, f"LF2026-80{n}"), form="rcep_2022") for n in range(2)]
    for document in written:
        clerk.submit(document.id)
    clerk.sync()
    approve(backend_process, written[0].id)
    ready = clerk.write(values_of(PRE_REVIEW), form="pre_review")
    screen.sync()
    backend_process.set_active("demo", False)
    screen.sync()
    yield screen, product, written, ready
    backend_process.set_active("demo", True)


def test_ctrl_enter_on_a_document_says_why_instead_of_asking(qtbot, disabled):
    screen, _product, _written, ready = disabled
    page = screen.open(ready.id)
    screen.keys.press(Key.Key_Return, CONTROL)
    assert QApplication.activeModalWidget() is None
    assert any("禁用" in text for text in page.header.notices.texts())
    assert screen.saved().delivery == ""


def shown(page: ListPage) -> list[str]:
    """The ids of the rows that are there by now."""
    rows = (page.model.row(number) for number in range(page.model.rowCount()))
    return [row.id for row in rows if row is not None]


def test_no_sending_action_of_a_list_asks_anything(qtbot, disabled):
    screen, product, written, ready = disabled
    taken = {"submit": ready.id, "adjust": product.id, "withdraw": written[1].id}
    for name in SENDING:
        document = screen.clerk.document(taken.get(name, written[0].id))
        screen.keys.press(Key(Key.Key_1 if document.family == "pre_review" else Key.Key_2), CONTROL)
        page = screen.window.tabs.current_page()
        assert isinstance(page, ListPage)
        qtbot.waitUntil(lambda page=page, one=document.id: one in shown(page), timeout=NETWORK_MS)
        page.table.selectRow(shown(page).index(document.id))
        assert why_not(ACTIONS[name], page.rows(), "clerk", screen.session.may_send) is Obstacle.DISABLED
        with qtbot.waitSignal(screen.session.failed):
            page.act(name)
        assert QApplication.activeModalWidget() is None
    assert any("禁用" in text for text in screen.window.notices.texts())


@pytest.mark.parametrize("ask", [sending.amend, sending.ask_reprint, sending.report_lost])
def test_the_operations_hold_as_well(disabled, ask):
    screen, _product, written, _ready = disabled
    with pytest.raises(SignatoryDisabled):
        screen.clerk.perform(ask, written[0].id, "reason")
