"""An office that asks for an undertaking and a way to collect: asked once at the send, kept, shown, and demanded."""

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from coo_desktop.domain.documents.history import BACKEND
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.office.sending_terms import COLLECTION, UNDERTAKING
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from tests.backend.process import BackendProcess
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approve, approved_product, certificate_of, office_asks
from tests.flows.screen import Screen

OFFICE, SELF_PRINT = "窗口领取", "自助打印"


@pytest.fixture
def backend_process(tmp_path):
    """A backend of this test's own, whose office of Ningbo asks: so its examiner says on the console."""
    process = BackendProcess(tmp_path / "backend").start()
    office_asks(process, True)
    yield process
    process.stop()


@pytest.fixture
def visit(backend_process):
    made = Visit(backend_process.url, "examiner")
    yield made
    made.close()


def written(screen: Screen, invoice: str, product=None):
    filed = product or approved_product(screen.clerk, screen.backend, PRE_REVIEW)
    return screen.clerk.write(certificate_of(RCEP, filed, invoice), form="rcep_2022")


@pytest.fixture
def screen(screens, backend_process):
    made = screens()
    made.backend = backend_process
    return made


def wishes(screen: Screen, backend: BackendProcess, *, asks: bool) -> None:
    """The office asks otherwise from now on, and the desk has heard it."""
    office_asks(backend, asks)
    screen.clerk.office.company()


def asked(screen: Screen) -> Any:
    """The question of the page, after Ctrl+Enter."""
    screen.saved()
    return screen.keys.asked(lambda: screen.keys.press(Key.Key_Return, CONTROL))


def answer(screen: Screen, dialog: Any, way: str) -> None:
    """Chooses a way to collect, ticks the undertaking and sends, by keys."""
    keys = screen.keys
    button = next(button for button in dialog.ways.buttons() if button.text() == way)
    keys.to(dialog.ways.button(max(dialog.ways.checkedId(), 0)))
    while not button.hasFocus():
        keys.press(Key.Key_Right)
    keys.press(Key.Key_Space)
    keys.push(dialog.undertaking)
    keys.enter()


def sent(qtbot, screen: Screen, document):
    qtbot.waitUntil(lambda: bool(screen.clerk.document(document.id).delivery))
    screen.sync()
    return screen.clerk.document(document.id)


def test_a_certificate_is_sent_with_both_and_the_office_sees_where_it_is_collected(
    qtbot, screen, backend_process, visit
):
    draft = written(screen, "LF-ONE")
    page = screen.open(draft.id)
    dialog = asked(screen)
    screen.keys.press(Key.Key_Return)
    assert dialog.warning.isVisible()
    assert QApplication.activeModalWidget() is dialog
    answer(screen, dialog, OFFICE)
    document = sent(qtbot, screen, draft)
    assert (document.stage, document.values[COLLECTION], document.values[UNDERTAKING]) == ("submitted", "office", True)
    there = backend_process.client("demo").get(f"/v1/docs/{draft.id}").json()
    assert (there["values"][COLLECTION], there["values"][UNDERTAKING]) == ("office", True)
    assert page.fields.editor(COLLECTION).isVisible()
    visit.open("/console/queue")
    assert visit.shows(OFFICE)
    visit.open(f"/console/documents/{draft.id}")
    assert visit.shows(OFFICE)
    assert visit.shows("承诺所申报内容真实、准确、完整，对提交的材料负责，并配合原产地核查。")
    approve(backend_process, draft.id)
    screen.sync()
    assert "贸促会宁波" in page.header._stage.text()
    changed = [name for version in screen.clerk.store.reader.versions(draft.id) for name in version.changed]
    assert {COLLECTION, UNDERTAKING} <= set(changed)
    assert any(version.source == BACKEND for version in screen.clerk.store.reader.versions(draft.id))


def test_the_way_that_was_chosen_last_is_offered_next_and_the_undertaking_is_not(qtbot, screen, backend_process):
    product = approved_product(screen.clerk, backend_process, PRE_REVIEW)
    first, second = written(screen, "LF-ONE", product), written(screen, "LF-TWO", product)
    screen.open(first.id)
    answer(screen, asked(screen), SELF_PRINT)
    sent(qtbot, screen, first)
    screen.open(second.id)
    dialog = asked(screen)
    assert dialog.ways.checkedButton().text() == SELF_PRINT
    told = [label.text() for label in dialog.self_printing.findChildren(QLabel) if label.isVisible()]
    assert told == ["日本：据称海关接受企业自助打印的该证书，但未能核实。", _("unverified")]
    assert not dialog.undertaking.isChecked()
    assert dialog.undertaking.hasFocus()
    screen.keys.press(Key.Key_Space)
    screen.keys.enter()
    assert sent(qtbot, screen, second).values[COLLECTION] == "self_print"


def test_several_certificates_are_asked_about_once(qtbot, screen, backend_process):
    product = approved_product(screen.clerk, backend_process, PRE_REVIEW)
    made = [written(screen, f"LF-{number}", product) for number in range(3)]
    screen.sync()
    keys = screen.keys
    keys.press(Key.Key_2, CONTROL)
    page = screen.window.tabs.current_page()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(made))
    keys.to_row(page.table, 0)
    keys.press(Key.Key_Down, SHIFT, times=len(made) - 1)
    dialog = keys.asked(lambda: keys.press(Key.Key_Return, CONTROL))
    answer(screen, dialog, OFFICE)
    assert QApplication.activeModalWidget() is None
    qtbot.waitUntil(lambda: screen.session.tasks.is_idle)
    screen.sync()
    documents = [screen.clerk.document(one.id) for one in made]
    assert {(one.stage, one.values[COLLECTION]) for one in documents} == {("submitted", "office")}


def test_without_an_answer_neither_side_takes_it_and_a_pre_review_needs_none(screen, backend_process):
    draft = written(screen, "LF-ONE")  # its product was sent and approved without a question
    with pytest.raises(Refused) as caught:
        screen.clerk.submit(draft.id)
    assert caught.value.facts["why"] == Rule.UNDERTAKING
    assert screen.clerk.document(draft.id).delivery == ""
    screen.sync()
    client = backend_process.client("demo")
    refused = client.submit(draft.id, client.get(f"/v1/docs/{draft.id}").json()["rev"])
    assert refused.status_code == 422
    codes = {problem["code"] for problem in refused.json()["problems"]}
    assert codes == {"collection_missing", "undertaking_missing"}


def test_what_was_sent_before_the_office_asked_stays_valid(screen, backend_process, visit):
    wishes(screen, backend_process, asks=False)
    draft = written(screen, "LF-BEFORE")
    screen.clerk.submit(draft.id)
    screen.clerk.sync()
    assert screen.clerk.document(draft.id).stage == "submitted"
    wishes(screen, backend_process, asks=True)
    approve(backend_process, draft.id)
    screen.clerk.sync()
    assert screen.clerk.document(draft.id).stage == "approved"
    visit.open(f"/console/documents/{draft.id}")
    assert not visit.shows(OFFICE)


def test_where_no_office_asks_the_question_is_the_plain_one(qtbot, screen, backend_process):
    wishes(screen, backend_process, asks=False)
    draft = written(screen, "LF-PLAIN")
    page = screen.open(draft.id)
    assert page.fields.editor(COLLECTION).isHidden() or not page.fields.editor(COLLECTION).isVisible()
    dialog = asked(screen)
    assert dialog.windowTitle() == _("Send to CCPIT")
    assert not hasattr(dialog, "undertaking")
    screen.keys.enter()
    assert sent(qtbot, screen, draft).stage == "submitted"
