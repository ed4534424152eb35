"""Rows 1.5 to 1.9: verification from abroad, checking a paper, tariff rates, reference data, questionnaires."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from coo_backend.company.pages import EXAMPLE
from coo_backend.seed import PASSWORD
from coo_desktop.domain.documents.document import Document
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library
from coo_desktop.views.tariff.table import NAME, RATE, SAVING, SOURCE
from tests.flows.keyboard import CONTROL, Key
from tests.flows.screen import Screen
from tests.flows.walk.certificate_rows import picture
from tests.flows.walk.walker import Walker
from tests.store.packs.tables import rates_pack

QUESTION, ANSWER = "是否在中国生产？", "produced in Ningbo"


def answers_a_verification(walk: Walker) -> None:
    """A case with its deadline, a file and an answer; answered, it stays readable on both sides."""
    screen, keys = walk.sit_down(), walk.keys
    number = walk.issued(screen).facts["number"]
    examiner = walk.office()
    examiner.open("/console/verifications")
    deadline = (screen.clerk.clock.today() + dt.timedelta(days=30)).isoformat()
    asked = {"number": number, "deadline": deadline, "question": QUESTION, "country": "日本"}
    assert examiner.send("/console/verifications", **asked).ok
    page = walk.page(screen, "cases")
    walk.wait(lambda: not page.is_waiting)
    panel = page.panel
    assert (panel.question.text(), deadline in panel.facts.text()) == (QUESTION, True)
    keys.write(panel.text, ANSWER)
    dialog: Any = keys.asked(lambda: keys.push(panel.choosing))
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(picture(walk.folder)))])
    QGuiApplication.clipboard().setMimeData(copied)
    keys.press(Key.Key_V, CONTROL)
    walk.wait(lambda: dialog.rows)
    keys.accept()
    QGuiApplication.clipboard().clear()
    screen.sync()
    keys.push(panel.sending)
    confirm(walk, page)
    (case,) = screen.clerk.office.letters.cases()
    assert (case.state, case.answer, len(case.evidence)) == ("answered", ANSWER, 1)
    assert panel.text.isReadOnly()
    examiner.open("/console/verifications")
    assert examiner.shows(ANSWER)


def confirm(walk: Walker, page: Any) -> None:
    """Answers the question before a final answer leaves, and waits until the office has it."""
    if QApplication.activeModalWidget() is not None:
        walk.keys.enter()
    walk.wait(lambda: not page.is_waiting)


def checks_a_paper(walk: Walker) -> None:
    """Number and print number: authentic, with the key facts and nothing more; a wrong number is none."""
    screen = walk.sit_down()
    facts = walk.issued(screen).facts
    page = walk.page(screen, "check")
    ask_about(walk, page, facts["number"], facts["printNumber"])
    assert page.answer.title.text() == "证书真实有效"
    assert not page.whole.isVisible()
    ask_about(walk, page, facts["number"], "000000")
    assert page.answer.title.text() != "证书真实有效"


def ask_about(walk: Walker, page: Any, number: str, print_number: str) -> None:
    keys = walk.keys
    keys.write(page.number, number)
    keys.write(page.print_number, print_number)
    keys.press(Key.Key_Return)
    walk.wait(lambda: page.asking.isEnabled() and page.answer.isVisible())


def checks_a_paper_as_the_customs(walk: Walker) -> None:
    """A sign-in of their own: the whole certificate and its picture; whose desk it is stays the same."""
    screen, keys = walk.sit_down(), walk.keys
    facts = walk.issued(screen).facts
    page = walk.page(screen, "check")
    keys.push(page.customs.opening)
    keys.write(page.customs.account, "customs")
    keys.write(page.customs.password, PASSWORD)
    keys.press(Key.Key_Return)
    walk.wait(page.customs.who.isVisible)
    ask_about(walk, page, facts["number"], facts["printNumber"])
    walk.wait(lambda: page.whole.isVisible() and page.whole.paper.pages)
    assert facts["number"] in page.whole.texts().values()
    assert screen.clerk.store.reader.person().account == "demo"


def compares_rates(walk: Walker) -> None:
    """Every agreement beside the normal duty with source and saving, the best first; no data is never shown as 0."""
    install(rates_pack(walk.folder), walk.folder / "packs")
    screen, keys = walk.sit_down(packs=Library(walk.folder / "packs")), walk.keys
    page = walk.page(screen, "tariff")
    fields = page.question.fields

    def ask(importer: str, code: str) -> list[list[str]]:
        keys.write(fields["importer"].focus_widget(), importer)
        keys.write(page.question.code.line, code)
        keys.press(Key.Key_Escape)
        keys.write(fields["value"].focus_widget(), "10000")
        keys.press(Key.Key_Tab)
        walk.wait(lambda: not page.is_busy)
        table = page.table
        rows = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
        return [[item.text(column) for column in (NAME, RATE, SAVING, SOURCE)] for item in rows]

    found = ask("KR", "611020")
    assert [row[1] for row in found][:2] == ["5.2%", "8.7%"]
    assert found[0][2].startswith("780"), found[0]
    assert all(row[3] for row in found[:2]), "a rate has no source"
    assert ask("AU", "961700") == []
    assert "0" not in page.verdict.text()


def keeps_reference_data(walk: Walker) -> None:
    """Importers, producers and clauses: added, found, edited, deleted; an importer is offered while a form is typed."""
    screen, keys = walk.sit_down(), walk.keys
    for kind in ("importer", "producer", "special_clause"):
        kept = add_record(walk, screen, kind)
        page = records(walk, screen, kind)
        walk.choose(page, kept.id)
        keys.press(Key.Key_Return)
        opened = walk.opened(screen, lambda one, kept=kept: one.id == kept.id)
        first = first_text(opened.form)
        keys.write(opened.fields.editor(first).focus_widget(), "EDITED NAME")
        assert screen.saved().values[first] == "EDITED NAME"
        if kind != "importer":
            walk.choose(records(walk, screen, kind), kept.id)
            keys.asked(lambda: keys.press(Key.Key_Delete))
            keys.enter()
            walk.wait(lambda kept=kept: screen.clerk.document(kept.id).deleted)
    page = screen.new(2, "rcep_2022")
    keys.go_to("consignee_name")
    walk.wait(lambda: page.help.records.books.of("importer") is not None)
    keys.type("edit")
    keys.press(Key.Key_Down)
    keys.press(Key.Key_Return)
    assert page.values()["consignee_name"] == "EDITED NAME"


def add_record(walk: Walker, screen: Screen, kind: str) -> Document:
    """A new record, from the menu's Ctrl+N on the list of its kind."""
    records(walk, screen, kind)
    walk.keys.press(Key.Key_N, CONTROL)
    page = walk.opened(screen, lambda one: one.form == kind)
    for name, text in {"name": "SAKURA", "address": "1-1 NAHA", "country": "JP"}.items():
        if name in page.form.by_id:
            walk.keys.fill(name, text)
    walk.keys.write(page.fields.editor(first_text(page.form)).focus_widget(), "SAKURA")
    return screen.saved()


