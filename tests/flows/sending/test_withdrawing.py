"""撤回 by keys in the real window: two desks, the console, and a real backend process; certificates and pre-reviews."""

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import PRE_REVIEW as PRODUCTS
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.operations import sending
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.target import Target
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, rules, values_of
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approve, approved_product, decide, same_on_both
from tests.sync.desk import Desk

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def console(backend_process):
    visit = Visit(backend_process.url, "examiner")
    yield visit
    visit.close()


def product(clerk: Desk):
    """A sent pre-review of its own name."""
    written = clerk.write({**values_of(PRE_REVIEW), "name_zh": f"保温杯 {new_id()[-6:]}"}, form="pre_review")
    clerk.submit(written.id)
    assert clerk.sync().light == "synced"
    return clerk.document(written.id)


def notices(page):
    return " ".join(page.header.notices.texts())


def withdraw_by_key(screen, document_id):
    """Alt+W on the page, the question answered with Enter, and a pass."""
    screen.workplace.open(document_id)
    page = screen.page
    assert not page.header.buttons["withdraw"].isHidden()
    screen.keys.asked(lambda: screen.keys.press(Key.Key_W, ALT))
    screen.keys.enter()
    screen.settled()
    return screen.page


def test_a_sent_pre_review_is_withdrawn_by_keys_and_every_side_agrees(screens, desks, backend_process, console):
    screen = screens()
    clerk, client = screen.clerk, backend_process.client("demo")
    other = desks("clerk2", clock=clerk.clock, rules=rules)
    sent = product(clerk)
    other.sync()
    console.open(f"/console/documents/{sent.id}")
    page = withdraw_by_key(screen, sent.id)
    assert clerk.document(sent.id).stage == "withdrawn"
    assert same_on_both(clerk, client, sent.id)
    assert page.header.buttons["withdraw"].isHidden()
    assert not page.header.buttons["send"].isHidden()
    other.sync()
    assert same_on_both(other, client, sent.id)
    assert console.send(f"/console/documents/{sent.id}/take_up").status_code == 409
    assert console.shows("企业已撤回这份单证")
    assert sent.id not in console.open("/console/queue").text


def test_who_withdraws_after_an_examiner_took_it_up_is_told_and_can_edit_nothing(screens, backend_process):
    screen = screens()
    sent = product(screen.clerk)
    screen.workplace.open(sent.id)
    decide(backend_process.client("examiner"), sent.id, "take_up")
    page = withdraw_by_key(screen, sent.id)
    assert screen.clerk.document(sent.id).stage == "in_review"
    assert same_on_both(screen.clerk, backend_process.client("demo"), sent.id)
    assert "审核员正在审核" in notices(page)
    assert page.header.buttons["withdraw"].isHidden()


def test_a_withdrawal_without_a_network_waits_and_the_page_says_so(screens, backend_process):
    screen = screens()
    sent = product(screen.clerk)
    screen.workplace.open(sent.id)
    screen.session.do(screen.page, sending.withdraw, sent.id)
    screen.settled()
    assert "撤回申请在发件箱中" in notices(screen.page)
    assert screen.page.header.buttons["withdraw"].isHidden()
    screen.sync()
    assert screen.clerk.document(sent.id).stage == "withdrawn"
    assert "撤回申请" not in notices(screen.page)


def test_several_of_a_list_are_withdrawn_with_one_question(qtbot, screens, backend_process):
    screen = screens()
    sent = [product(screen.clerk) for _ in range(3)]
    keys = screen.keys
    keys.press(Key.Key_1, CONTROL)
    page = screen.window.tabs.page(Target(PRODUCTS))
    assert isinstance(page, ListPage)
    screen.session.changed.emit(Change(ids=tuple(one.id for one in sent), families=frozenset({PRODUCTS})))
    qtbot.waitUntil(lambda: page.model.rowCount() >= len(sent))
    page.table.setFocus()
    keys.press(Key.Key_A, CONTROL)
    keys.asked(lambda: keys.press(Key.Key_W, ALT))
    keys.enter()
    screen.settled()
    assert {screen.clerk.document(one.id).stage for one in sent} == {"withdrawn"}


def test_a_withdrawn_adjustment_keeps_its_link_and_its_words_are_a_pre_reviews(screens, backend_process):
    screen = screens()
    clerk, client = screen.clerk, backend_process.client("demo")
    old = approved_product(clerk, backend_process, PRE_REVIEW)
    adjusted = clerk.perform(sending.adjust, old.id)
    page = screen.open(adjusted.id)
    assert "原预审继续有效" in notices(page)
    assert page.header.buttons["compare"].text().startswith("与原预审对照")
    screen.keys.press(Key.Key_C, CONTROL | SHIFT)
    title = page.side.comparison.table.horizontalHeaderItem(2).text()
    assert title == f"原预审\n{old.facts['number']}"
    told = " ".join([*page.amending.summary(page.values()), notices(page), page.header.buttons["compare"].text()])
    assert "原证" not in told
    assert f"与原预审 {old.facts['number']} 对照" in told
    clerk.submit(adjusted.id)
    screen.sync()
    withdraw_by_key(screen, adjusted.id)
    assert clerk.document(adjusted.id).links["adjusts"] == old.id
    assert client.get(f"/v1/docs/{old.id}").json()["stage"] == "approved"
    clerk.submit(adjusted.id)
    screen.sync()
    approve(backend_process, adjusted.id)
    screen.sync()
    assert (clerk.document(adjusted.id).stage, clerk.document(old.id).stage) == ("approved", "voided")
