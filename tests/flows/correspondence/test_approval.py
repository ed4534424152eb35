"""What the office decides is told: in a notice, on the bell, and on the page of what is to do, with its list."""

import datetime as dt

import pytest

from coo_desktop.domain.documents.document import Concern, Document
from coo_desktop.domain.operations import sending
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.mail.cases_page import CasesPage
from coo_desktop.views.mail.notices_page import Bell, NoticesPage
from coo_desktop.views.start.page import StartPage
from coo_desktop.views.target import DUE_ONLY, Target
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approve, approved_product, certificate_of, decide
from tests.views.counters import settled


@pytest.fixture
def visit(backend_process):
    made = Visit(backend_process.url, "examiner")
    yield made
    made.close()


@pytest.fixture
def screen(screens):
    return screens(RCEP, "demo")


@pytest.fixture
def product(screen, backend_process):
    return approved_product(screen.clerk, backend_process, PRE_REVIEW)


def sent(screen, product: Document, invoice: str) -> str:
    """The id of a certificate that waits for the examiner."""
    written = screen.clerk.write(certificate_of(RCEP, product, invoice), form="rcep_2022")
    screen.clerk.submit(written.id)
    screen.sync()
    assert screen.clerk.document(written.id).stage == "submitted"
    return written.id


def start_page(screen) -> StartPage:
    """Alt+Home, counted."""
    screen.workplace.act(Target("start"))
    page = screen.window.tabs.current_page()
    assert isinstance(page, StartPage)
    page.refresh()
    screen._qtbot.waitUntil(lambda: screen.session.tasks.is_idle)
    return page


def listed(screen, concern: Concern) -> list[str]:
    """Takes the line of a concern of certificates by its key, and reads the list that opens."""
    page = start_page(screen)
    wanted = Target("certificate", filters=(("concern", concern),))
    assert wanted in page.counts(), page.counts()
    page.setFocus()
    page.table.setCurrentCell(list(page.counts()).index(wanted), 1)
    screen.keys.press(Key.Key_Return)
    front = screen.window.tabs.current_page()
    assert isinstance(front, ListPage)
    screen.settled()
    rows = [front.model.row(number).id for number in range(front.model.rowCount())]
    assert len(rows) == page.counts()[wanted]
    return rows


def notices(screen) -> dict[tuple[str, str], str]:
    """(kind, document) -> what the page of notices says of it, read line by line."""
    screen.keys.press(Key.Key_M, CONTROL | SHIFT)
    page = screen.window.tabs.current_page()
    assert isinstance(page, NoticesPage)
    found = {}
    for row in range(page.table.rowCount()):
        page.table.selectRow(row)
        notice = page.chosen()
        assert notice is not None
        found[notice.kind, notice.document] = page.whole.text.text()
    return found


def test_an_approval_is_told_and_leads_to_what_can_be_printed(screen, product, backend_process):
    ours = sent(screen, product, "LF-APPROVED-1")
    bell = screen.window.findChild(Bell)
    before = screen.clerk.store.reader.notices.unread()
    approve(backend_process, ours)
    screen.sync()
    assert int(bell.text()) == before + 1
    number = screen.clerk.document(ours).facts["number"]
    told = notices(screen)
    assert number in told["approved", ours]
    assert product.facts["number"] in told["approved", product.id]
    assert ours in listed(screen, Concern.UNPRINTED)


def test_an_approved_amendment_names_what_became_void(screen, product, backend_process):
    first = sent(screen, product, "LF-APPROVED-2")
    approve(backend_process, first)
    screen.sync()
    old = screen.clerk.document(first).facts["number"]
    amended = screen.clerk.perform(sending.amend, first, "收货人迁址")
    screen.clerk.submit(amended.id)
    screen.sync()
    approve(backend_process, amended.id)
    screen.sync()
    assert screen.clerk.document(first).stage == "voided"
    told = notices(screen)["replacement_approved", amended.id]
    assert old in told
    assert screen.clerk.document(amended.id).facts["number"] in told
    unprinted = listed(screen, Concern.UNPRINTED)
    assert amended.id in unprinted
    assert first not in unprinted


def test_an_approved_adjustment_names_what_became_void(screen, product, backend_process):
    adjusted = screen.clerk.perform(sending.adjust, product.id)
    screen.clerk.submit(adjusted.id)
    screen.sync()
    approve(backend_process, adjusted.id)
    screen.sync()
    assert product.facts["number"] in notices(screen)["replacement_approved", adjusted.id]


def test_what_was_withdrawn_or_returned_for_evidence_waits_on_the_start_page(screen, product, backend_process):
    back, asked = sent(screen, product, "LF-BACK-1"), sent(screen, product, "LF-ASKED-1")
    screen.clerk.perform(sending.withdraw, back)
    screen.sync()
    examiner = backend_process.client("examiner")
    decide(examiner, asked, "take_up")
    decide(examiner, asked, "return", reason="请补", reasons=[{"field": "evidence", "text": "缺少提单"}])
    screen.sync()
    page = start_page(screen)
    assert page.counts()[Target("certificate", filters=(("stage", "withdrawn"),))] == 1
    number = int("".join(filter(str.isdigit, page.title)))
    assert number >= 2
    assert listed(screen, Concern.EVIDENCE) == [asked]


def test_a_verification_near_its_deadline_opens_the_cases_that_are_due(qtbot, screen, product, backend_process, visit):
    numbers = {}
    for days, invoice in ((3, "LF-DUE-1"), (60, "LF-LATER-1")):
        certificate = sent(screen, product, invoice)
        approve(backend_process, certificate)
        screen.sync()
        number = numbers[days] = screen.clerk.document(certificate).facts["number"]
        deadline = (screen.clerk.clock.today() + dt.timedelta(days=days)).isoformat()
        asked = {"number": number, "deadline": deadline, "question": "是否在中国生产？", "country": "日本"}
        visit.open("/console/verifications")
        assert visit.send("/console/verifications", **asked).ok, visit.page.text
    start_page(screen)
    screen.sync()
    wanted = Target("cases", filters=(DUE_ONLY,))
    qtbot.waitUntil(lambda: start_page(screen).counts().get(wanted) == 1)
    screen.window.tabs.current_page().wanted.emit(wanted)
    page = screen.window.tabs.current_page()
    assert isinstance(page, CasesPage)
    settled(qtbot, page)
    assert [page.list.item(row).text().split("\n")[0] for row in range(page.list.count())] == [numbers[3]]
    page.filter.setCurrentIndex(0)
    assert page.list.count() >= 2
