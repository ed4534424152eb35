"""The print dialog offers what the state allows, says why not for the rest, and fits the paper to the printer."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.dialogs.printing import PrintDialog, page_numbers
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import (
    AS_IT_STANDS,
    COPY,
    ORIGINAL,
    PROOF,
    TRUE_COPY,
    Fit,
    Look,
    fit_setting,
    usual_paper,
)
from coo_desktop.domain.operations import settings
from coo_desktop.paper.render import pdf
from coo_desktop.views.printing.errand import PrintQuestion
from coo_desktop.views.session import Session
from tests.paper.printing import APPROVED
from tests.rulebooks import shipped
from tests.views.pages import stored


class Printery:
    """Draws real pages and remembers how they were asked for."""

    def __init__(self) -> None:
        self.looks: list[Look] = []

    def __call__(self, document: Document, look: Look = AS_IT_STANDS) -> bytes:
        self.looks.append(look)
        form = shipped().form(document.form)
        return pdf(form, document, paper=look.paper or usual_paper(form, document), fit=look.fit)


@pytest.fixture
def printery() -> Printery:
    return Printery()


@pytest.fixture
def session(make, printery) -> Session:
    return make(asker=DialogAsker(), paper=printery)


@pytest.fixture
def ask(qtbot, session, owner):
    """The dialog for a document, and the list that its answer lands in."""

    def new(document: Document, pages: int = 1) -> tuple[PrintDialog, list[Any]]:
        answers: list[Any] = []
        session.ask(owner, PrintQuestion(document, pages), answers.append)
        dialog = owner.findChild(PrintDialog)
        with qtbot.waitActive(dialog):
            dialog.activateWindow()
        qtbot.waitUntil(lambda: session.tasks.is_idle)
        return dialog, answers

    return new


def counts(dialog: PrintDialog) -> dict[str, tuple[bool, int]]:
    return {paper: (box.isEnabled(), box.value()) for paper, box in dialog.papers.counts.items()}


def test_a_fresh_certificate_offers_its_original_with_the_forms_copies(qtbot, session, ask):
    dialog, answers = ask(stored(session, "co_general", **APPROVED))
    assert dialog.papers.original.isChecked()
    assert counts(dialog) == {COPY: (True, 3), TRUE_COPY: (False, 0)}
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [answer.papers for answer in answers] == [((ORIGINAL, 1), (COPY, 3))]


def test_copies_come_with_the_original_or_after_it(session, ask):
    dialog, _answers = ask(stored(session, "co_general", **APPROVED))
    dialog.papers.original.setChecked(False)
    assert counts(dialog)[COPY] == (False, 0)
    assert dialog.papers.hints[COPY].text()
    dialog.accepting.click()
    assert dialog.warning.text()


@pytest.mark.parametrize(
    ("state", "usual"),
    [("printed", {COPY: (True, 1), TRUE_COPY: (False, 0)}), ("copy_only", {COPY: (True, 0), TRUE_COPY: (True, 1)})],
)
def test_an_original_prints_once_and_the_reason_stands_beside_it(session, ask, state, usual):
    dialog, _answers = ask(stored(session, "co_general", **APPROVED, print_state=state))
    assert not dialog.papers.original.isEnabled()
    assert dialog.papers.hints[ORIGINAL].text()
    assert counts(dialog) == usual


def test_while_the_examiner_decides_nothing_prints(session, ask):
    dialog, answers = ask(stored(session, "co_general", **APPROVED, print_state="reprint_requested"))
    assert not any(enabled for enabled, _count in counts(dialog).values())
    dialog.accepting.click()
    assert answers == []


def test_a_draft_offers_proofs_alone(session, ask):
    dialog, answers = ask(stored(session, "co_general"))
    assert counts(dialog) == {PROOF: (True, 1)}
    assert not dialog.papers.original.isVisible()
    dialog.accepting.click()
    assert answers[0].papers == ((PROOF, 1),)


def test_the_fit_of_the_printer_is_shown_and_answered(qtbot, session, ask, printery):
    with session.ports.store.unit() as unit:
        settings.keep_preference(unit, fit_setting("", "co_general"), Fit(Decimal("1.5"), Decimal(-2)).kept())
    dialog, answers = ask(stored(session, "co_general", **APPROVED))
    assert (dialog.fit.right.value(), dialog.fit.down.value()) == (1.5, -2)
    dialog.fit.right.setValue(0.3)
    dialog.fit.kind.setCurrentIndex(1)
    wanted = Fit(Decimal("0.3"), Decimal(-2), Decimal(100), True)
    qtbot.waitUntil(lambda: printery.looks[-1].fit == wanted)
    dialog.accepting.click()
    assert answers[0].fit == Fit(Decimal("0.3"), Decimal(-2), Decimal(100), True)


def test_the_preview_moves_with_the_shift(qtbot, session, ask):
    dialog, _answers = ask(stored(session, "co_general", {"consignee_name": "SAKURA"}, **APPROVED))
    before = dialog.preview.view.grab().toImage()
    with qtbot.waitSignal(dialog.preview.drawn):
        dialog.fit.down.setValue(10)
    assert dialog.preview.view.grab().toImage() != before
    with qtbot.waitSignal(dialog.preview.drawn):
        dialog.fit.down.setValue(0)
    assert dialog.preview.view.grab().toImage() == before


def test_each_sheet_is_named_by_its_paper_and_can_be_turned_to(qtbot, session, ask):
    dialog, _answers = ask(stored(session, "co_general", **APPROVED))
    preview = dialog.preview
    assert [sheet.paper for sheet in preview.sheets] == [ORIGINAL, COPY, COPY, COPY]
    assert "ORIGINAL" in preview.view.accessibleDescription()
    with qtbot.waitSignal(preview.drawn):
        preview.later.click()
    assert "副本" in preview.view.accessibleDescription()
    assert preview.earlier.isEnabled()


def test_nothing_chosen_shows_an_empty_sheet(qtbot, session, ask):
    dialog, _answers = ask(stored(session, "co_general", **APPROVED, print_state="printed"))
    assert dialog.preview.view.accessibleDescription()
    with qtbot.waitSignal(dialog.preview.drawn):
        dialog.papers.counts[COPY].setValue(0)
    assert (dialog.preview.sheets, dialog.preview.view.accessibleDescription()) == ((), "")


def test_the_calibration_sheet_is_no_certificate(qtbot, session, ask, tmp_path):
    document = stored(session, "co_general", **APPROVED)
    dialog, answers = ask(document)
    dialog.target.file.setText(str(tmp_path / "sheet.pdf"))
    dialog.fit.testing.click()
    qtbot.waitUntil(lambda: (tmp_path / "sheet.pdf").exists() and bool(dialog.warning.text()))
    assert [intent for intent in session.read.intents(document.id) if intent.kind == "request"] == []
    assert answers == []


def test_an_original_is_printed_whole(session, ask):
    dialog, answers = ask(stored(session, "co_general", **APPROVED), pages=3)
    dialog.range.setText("1")
    dialog.accepting.click()
    assert answers == []
    assert dialog.warning.text()
    dialog.range.setText("4")
    dialog.accepting.click()
    assert answers == []
    dialog.range.clear()
    dialog.accepting.click()
    assert len(answers) == 1


def test_a_file_gets_its_ending_and_must_be_named(session, ask, tmp_path):
    dialog, answers = ask(stored(session, "co_general", **APPROVED))
    dialog.target.file.clear()
    dialog.accepting.click()
    assert answers == []
    dialog.target.file.setText(str(tmp_path / "out"))
    dialog.accepting.click()
    assert answers[0].target.file == str(tmp_path / "out.pdf")


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", ()),
        ("1", (1,)),
        ("1, 3-4", (1, 3, 4)),
        ("3-4，1、1", (3, 4, 1)),
        ("2–3", (2, 3)),
        ("5", None),
        ("0", None),
        ("3-2", None),
        ("-2", None),
        ("1-", None),
        ("x", None),
    ],
)
def test_pages_are_written_as_people_write_them(text, pages):
    assert page_numbers(text, 4) == pages


@given(st.text(st.sampled_from("0123456789-, ，、–x"), max_size=12), st.integers(1, 9))
def test_whatever_is_typed_names_pages_that_are_there_or_is_told(text, most):
    pages = page_numbers(text, most)
    assert pages is None or set(pages) <= set(range(1, most + 1))
