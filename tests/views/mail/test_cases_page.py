"""Verification from abroad: a drafted answer with files, sent once they arrived, and a dossier for the examiner."""

import dataclasses
import json
import zipfile
from threading import Event

import pytest

from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import Offline
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.views.mail.case_panel import DRAFTS
from coo_desktop.views.mail.cases_page import CasesPage
from coo_desktop.views.questions import ConfirmQuestion, EvidenceQuestion
from tests.views.counters import counter_desk, settled, shown, slow_disk
from tests.views.pages import stored

ASKED = ("是否在中国生产？", "日本", "2030-01-31", CaseState.OPEN, "", "", "2026-11-01T00:00:00Z", "周审", "", "", "")
ROW = {"id": "e1", "sha256": "ab" * 32, "name": "工厂.png", "mime": "image/png", "size_bytes": 3}


@pytest.fixture
def world(qtbot, make):
    session, office = counter_desk(make, "clerk")
    session.asker.answer(ConfirmQuestion, True)
    certificate = stored(session, "rcep_2022", stage="approved", facts={"number": "C26330200000001"})
    office.asked["k1"] = VerificationCase("k1", certificate.id, "C26330200000001", *ASKED)
    return session, office, shown(qtbot, CasesPage(session))


def keep_file(qtbot, session, state: str) -> None:
    qtbot.waitUntil(lambda: session.tasks.is_idle)  # the page may be saving its draft
    with session.ports.store.unit() as unit:
        unit.put_evidence(
            Evidence(id="e1", sha256=ROW["sha256"], size_bytes=3, mime="image/png", name="x", state=state)
        )


def choose_files(session, page) -> None:
    session.asker.answer(EvidenceQuestion, [ROW])
    page.panel.choosing.click()


def test_a_case_shows_its_question_and_what_is_left_of_its_time(world):
    page = world[2]
    assert page.panel.question.text() == "是否在中国生产？"
    assert "2030-01-31" in page.panel.facts.text()
    assert "天" in page.list.item(0).text()
    assert not page.panel.sending.isEnabled()


def test_an_answer_is_sent_once_and_stays_readable(qtbot, world):
    _session, office, page = world
    qtbot.keyClicks(page.panel.text, "made in Ningbo")
    page.panel.sending.click()
    settled(qtbot, page)
    assert (office.asked["k1"].state, office.asked["k1"].answer) == ("answered", "made in Ningbo")
    assert page.panel.text.isReadOnly()
    assert not page.panel.sending.isVisible()
    assert page.panel.text.toPlainText() == "made in Ningbo"


def test_an_answer_waits_until_its_files_have_arrived(qtbot, world):
    session, office, page = world
    keep_file(qtbot, session, "uploading")
    choose_files(session, page)
    with qtbot.waitSignal(session.sync_wanted):
        page.panel.sending.click()
    assert office.asked["k1"].state == "open"
    keep_file(qtbot, session, "there")
    page.panel.sending.click()
    settled(qtbot, page)
    assert [file.id for file in office.asked["k1"].evidence] == ["e1"]


def test_what_is_typed_while_the_list_is_asked_for_again_stays(qtbot, world, monkeypatch):
    session, office, page = world
    gate, cases = Event(), office.cases
    monkeypatch.setattr(office, "cases", lambda: (gate.wait(10), cases())[1])
    page.reloading.click()
    qtbot.keyClicks(page.panel.text, "made in Ningbo")
    with slow_disk(session):
        gate.set()
        settled(qtbot, page)
        assert page.panel.text.toPlainText() == "made in Ningbo"


def test_drafts_of_two_cases_written_at_once_are_both_kept(qtbot, world):
    session, office, page = world
    office.asked["k2"] = dataclasses.replace(office.asked["k1"], id="k2")
    page.reloading.click()
    settled(qtbot, page)
    with slow_disk(session):
        for row, text in enumerate(("first", "second")):
            page.list.setCurrentRow(row)
            qtbot.keyClicks(page.panel.text, text)
        page.list.setCurrentRow(0)
    qtbot.waitUntil(lambda: "k2" in session.read.setting(DRAFTS, {}))
    assert [session.read.setting(DRAFTS)[case]["text"] for case in ("k1", "k2")] == ["first", "second"]


