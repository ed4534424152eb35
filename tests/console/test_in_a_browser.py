"""The examiner's day in a real browser: sign in, return with reasons at fields, approve the corrected one, check it.

The company's side is a real window on a store of its own: it shows the reasons at their fields, and corrects them.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from coo_backend.seed import PASSWORD
from tests.backend.conftest import Backend
from tests.backend.errands import approved, force, stored
from tests.backend.process import Client
from tests.console.browser import Browser
from tests.console.lanfeng import approved_product, certificate_values, sent_certificate, wired
from tests.domain.given import RCEP, rules
from tests.flows.keyboard import Key
from tests.flows.office import clock_of
from tests.flows.reading_back import codes, printed_text
from tests.flows.screen import Screen, shown_problems
from tests.sync.desk import Desk

EVIL = "<script>document.title='broken in'</script>\"'><img src=x onerror=\"document.title='broken in'\">&amp;{{7*7}}"


def sign_in(browser: Browser, backend: Backend, account: str) -> None:
    browser.open(f"{backend.url}/console")
    browser.type("input[name=account]", account)
    browser.type("input[name=password]", PASSWORD)
    browser.follow("main button")


def console_of(browser: Browser) -> str:
    return browser.text_of("main")


@pytest.fixture
def screen(qtbot: Any, backend: Backend, tmp_path: Path) -> Iterator[Screen]:
    """The company's window, signed in at this backend on the same day."""
    desk = Desk(tmp_path / "desk", backend.url, "demo", clock=clock_of(RCEP), rules=rules).sign_in()
    opened = Screen(qtbot, desk, rules())
    yield opened
    opened.close()
    desk.close()


def corrected(screen: Screen, document_id: str, reasons: dict[str, str], **fields: str) -> None:
    """The window shows each reason at its field, F7 leads there, and what is filled in is sent."""
    screen.sync()
    page = screen.open(document_id)
    assert page.document.stage == "returned"
    assert {name: text in page.fields.boxes[name].message.text() for name, text in reasons.items()} == dict.fromkeys(
        reasons, True
    )
    assert [code for _, code in shown_problems(page)].count("returned") == len(reasons)
    for name, text in fields.items():
        while screen.keys.field != name:
            screen.keys.press(Key.Key_F7)
        screen.keys.fill(name, text)
    assert screen.send().stage == "submitted"


def test_a_certificate_is_returned_with_reasons_corrected_approved_and_checked(
    backend: Backend, clerk: Client, examiner: Client, browser: Browser, screen: Screen, album: Path, tmp_path: Path
):
    product = approved_product(clerk, examiner)
    sent = sent_certificate(clerk, product)
    document = f"{backend.url}/console/documents/{sent['id']}"
    browser.open(f"{backend.url}/console")
    browser.photograph(album / "sign_in.png")
    browser.type("input[name=account]", "examiner")
    browser.type("input[name=password]", "wrong")
    browser.follow("main button")
    assert "账号或密码不正确" in console_of(browser)
    sign_in(browser, backend, "examiner")
    assert browser.url == f"{backend.url}/console/queue"
    assert "SAKURA TABLEWARE TRADING K.K." in console_of(browser)
    browser.photograph(album / "queue.png")

    browser.follow(f"a[href='/console/documents/{sent['id']}']")
    browser.follow("#take_up")
    assert "已开始审核" in console_of(browser)
    assert browser.run("return Array.from(document.images).every(i => i.naturalWidth > 500)")
    browser.photograph(album / "review.png")
    browser.follow("#return")
    assert "填写原因" in console_of(browser)
    reasons = {"marks": "唛头与提单不一致", "vessel": "船名航次有误"}
    for field, text in reasons.items():
        browser.run(f"document.querySelector('[name=\"remark:{field}\"]').closest('details').open = true")
        browser.type(f"[name='remark:{field}']", text)
    browser.type("[name=reason]", "请更正后重新发送")
    browser.photograph(album / "reasons.png")
    browser.follow("#return")
    assert "已退回企业" in console_of(browser)
    browser.open(document)
    browser.photograph(album / "returned.png")
    returned = clerk.get(f"/v1/docs/{sent['id']}").json()
    assert returned["stage"] == "returned"
    assert {reason["field"]: reason["text"] for reason in returned["facts"]["reasons"]} == reasons
    marks = "SAKURA\nOSAKA\nC/NO. 1-250"
    corrected(screen, sent["id"], reasons, vessel="FICTIVE STAR V.2642E", marks=marks)

    browser.open(document)
    browser.follow("#take_up")
    browser.follow("#approve")
    assert "已批准" in console_of(browser)
    facts = clerk.get(f"/v1/docs/{sent['id']}").json()["facts"]
    browser.open(document)
    assert facts["number"] in console_of(browser)
    browser.photograph(album / "approved.png")

    cookie = {"coo_session": _cookie(browser)}
    pdf = requests.get(f"{document}/paper.pdf", cookies=cookie, timeout=30).content
    screen.sync()
    for paper in (pdf, screen.paper(screen.clerk.document(sent["id"]))):
        text = printed_text(paper, tmp_path)
        assert all(said in text for said in (facts["number"], facts["printNumber"], "FICTIVE STAR V.2642E", "OSAKA"))
        (url,) = codes(paper)
        assert url == facts["checkUrl"]
    browser.open(f"{backend.url}/console/queue?view=approved")
    browser.photograph(album / "list_approved.png")
    browser.follow("header button")
    browser.open(url)
    assert "证书真实有效" in console_of(browser)
    browser.photograph(album / "check_authentic.png")
    last = facts["printNumber"][-1]
    browser.open(url[:-1] + str((int(last) + 1) % 10))
    assert "没有这样的证书" in console_of(browser)
    browser.photograph(album / "check_refused.png")


