"""A voided product, from the examiner's word to the approval of what was declared again, on two desks of one person."""

from coo_desktop.domain.office.notices import MARKED, READ, UNREAD
from coo_desktop.views.check.page import CheckPage
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.mail.notices_page import NoticesPage
from coo_desktop.views.target import Target
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approve, approved_product, certificate_of, clock_of, decide, turn_to

REASON = "成本明细与采购发票不一致"


def notices_page(screen) -> NoticesPage:
    """Ctrl+Shift+M."""
    screen.keys.press(Key.Key_M, CONTROL | SHIFT)
    page = screen.window.tabs.currentWidget()
    assert isinstance(page, NoticesPage)
    return page


def choose(page: NoticesPage, desk, document_id: str) -> None:
    """The line of the notice that this document is void."""
    found = [(one.kind, one.document) for one in desk.store.reader.notices.newest(99)]
    page.table.selectRow(found.index(("voided", document_id)))


def mark(desk, document_id: str) -> str:
    """How the one notice that this document is void is marked on a desk."""
    notices = desk.store.reader.notices.newest(99)
    (found,) = [one for one in notices if (one.kind, one.document) == ("voided", document_id)]
    return found.mark


def test_a_voided_product_is_read_on_one_desk_and_declared_again(qtbot, screens, desks, backend_process):
    screen = screens(RCEP, "demo")
    clerk, other = screen.clerk, desks("demo", clock=clock_of(RCEP))
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    other.sync()
    decide(backend_process.client("examiner"), product.id, "void", reason=REASON)
    screen.sync()
    other.sync()
    assert mark(clerk, product.id) == mark(other, product.id) == UNREAD

    page = notices_page(screen)
    page.table.setFocus()
    choose(page, clerk, product.id)
    assert page.whole.text.text() == REASON
    qtbot.waitUntil(lambda: mark(clerk, product.id) == MARKED)
    screen.sync()
    other.sync()
    assert mark(clerk, product.id) == mark(other, product.id) == READ

    page.redeclaring.click()
    tabs = screen.window.tabs
    qtbot.waitUntil(lambda: isinstance(tabs.currentWidget(), FormPage))
    copy = screen.page.document
    assert (copy.links["redeclares"], copy.values["name_zh"]) == (product.id, product.values["name_zh"])
    sent = screen.send()
    assert sent.stage == "submitted"
    approve(backend_process, copy.id)
    screen.sync()
    assert clerk.document(copy.id).stage == "approved"
    assert clerk.document(product.id).stage == "voided"


def test_a_notice_is_read_offline_and_nothing_is_lost(qtbot, screens, backend_process):
    screen = screens(RCEP, "demo")
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    decide(backend_process.client("examiner"), product.id, "void", reason=REASON)
    screen.sync()
    backend_process.stop()
    page = notices_page(screen)
    choose(page, clerk, product.id)
    page.reading.click()
    qtbot.waitUntil(lambda: mark(clerk, product.id) == MARKED)
    page.redeclaring.click()
    qtbot.waitUntil(lambda: isinstance(screen.window.tabs.currentWidget(), FormPage))
    screen.saved()
    screen.sync()
    assert screen.session.state.light == "offline"
    backend_process.start(backend_process.port)
    turn_to(backend_process, clerk.clock)
    clerk.clock.pass_s(4000)
    screen.sync()
    assert screen.session.state.light == "synced"
    assert mark(clerk, product.id) == READ


def test_a_certificate_is_checked_by_its_numbers_and_then_by_the_customs(qtbot, screens, backend_process):
    screen = screens(RCEP, "demo")
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product, "LF-CHECK-1"), form="rcep_2022")
    clerk.submit(written.id)
    screen.sync()
    approve(backend_process, written.id)
    screen.sync()
    facts = clerk.document(written.id).facts
    screen.window.wanted.emit(Target("check"))
    page = screen.window.tabs.currentWidget()
    assert isinstance(page, CheckPage)
    page.number.setFocus()
    page.number.setText(facts["number"])
    page.print_number.setText(facts["printNumber"])
    page.asking.click()
    qtbot.waitUntil(page.answer.isVisible)
    assert page.answer.title.text() == "证书真实有效"
    assert not page.whole.isVisible()

    page.customs.opening.click()
    page.customs.account.setText("customs")
    page.customs.password.setText("demo-pass-2026")
    page.customs.signing_in.click()
    qtbot.waitUntil(page.customs.who.isVisible, timeout=20_000)
    page.asking.click()
    qtbot.waitUntil(lambda: bool(page.whole.paper.pages), timeout=20_000)
    assert facts["number"] in page.whole.texts().values()
    assert clerk.store.reader.person().account == "demo"
