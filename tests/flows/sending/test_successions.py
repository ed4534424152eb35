"""Two clerks want to replace the same document: one does, the other is told in words and keeps what was typed."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.errors import Refused
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.refusals import Rule
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.target import Target
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve, approved_product, certificate_of, clock_of, decide, effects
from tests.flows.screen import NETWORK_MS, Screen
from tests.sync.desk import Desk

MINE, THEIRS = "SAKURA TABLEWARE KOBE K.K.", "SAKURA TABLEWARE OSAKA K.K."


@pytest.fixture
def mine(screens) -> Screen:
    return screens(RCEP, "demo")


@pytest.fixture
def theirs(desks) -> Desk:
    """A colleague of the same company."""
    return desks("clerk2", clock=clock_of(RCEP))


@pytest.fixture
def product(mine, theirs, backend_process):
    """An approved pre-review that both desks have."""
    filed = approved_product(mine.clerk, backend_process, PRE_REVIEW)
    theirs.sync()
    return filed


@pytest.fixture
def certificate(mine, theirs, product, backend_process):
    """An approved and printed certificate that both desks have."""
    written = mine.clerk.write(certificate_of(RCEP, product, f"LF-{product.id[-8:]}"), form="rcep_2022")
    mine.clerk.submit(written.id)
    mine.clerk.sync()
    approve(backend_process, written.id)
    mine.clerk.sync()
    mine.clerk.perform(sending.report_printed, written.id)
    mine.clerk.sync()
    theirs.sync()
    return mine.clerk.document(written.id)


def listed(screen: Screen, area: str, document_id: str) -> ListPage:
    """The list of an area with one row chosen, and the keyboard in it."""
    page = screen.window.tabs.show_page(Target(area))
    assert isinstance(page, ListPage)
    page.refresh()
    page.choose(document_id)
    page.table.setFocus()
    screen.settled()
    return page


def take(screen: Screen, word: str) -> None:
    """Takes an action of the chosen row from its context menu, which the platform opens for the menu key."""
    page = screen.window.tabs.current_page()
    assert isinstance(page, ListPage)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), page.mapToGlobal(QPoint(9, 9)))
    screen.keys.choose(lambda: QApplication.sendEvent(page, asked), word)


def notices(screen: Screen) -> str:
    return "\n".join(screen.page.header.notices.texts())


def test_an_amendment_under_way_is_offered_in_place_of_a_second_one(mine, certificate):
    first = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    page = listed(mine, "certificate", certificate.id)
    amend = page.bar.actions_by_name["amend"]
    assert (amend.isEnabled(), "已有正在办理的替代件" in amend.toolTip()) == (False, True)
    take(mine, "打开替代件")
    assert mine.page.document.id == first.id
    with pytest.raises(Refused) as caught:
        mine.clerk.perform(sending.amend, certificate.id, "再来一份")
    assert caught.value.facts == {"why": Rule.SUCCEEDED, "document": first.id}
    assert mine.open(certificate.id).document.id == certificate.id
    assert "替代" in notices(mine)
    mine.keys.press_button("打开替代件")
    assert mine.page.document.id == first.id


def test_an_adjustment_under_way_is_offered_in_place_of_a_second_one(mine, product):
    first = mine.clerk.perform(sending.adjust, product.id)
    page = listed(mine, "pre_review", product.id)
    assert not page.bar.actions_by_name["adjust"].isEnabled()
    take(mine, "打开替代件")
    assert mine.page.document.id == first.id


def test_what_a_list_did_not_know_yet_is_told_with_the_way_to_it(mine, certificate, qtbot):
    listed(mine, "certificate", certificate.id)
    mine.keys.asked(lambda: take(mine, "改证重发"))
    first = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    mine.keys.type("收货人有误")
    mine.keys.accept()
    qtbot.waitUntil(lambda: any("不能再开第二份" in text for text in mine.window.notices.texts()))
    (banner,) = [one for one in mine.window.notices._shown.values() if "不能再开第二份" in one.text]
    banner.setFocus()
    mine.keys.press_button("打开替代件")
    qtbot.waitUntil(lambda: mine.page.document.id == first.id)


@pytest.mark.parametrize("kind", ["amends", "adjusts"])
def test_who_comes_second_is_told_and_keeps_the_draft_as_what_it_is(mine, theirs, certificate, product, kind, qtbot):
    original, begin, field = {
        "amends": (certificate, lambda desk: desk.perform(sending.amend, certificate.id, "x"), "consignee_name"),
        "adjusts": (product, lambda desk: desk.perform(sending.adjust, product.id), "name_en"),
    }[kind]
    draft = begin(mine.clerk)
    mine.open(draft.id)
    mine.keys.fill(field, MINE)
    first = theirs.edit(begin(theirs).id, **{field: THEIRS})
    theirs.sync()
    mine.saved()
    mine.sync()
    page = mine.page
    assert page.document.id == draft.id
    kept = mine.clerk.document(draft.id)
    assert (kept.links, kept.values[field], kept.stage, kept.rev) == (draft.links, MINE, "draft", None)
    assert page.values()[field] == MINE
    assert "同事先行办理" in notices(mine)
    assert "李静" in notices(mine)
    assert "合并" not in notices(mine)
    mine.keys.press(Key.Key_Return, CONTROL)
    assert any(text.startswith("未发送") for text in page.header.notices.texts())
    assert not [intent for intent in mine.clerk.outbox() if intent.kind == "submit"]
    mine.sync()
    assert mine.clerk.document(draft.id).links == draft.links
    assert effects_of(mine, draft.id) == []
    mine.keys.press_button("打开同事的那一份")
    qtbot.waitUntil(lambda: mine.page.document.id == first.id)
    theirs.perform(drafts.discard, first.id)
    theirs.sync()
    mine.sync()
    assert mine.clerk.document(draft.id).rev
    assert "同事先行办理" not in "\n".join(page.header.notices.texts())
    assert mine.clerk.document(original.id).stage == "approved"


def effects_of(screen: Screen, document_id: str) -> list[str]:
    return [intent.kind for intent in screen.clerk.store.reader.intents(document_id) if intent.state != "refused"]


def test_an_original_voided_by_a_colleagues_amendment_is_told_and_the_one_in_force_opened(
    mine, theirs, certificate, backend_process, qtbot
):
    draft = mine.clerk.perform(sending.amend, certificate.id, "x")
    mine.open(draft.id)
    first = theirs.perform(sending.amend, certificate.id, "y")
    theirs.edit(first.id, consignee_name=THEIRS)
    theirs.submit(first.id)
    theirs.sync()
    approve(backend_process, first.id)
    mine.sync()
    assert mine.clerk.document(certificate.id).stage == "voided"
    assert mine.clerk.document(draft.id).links["amends"] == certificate.id
    mine.keys.press_button("打开同事的那一份")
    qtbot.waitUntil(lambda: mine.page.document.id == first.id)
    mine.open(certificate.id)
    assert "已作废，由" in notices(mine)


def test_a_loss_that_is_being_decided_keeps_an_amendment_from_beginning_and_from_being_sent(
    mine, theirs, certificate, backend_process, qtbot
):
    draft = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    mine.open(draft.id)
    theirs.perform(sending.report_lost, certificate.id, "快递丢失")
    theirs.sync()
    mine.keys.fill("consignee_name", MINE)
    mine.saved()
    mine.sync()
    page, kept = mine.page, mine.clerk.document(draft.id)
    assert (page.document.id, kept.links, kept.values["consignee_name"]) == (draft.id, draft.links, MINE)
    assert "尚未审定该证书的失证重发" in notices(mine)
    mine.keys.press(Key.Key_Return, CONTROL)
    assert any(text.startswith("未发送") for text in page.header.notices.texts())
    listing = listed(mine, "certificate", certificate.id)
    assert not listing.bar.actions_by_name["amend"].isEnabled()
    decide(backend_process.client("examiner"), certificate.id, "grant_lost")
    mine.sync()
    assert mine.clerk.document(draft.id).rev
    mine.open(draft.id)
    assert "尚未审定" not in notices(mine)
    sent = mine.send()
    assert (sent.stage, sent.links) == ("submitted", draft.links)
    assert effects(backend_process, draft.id).count("submit") == 1


def test_an_amendment_sent_while_the_loss_arrives_is_refused_in_words_and_sent_after_the_decision(
    mine, theirs, certificate, backend_process
):
    draft = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    mine.clerk.edit(draft.id, consignee_name=MINE)
    mine.clerk.sync()
    theirs.perform(sending.report_lost, certificate.id, "快递丢失")
    theirs.sync()
    mine.clerk.submit(draft.id)
    mine.sync()
    kept = mine.clerk.document(draft.id)
    assert (kept.delivery, kept.links, kept.stage) == ("refused", draft.links, "ready")
    (refused,) = mine.clerk.store.reader.intents(draft.id)
    assert refused.problem["type"] == "validation"
    assert [found["code"] for found in refused.problem["problems"]] == ["loss_undecided"]
    mine.open(draft.id)
    assert "尚未审定该证书的失证重发" in notices(mine)
    decide(backend_process.client("examiner"), certificate.id, "refuse_lost", reason="找到了")
    mine.sync()
    assert mine.send().stage == "submitted"


@pytest.mark.parametrize("is_heard", [True, False], ids=["heard by the screen", "not heard yet"])
def test_a_send_confirmed_after_a_pass_that_stored_the_fresh_amendment_is_queued(mine, certificate, is_heard, qtbot):
    draft = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    mine.open(draft.id)
    mine.keys.fill("consignee_name", MINE)
    mine.keys.asked(lambda: mine.keys.press(Key.Key_Return, CONTROL))
    if is_heard:
        mine.heartbeat.run_pass()
        qtbot.waitUntil(lambda: not mine.heartbeat.is_running, timeout=NETWORK_MS)
    else:
        mine.clerk.sync()
    assert mine.clerk.document(draft.id).rev
    mine.keys.enter()
    qtbot.waitUntil(lambda: mine.session.tasks.is_idle)
    assert [intent.kind for intent in mine.clerk.outbox()] == ["submit"]
    assert not [text for text in mine.page.header.notices.texts() if text.startswith("未发送")]
    mine.sync()
    assert mine.clerk.document(draft.id).stage == "submitted"


def test_a_send_confirmed_after_a_colleagues_edit_says_why_it_does_not_go_and_shows_the_edit(
    mine, theirs, certificate, qtbot
):
    draft = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    mine.clerk.edit(draft.id, consignee_name=MINE)
    mine.clerk.sync()
    theirs.sync()
    mine.open(draft.id)
    mine.keys.asked(lambda: mine.keys.press(Key.Key_Return, CONTROL))
    theirs.edit(draft.id, lc_no="LC-88")
    theirs.sync()
    mine.clerk.sync()
    mine.keys.enter()
    qtbot.waitUntil(lambda: any(text.startswith("未发送") for text in mine.page.header.notices.texts()))
    assert mine.clerk.outbox() == ()
    assert mine.page.values()["lc_no"] == "LC-88"
    mine.keys.asked(lambda: mine.keys.press(Key.Key_Return, CONTROL))
    mine.keys.enter()
    qtbot.waitUntil(lambda: [intent.kind for intent in mine.clerk.outbox()] == ["submit"])


def test_a_draft_deleted_by_a_colleague_while_it_is_typed_in_lives_on_with_the_last_key(
    mine, theirs, certificate, qtbot
):
    draft = mine.clerk.perform(sending.amend, certificate.id, "收货人有误")
    mine.clerk.sync()
    theirs.sync()
    mine.open(draft.id)
    theirs.perform(drafts.discard, draft.id)
    theirs.sync()
    mine.keys.fill("consignee_name", MINE)
    change, _state = mine.clerk.engine.run_pass()
    assert mine.page.draft.edits
    mine.session.changed.emit(change)
    qtbot.waitUntil(lambda: bool(mine.window.notices.texts()))
    qtbot.waitUntil(lambda: mine.session.tasks.is_idle)
    (said,) = mine.window.notices.texts()
    assert "已在另一台电脑上删除" in said
    (kept,) = mine.clerk.store.reader.successors(certificate.id)
    assert (kept.values["consignee_name"], kept.links) == (MINE, {**draft.links, "copied_from": draft.id})
    mine.keys.press_button("打开草稿")
    qtbot.waitUntil(lambda: mine.page.document.id == kept.id)
    assert "已在别处删除" in notices(mine)
