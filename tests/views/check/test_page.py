"""The check page: an answer for anybody, all of it for the customs, and clear words when none comes."""

import dataclasses

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import Company, Person
from coo_desktop.domain.errors import Busy, Offline, Refused, SignInNeeded, Untrusted
from coo_desktop.domain.office.certificate_check import PaperFacts, Verdict
from coo_desktop.domain.refusals import Rule
from coo_desktop.paper.render import pdf as pdf_of
from coo_desktop.views.check.page import CheckPage
from tests.domain.given import RCEP, values_of
from tests.views.pages import stored

GOOD = Verdict(True, "valid", "2026-11-23", "JAPAN")
LINK = "https://check.example/check?number=26C3302%2F00001&printNumber=CCPIT1"


class FakeChecking:
    """Answers with `verdict`, or raises what a test has put in."""

    def __init__(self):
        self.asked = []
        self.verdict = GOOD
        self.trouble = None
        self._visitor = None

    def check(self, asked, rules):
        self.asked.append(asked)
        if self.trouble is not None:
            raise self.trouble
        return self.verdict

    def visitor(self):
        return self._visitor

    def sign_in(self, account, password):
        if self.trouble is not None:
            raise self.trouble
        self._visitor = Person(account=account, name="海关查验", role="customs")
        return self._visitor

    def sign_out(self):
        self._visitor = None


class FakeOffice:
    def __init__(self):
        self.checking = FakeChecking()


@pytest.fixture
def office():
    return FakeOffice()


@pytest.fixture
def session(make, office):
    return make(office=office)


@pytest.fixture
def page(qtbot, session):
    made = CheckPage(session)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    return made


def ask(qtbot, page, number="26C3302/00001", printed="CCPIT1"):
    page.number.setText(number)
    page.print_number.setText(printed)
    page.asking.click()
    qtbot.waitUntil(page.asking.isEnabled)


def test_an_authentic_paper_shows_its_key_facts_and_nothing_more(qtbot, page):
    ask(qtbot, page)
    assert page.answer.title.text() == "证书真实有效"
    assert page.answer.facts.text().split("\n") == [
        "证书 26C3302/00001，印刷号 CCPIT1",
        "状态：有效",
        "签发日期：2026-11-23",
        "目的国（地区）：JAPAN",
    ]
    assert not page.whole.isVisible()


@pytest.mark.parametrize(
    ("status", "head", "word"),
    [
        ("voided", "已作废：此证书不再有效", "作废"),
        ("replaced", "已被改证替代：此证书不再有效", "改证"),
        ("copy", "正本已遗失：只有副本有效", "副本"),
        ("of_tomorrow", "已签发，但本程序不认识其状态", "未知"),
    ],
)
def test_a_paper_that_no_longer_stands_says_so_in_its_heading_and_why(qtbot, page, office, status, head, word):
    ask(qtbot, page)
    colour_of_valid = page.answer.title.styleSheet()
    office.checking.verdict = dataclasses.replace(GOOD, status=status)
    ask(qtbot, page)
    assert page.answer.title.text() == head
    assert word in page.answer.facts.text()
    assert page.answer.title.styleSheet() != colour_of_valid


def test_an_answer_goes_off_the_screen_when_other_numbers_are_typed(qtbot, page):
    ask(qtbot, page)
    qtbot.keyClick(page.number, Qt.Key.Key_9)
    assert not page.answer.isVisible()


def test_numbers_that_do_not_belong_together_are_no_certificate(qtbot, page, office):
    office.checking.verdict = Verdict(False)
    ask(qtbot, page)
    assert page.answer.title.text() == "没有这样的证书"


def test_an_empty_field_is_asked_for_first(page, office):
    page.number.setText("1")
    page.asking.click()
    assert "印刷号" in page.message.text()
    assert office.checking.asked == []


def test_a_pasted_link_fills_the_fields(qtbot, page):
    from PySide6.QtGui import QGuiApplication

    QGuiApplication.clipboard().setText(LINK)
    page.print_number.setFocus()
    qtbot.keyClick(page.print_number, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (page.number.text(), page.print_number.text()) == ("26C3302/00001", "CCPIT1")


def test_a_scanner_that_types_a_link_and_enter_asks_about_it(qtbot, page, office):
    qtbot.keyClicks(page.number, LINK)
    qtbot.keyClick(page.number, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.answer.isVisible())
    assert office.checking.asked == [PaperFacts("26C3302/00001", "CCPIT1")]


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        (Busy(after_s=121.0), "3 分钟"),
        (Busy(after_s=None), "1 分钟"),
        (Offline(cause="dns"), "没有网络"),
        (Untrusted(reason="portal"), "真伪未知"),
        (SignInNeeded(), "重新登录"),
        (Refused(why="validation"), "不能"),
    ],
)
def test_without_an_answer_the_page_says_so_and_keeps_what_was_typed(qtbot, page, office, trouble, word):
    office.checking.trouble = trouble
    ask(qtbot, page)
    assert word in page.message.text()
    assert not page.answer.isVisible()
    assert page.number.text() == "26C3302/00001"
    office.checking.trouble = None
    page.asking.click()
    qtbot.waitUntil(lambda: page.answer.isVisible())
    assert not page.message.isVisible()


def test_a_question_while_one_is_asked_is_not_asked_twice(qtbot, page, office):
    page.number.setText("1")
    page.print_number.setText("2")
    page.asking.click()
    page.check()
    qtbot.waitUntil(page.asking.isEnabled)
    assert len(office.checking.asked) == 1


def sign_in(qtbot, page):
    page.customs.opening.click()
    page.customs.account.setText("customs")
    page.customs.password.setText("secret")
    page.customs.signing_in.click()
    qtbot.waitUntil(page.customs.signing_in.isEnabled)


def test_the_customs_see_every_field_and_the_paper(qtbot, session, page, office):
    document = stored(session, "rcep_2022", values_of(RCEP), stage="approved", facts={"number": "26C3302/00001"})
    paper = pdf_of(session.rules.form("rcep_2022"), document, paper="proof")
    found = dataclasses.replace(GOOD, document=document, company=Company(name_zh="宁波蓝枫"), paper=paper)
    office.checking.verdict = found
    sign_in(qtbot, page)
    assert "海关查验" in page.customs.who.text()
    ask(qtbot, page)
    texts = page.whole.texts()
    assert {"26C3302/00001", "宁波蓝枫"} <= set(texts.values())
    assert document.values["consignee_name"] in texts.values()
    qtbot.waitUntil(lambda: bool(page.whole.paper.pages))
    assert not page.whole.paper.printing.isVisible()


def test_signing_out_takes_what_only_the_customs_see_off_the_screen(qtbot, page, office):
    sign_in(qtbot, page)
    ask(qtbot, page)
    page.customs.signing_out.click()
    qtbot.waitUntil(lambda: not page.answer.isVisible())
    assert page.customs.opening.isVisible()


@pytest.mark.parametrize(
    ("trouble", "word"), [(Refused(why=Rule.NOT_CUSTOMS), "不是海关用户"), (Offline(cause="dns"), "需要网络")]
)
def test_a_sign_in_that_fails_says_why_beside_its_fields(qtbot, page, office, trouble, word):
    office.checking.trouble = trouble
    sign_in(qtbot, page)
    assert word in page.customs.message.text()
    assert page.customs.account.text() == "customs"