def test_a_draft_with_its_files_is_there_again(qtbot, world):
    session, _office, page = world
    keep_file(qtbot, session, "here")
    qtbot.keyClicks(page.panel.text, "draft")
    choose_files(session, page)
    qtbot.waitUntil(lambda: session.read.setting(DRAFTS, {}).get("k1", {}).get("evidence") == [ROW])
    again = shown(qtbot, CasesPage(session))
    assert again.panel.text.toPlainText() == "draft"
    assert again.panel.files.text() == "工厂.png"


def test_an_overdue_case_says_since_when(qtbot, world):
    _session, office, page = world
    office.asked["k1"] = dataclasses.replace(office.asked["k1"], deadline="2020-01-01")
    page.reloading.click()
    settled(qtbot, page)
    assert "2020-01-01" in page.list.item(0).text()


def test_without_a_network_the_draft_stays_and_the_page_says_so(qtbot, world):
    _session, office, page = world
    qtbot.keyClicks(page.panel.text, "draft")
    office.trouble = Offline(cause="dns")
    page.panel.sending.click()
    settled(qtbot, page)
    assert page.message.isVisible()
    assert page.panel.text.toPlainText() == "draft"


def test_the_dossier_holds_the_certificate_and_names_what_is_missing(qtbot, world, tmp_path):
    session, _office, page = world
    keep_file(qtbot, session, "there")
    choose_files(session, page)
    page.panel.export(tmp_path / "dossier.zip")
    qtbot.waitUntil(lambda: (tmp_path / "dossier.zip").exists())
    with zipfile.ZipFile(tmp_path / "dossier.zip") as archive:
        told = json.loads(archive.read("contents.json"))
    assert told["number"] == "C26330200000001"
    assert [each["what"] for each in told["contents"]] == ["certificate", "evidence"]
    assert told["contents"][1]["missing"]


def test_the_certificate_can_be_looked_at(qtbot, world):
    page = world[2]
    with qtbot.waitSignal(page.opened):
        page.panel.looking.click()


def test_a_company_without_cases_is_told_so_until_one_comes(qtbot, make):
    session, office = counter_desk(make, "clerk")
    page = shown(qtbot, CasesPage(session))
    assert page.choice.empty.isVisible()
    assert "核查" in page.choice.empty.said.text()
    certificate = stored(session, "rcep_2022", stage="approved", facts={"number": "C26330200000001"})
    office.asked["k1"] = VerificationCase("k1", certificate.id, "C26330200000001", *ASKED)
    page.reloading.click()
    qtbot.waitUntil(page.list.isVisible)
    assert page.list.count() == 1
    assert not page.choice.empty.isVisible()


def test_a_final_answer_is_asked_about_once_with_what_goes(qtbot, world):
    session, office, page = world
    keep_file(qtbot, session, "there")
    choose_files(session, page)
    qtbot.keyClicks(page.panel.text, "made in Ningbo")
    session.asker.forget(ConfirmQuestion)  # the person goes back
    page.panel.sending.click()
    question = session.asker.questions[-1]
    for part in ("C26330200000001", "made in Ningbo", "工厂.png", "不能更改"):
        assert part in question.text
    assert (office.asked["k1"].state, page.panel.text.toPlainText()) == ("open", "made in Ningbo")


def test_a_file_that_was_refused_is_named_instead_of_being_waited_for(qtbot, world):
    session, office, page = world
    keep_file(qtbot, session, "refused")
    choose_files(session, page)
    page.panel.sending.click()
    assert "工厂.png" in page.message.text()
    assert office.asked["k1"].state == "open"


def test_a_disabled_clerk_reads_why_before_anything_is_asked(qtbot, world):
    session, office, page = world
    qtbot.keyClicks(page.panel.text, "made in Ningbo")
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    with session.ports.store.unit() as unit:
        unit.put_person(dataclasses.replace(unit.person(), active=False))
    page.panel.sending.click()
    assert "禁用" in page.message.text()
    assert not any(isinstance(asked, ConfirmQuestion) for asked in session.asker.questions)
    assert office.asked["k1"].state == "open"
