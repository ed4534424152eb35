"""What the backend refuses: the outbox says why in words, the wish is taken back, the light is green."""

from PySide6.QtWidgets import QApplication

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.operations import sending
from coo_desktop.views.mail.notices_page import NoticesPage
from coo_desktop.views.mail.outbox_page import OutboxPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approved_product, certificate_of, decide


def cell(table, column, row=0):
    return table.table.item(row, column).text()


def outbox(screen, qtbot):
    """Ctrl+Shift+O, and the page once it has read."""
    screen.keys.press(Key.Key_O, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: isinstance(screen.window.tabs.currentWidget(), OutboxPage))
    page = screen.window.tabs.currentWidget()
    page.refresh()
    return page


def test_a_refused_wish_says_why_is_taken_back_by_keys_and_the_light_is_green(qtbot, screens, backend_process):
    screen = screens(RCEP)
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    with clerk.store.unit() as unit:  # no screen would ask for it; the backend has to hold as well
        body = {"action": "report_lost", "document": product.id, "reason": "lost"}
        unit.enqueue(Intent(key=new_id(), kind="request", document=product.id, body=body))
    written = clerk.write(values_of(PRE_REVIEW) | {"name_zh": ""}, form="pre_review")
    with clerk.store.unit() as unit:
        unit.enqueue(Intent(key=new_id(), kind="submit", document=written.id, body={}))
    shown = screen.open(product.id).header.notices  # an open page hears of it, though its document stays as it was
    screen.sync()
    assert any("现有状态已不允许" in text for text in shown.texts())
    assert (screen.session.state.light, sorted(set(clerk.states()))) == ("attention", ["refused"])
    page = outbox(screen, qtbot)
    assert page.going.table.rowCount() == 0
    whys = [cell(page.held, 3, row) for row in range(page.held.table.rowCount())]
    assert len(whys) == 2
    assert "现有状态已不允许" in whys[0]
    assert "现状：审核通过" in whys[0]
    assert "检查发现" in whys[1]
    assert "品名" in whys[1] or "名称" in whys[1]
    assert not any("未说明原因" in why for why in whys)
    told = screen.open(written.id).header.notices.texts()
    assert any("检查发现" in text and "更正后重新发送" in text for text in told)
    page = outbox(screen, qtbot)
    for left in (1, 0):
        screen.keys.asked(lambda: screen.keys.press_button("取回"))
        screen.keys.enter()
        qtbot.waitUntil(lambda left=left: page.held.table.rowCount() == left)
    assert clerk.states() == []
    assert not any("现有状态已不允许" in text for text in shown.texts())
    qtbot.waitUntil(lambda: screen.session.tasks.is_idle and not screen.heartbeat.is_running)
    assert screen.window.light.light == "synced"
    assert (clerk.document(written.id).stage, clerk.document(written.id).delivery) == ("draft", "")
    assert clerk.document(product.id).stage == "approved"
    assert not any("检查发现" in text for text in screen.open(written.id).header.notices.texts())


def test_a_withdrawal_that_came_too_late_is_told_and_leaves_nothing_behind(qtbot, screens, backend_process):
    screen = screens(RCEP)
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product, "LF2026-9001"), form="rcep_2022")
    clerk.submit(written.id)
    screen.sync()
    decide(backend_process.client("examiner"), written.id, "take_up")
    clerk.perform(sending.withdraw, written.id)
    screen.sync()
    assert (clerk.document(written.id).stage, clerk.states()) == ("in_review", [])
    assert screen.window.light.light == "synced"
    screen.keys.press(Key.Key_M, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: isinstance(screen.window.tabs.currentWidget(), NoticesPage))
    assert QApplication.activeModalWidget() is None
    told = clerk.store.reader.notices.newest(5)
    assert [(one.kind, one.document) for one in told if one.local] == [("withdrawal_lost", written.id)]