def _cookie(browser: Browser) -> str:
    """The session cookie: the driver may see what no script of a page can."""
    assert browser.run("return document.cookie") == ""
    cookies = browser._ask("GET", "/cookie")
    (session,) = [cookie for cookie in cookies if cookie["name"] == "coo_session"]
    assert session["httpOnly"]
    assert session["sameSite"] == "Strict"
    return str(session["value"])


def test_text_that_looks_like_a_script_stays_text_on_every_page(
    backend: Backend, clerk: Client, examiner: Client, browser: Browser, album: Path
):
    product = approved_product(clerk, examiner)
    original = sent_certificate(clerk, product)
    for event in ("take_up", "approve"):
        assert examiner.exam(original["id"], event).ok
    amended = stored(
        clerk,
        "rcep_2022",
        wired("rcep_2022", certificate_values(product, consignee_name=EVIL, vessel="FICTIVE STAR V.2650E")),
        {"amends": original["id"], "reason": EVIL},
    )
    facts = {"submittedAt": amended["createdAt"], "signatory": EVIL}
    force(backend.place, amended["id"], stage="submitted", facts=facts)
    lost = approved(clerk, examiner)
    assert clerk.ask("print", lost["id"]).ok
    assert clerk.ask("report_lost", lost["id"], reason=EVIL).ok
    sign_in(browser, backend, "examiner")
    pages = {
        "queue_full": "/console/queue",
        "amendment": f"/console/documents/{amended['id']}",
        "loss": f"/console/documents/{lost['id']}",
        "product": f"/console/documents/{product}",
        "english": f"/console/documents/{amended['id']}?language=en",
    }
    for name, path in pages.items():
        browser.open(backend.url + path)
        assert browser.run("return document.title") != "broken in"
        assert browser.count("main script") + browser.count("main img[src=x]") == 0
        assert (EVIL in console_of(browser)) == (name != "product")
        browser.photograph(album / f"{name}.png")
    browser.open(f"{backend.url}/console/notices?language=zh_CN")
    browser.type("textarea", EVIL)
    browser.follow("main button")
    assert EVIL in console_of(browser)
    browser.photograph(album / "notices.png")
    browser.follow("header button")
    sign_in(browser, backend, "customs")
    issued = clerk.get(f"/v1/docs/{original['id']}").json()["facts"]
    browser.type("input[name=number]", issued["number"])
    browser.type("input[name=printNumber]", issued["printNumber"])
    browser.follow("main form button")
    browser.photograph(album / "check_customs.png")
    browser.follow(f"a[href='/console/documents/{original['id']}']")
    assert "SAKURA" in console_of(browser)
    browser.photograph(album / "customs_document.png")
    browser.open(f"{backend.url}/console/queue")
    browser.photograph(album / "trouble.png")
