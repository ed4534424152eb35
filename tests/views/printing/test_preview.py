"""The paper on the screen and on a printer."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.printing import AS_IT_STANDS, Look, usual_paper
from coo_desktop.paper.render import pdf
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.printing.errand import PrintOrder, PrintQuestion
from coo_desktop.views.printing.preview import PreviewPanel
from coo_desktop.views.printing.print_job import PrintTarget
from coo_desktop.views.session import Session
from tests.rulebooks import shipped
from tests.views.pages import make_desk, stored


class Printery:
    """Draws real pages and remembers which documents were asked for, and on which thread."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, bool]] = []

    def __call__(self, document: Document, look: Look = AS_IT_STANDS) -> bytes:
        here = threading.current_thread() is threading.main_thread()
        self.asked.append((document.id, document.revision, here))
        form = shipped().form(document.form)
        return pdf(form, document, paper=look.paper or usual_paper(form, document), fit=look.fit)


@pytest.fixture
def printery() -> Printery:
    return Printery()


@pytest.fixture
def session(make, printery) -> Session:
    return make(paper=printery)


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def panel(session, window) -> PreviewPanel:
    made = PreviewPanel(session, window)
    made.resize(900, 700)
    made.show()
    return made


def test_pages_are_drawn_by_a_worker_with_their_text_for_screen_readers(qtbot, session, panel, printery):
    panel.show_document(stored(session, "rcep_2022", {"consignee_name": "SAKURA TABLEWARE"}))
    qtbot.waitUntil(lambda: bool(panel.pages) and not panel.pages[0].pixmap().isNull())
    assert "SAKURA TABLEWARE" in panel.pages[0].accessibleDescription()
    assert [here for _id, _revision, here in printery.asked] == [False]
    assert "1" in panel.count.text()


def test_an_unchanged_document_is_not_drawn_again(qtbot, session, panel, printery):
    document = stored(session, "rcep_2022")
    panel.show_document(document)
    qtbot.waitUntil(lambda: bool(panel.pages))
    panel.show_document(document)
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert len(printery.asked) == 1


def test_zoom_changes_the_size_on_the_screen(qtbot, session, panel):
    panel.show_document(stored(session, "rcep_2022"))
    qtbot.waitUntil(lambda: bool(panel.pages))
    fitted = panel.pages[0].width()
    panel.setFocus()
    panel.zoom(1)
    assert panel.pages[0].width() > fitted
    panel.zoom(-1)
    panel.fit()
    assert panel.pages[0].width() == fitted


def test_what_cannot_be_drawn_is_said(qtbot, window):
    def broken(document: Document) -> bytes:
        raise Unreadable(reason="picture")

    session = make_desk(paper=broken)
    panel = PreviewPanel(session, window)
    panel.show_document(stored(session, "rcep_2022"))
    qtbot.waitUntil(lambda: "无法" in panel.message.text())
    session.tasks.close()


def test_printing_is_asked_for_and_one_order_runs_at_a_time(qtbot, session, panel, tmp_path):
    document = stored(session, "rcep_2022", stage="approved")
    order = PrintOrder((("original", 1),), PrintTarget(file=str(tmp_path / "out.pdf")))
    session.asker.answer(PrintQuestion, order)
    panel.show_document(document)
    qtbot.waitUntil(lambda: panel.printing.isEnabled())
    panel.print_pages()
    panel.print_pages()
    qtbot.waitUntil(lambda: panel.printing.isEnabled() and session.tasks.is_idle)
    assert [one.pages for one in session.asker.questions if isinstance(one, PrintQuestion)] == [1]
    assert len([intent for intent in session.read.intents(document.id) if intent.kind == "request"]) == 1


def test_the_preview_of_a_draft_is_a_proof_on_every_page(qtbot, session, panel):
    goods = [{"id": f"g{number}", "name_en": "CUPS " * 40} for number in range(20)]
    panel.show_document(stored(session, "rcep_2022", {"goods": goods}))
    qtbot.waitUntil(lambda: bool(panel.pages))
    assert len(panel.pages) > 1
    for page in panel.pages:
        assert "草稿" in page.accessibleDescription()


def test_the_form_page_opens_and_renews_its_preview_by_keys(qtbot, session, window, printery):
    page = FormPage(session, stored(session, "rcep_2022"), window)
    page.resize(900, 700)
    with qtbot.waitActive(window):
        window.activateWindow()
    page.show()
    line = page.fields.editor("contract_no").focus_widget()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: bool(page.side.preview.pages))
    line.setFocus()
    qtbot.keyClicks(line, "LF-9")
    page.save()
    qtbot.waitUntil(lambda: len(printery.asked) == 2)
    assert printery.asked[1][1] > printery.asked[0][1]
