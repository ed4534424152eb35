"""What a company and its office write to each other, from screen to console: moves, verifications, questionnaires."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from coo_backend.company.pages import EXAMPLE
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.operations import drafts
from coo_desktop.views.company.moves_page import MovesPage
from coo_desktop.views.mail.cases_page import CasesPage
from coo_desktop.views.mail.surveys_page import SurveysPage
from coo_desktop.views.target import Target
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.office import approve, approved_product, certificate_of
from tests.views.counters import settled


@pytest.fixture
def visit(backend_process):
    opened = []

    def visit(account: str) -> Visit:
        opened.append(Visit(backend_process.url, account))
        return opened[-1]

    yield visit
    for one in opened:
        one.close()


def counter(qtbot, screen, name: str, kind: type):
    """A page of the company's menu, after its first answer."""
    screen.workplace.act(Target(name))
    page = screen.window.tabs.currentWidget()
    assert isinstance(page, kind)
    settled(qtbot, page)
    return page


def office_of(clerk) -> str:
    return clerk.office.company().office


def test_a_move_is_refused_and_asked_again_and_approved(qtbot, screens, visit, backend_process):
    screen = screens(RCEP, "admin")
    examiner = visit("examiner2")
    page = counter(qtbot, screen, "moves", MovesPage)
    for verdict, reason in (("refused", "材料不全"), ("approved", "")):
        qtbot.keyClicks(page.reason, f"relocated, {verdict}")
        page.sending.click()
        settled(qtbot, page)
        (move,) = [each for each in screen.clerk.office.letters.moves() if each.state == "open"]
        examiner.open("/console/moves")
        assert examiner.send(f"/console/moves/{move.id}", verdict=verdict, reason=reason).ok
        page.reloading.click()
        settled(qtbot, page)
    states = [each.state for each in screen.clerk.office.letters.moves()]
    assert states == ["approved", "refused"]
    assert page.here.text() == "广东省潮州市 贸促会潮州"
    assert screen.clerk.store.reader.company().office == "4405"
    # Back again, for whoever uses this backend next.
    back = screen.clerk.office.letters.move("3302", "back")
    home = visit("examiner")
    home.open("/console/moves")
    assert home.send(f"/console/moves/{back.id}", verdict="approved", reason="").ok
    assert office_of(screen.clerk) == "3302"


def test_a_case_is_answered_after_its_file_came_through_a_cut(qtbot, screens, visit, backend_process, chaos, tmp_path):
    screen = screens(RCEP, "demo")
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product, f"LF-{new_id()[-8:]}"), form="rcep_2022")
    clerk.submit(written.id)
    clerk.sync()
    approve(backend_process, written.id)
    clerk.sync()
    number = clerk.document(written.id).facts["number"]
    examiner = visit("examiner")
    examiner.open("/console/verifications")
    deadline = (clerk.clock.today() + dt.timedelta(days=30)).isoformat()
    asked = {"number": number, "deadline": deadline, "question": "是否在中国生产？", "country": "日本"}
    assert examiner.send("/console/verifications", **asked).ok, examiner.page.text
    clerk.move(chaos.url)
    screen.session.ports = dataclasses.replace(screen.session.ports, sync=clerk.engine, office=clerk.office)
    page = counter(qtbot, screen, "cases", CasesPage)
    assert page.panel.question.text() == "是否在中国生产？"
    qtbot.keyClicks(page.panel.text, "produced in Ningbo")
    chaos.order("cut_answer", "HEAD", times=99)
    chaos.order("cut_answer", "PATCH")
    attach(screen, page, tmp_path)
    screen.sync()
    (row,) = page.panel._evidence
    assert clerk.store.reader.evidence(row["id"]).state == "uploading"
    page.panel.sending.click()
    assert "上传" in page.message.text()  # the file has not arrived, so nothing was sent
    assert clerk.office.letters.cases()[0].state == "open"
    chaos.calm()
    clerk.clock.pass_s(4000)
    screen.sync()
    page.panel.sending.click()
    settled(qtbot, page)
    (case,) = clerk.office.letters.cases()
    assert (case.state, case.answer, len(case.evidence)) == ("answered", "produced in Ningbo", 1)
    examiner.open("/console/verifications")
    assert examiner.shows("produced in Ningbo")
    held = examiner.session.get(f"{examiner.url}/console/verifications/{case.id}/{case.evidence[0].id}", timeout=30)
    assert held.content == (tmp_path / "proof.png").read_bytes()
    assert page.panel.text.isReadOnly()


def attach(screen, page, tmp_path: Path) -> None:
    """A picture with the answer, taken in as the dialog of evidence does."""
    path = tmp_path / "proof.png"
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(path))
    evidence = screen.clerk.store.blobs.take_in(path, "")
    with screen.clerk.store.unit() as unit:
        drafts.attach(unit, evidence)
    row = {"id": evidence.id, "sha256": evidence.sha256, "name": evidence.name, "mime": evidence.mime}
    page.panel._take_files([row])


def test_a_questionnaire_is_filled_in_on_one_desk_and_read_on_the_other(qtbot, screens, visit):
    examiner = visit("examiner")
    examiner.open("/console/questionnaires")
    assert examiner.send("/console/questionnaires", text=EXAMPLE).ok
    screen, colleague = screens(RCEP, "demo"), screens(RCEP, "clerk2")
    page = counter(qtbot, screen, "surveys", SurveysPage)
    qtbot.keyClicks(page.fields.editor("main_market").focus_widget(), "JAPAN")
    page.sending.click()
    assert page.fields.boxes["uses_rcep"].message.isVisible()
    page.fields.editor("uses_rcep").show_value("often")
    page.sending.click()
    settled(qtbot, page)
    assert not page.sending.isVisible()
    theirs = counter(qtbot, colleague, "surveys", SurveysPage)
    assert theirs.fields.values()["main_market"] == "JAPAN"
    assert not theirs.sending.isVisible()
    examiner.open("/console/questionnaires")
    assert examiner.shows("JAPAN")