def first_text(form: Any) -> str:
    """The field that a record is known by."""
    return str(form.summary.title)


def records(walk: Walker, screen: Screen, kind: str) -> Any:
    """The list of a kind of records: Ctrl+3, then along its tabs."""
    keys = walk.keys
    keys.press(Key.Key_3, CONTROL)
    page: Any = screen.window.tabs.current_page()
    forms = [form.id for form in screen.rules.book.family("record")]
    keys.to(page.kinds.tabBar())
    keys.press(Key.Key_Left, times=len(forms))
    keys.press(Key.Key_Right, times=forms.index(kind))
    assert page.kinds.currentIndex() == forms.index(kind)
    return page.current()


def fills_in_a_questionnaire(walk: Walker) -> None:
    """Needed answers are asked for; sent once, it is read here and by the office."""
    examiner = walk.office()
    examiner.open("/console/questionnaires")
    assert examiner.send("/console/questionnaires", text=EXAMPLE).ok
    screen, keys = walk.sit_down(), walk.keys
    page = walk.page(screen, "surveys")
    walk.wait(lambda: not page.is_waiting)
    keys.write(page.fields.editor("main_market").focus_widget(), "JAPAN")
    keys.push(page.sending)
    assert page.fields.boxes["uses_rcep"].message.isVisible(), "a needed answer is not asked for"
    keys.write(page.fields.editor("uses_rcep").focus_widget(), "often")
    keys.push(page.sending)
    confirm(walk, page)
    assert not page.sending.isVisible()
    examiner.open("/console/questionnaires")
    assert examiner.shows("JAPAN")
