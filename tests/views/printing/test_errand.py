"""Orders carried out and reported: exactly what left the printer, exactly once."""

from decimal import Decimal

import pytest
from PySide6.QtPrintSupport import QPrintDialog

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import (
    AS_IT_IS,
    AS_IT_STANDS,
    COPY,
    ORIGINAL,
    PROOF,
    TRUE_COPY,
    Fit,
    Look,
    fit_of,
    fit_setting,
    usual_paper,
)
from coo_desktop.domain.operations import sending
from coo_desktop.paper.render import pdf
from coo_desktop.views.printing.errand import PrintErrand, PrintOrder, kept_target, possible_papers
from coo_desktop.views.printing.print_job import PrintTarget
from coo_desktop.views.session import Session
from tests.paper.printing import APPROVED, characters, page_count
from tests.paper.reading import by_pdfium
from tests.rulebooks import shipped
from tests.views.pages import stored

VALUES = {"consignee_name": "SAKURA TABLEWARE"}


def paper(document: Document, look: Look = AS_IT_STANDS) -> bytes:
    form = shipped().form(document.form)
    return pdf(form, document, paper=look.paper or usual_paper(form, document), fit=look.fit)


@pytest.fixture
def session(make) -> Session:
    return make(paper=paper)


@pytest.fixture
def carry_out(qtbot, session, window, tmp_path):
    """Carries an order out into a file; answers the file's bytes, b"" when there is none."""

    def run(document, *papers, pages=(), fit=AS_IT_IS, target=None):
        file = tmp_path / "out.pdf"
        file.unlink(missing_ok=True)
        errand = PrintErrand(
            session, document.id, PrintOrder(papers, target or PrintTarget(file=str(file)), pages, fit), window
        )
        with qtbot.waitSignal(errand.done):
            errand.start()
        qtbot.waitUntil(lambda: session.tasks.is_idle)
        return file.read_bytes() if file.exists() else b""

    return run


def reports(session: Session, document: Document) -> list[tuple[str, int]]:
    requests = [intent.body for intent in session.read.intents(document.id) if intent.kind == "request"]
    return [(body["action"], body["copies"]) for body in requests]


def test_an_original_with_copies_is_one_report(session, carry_out):
    document = stored(session, "co_general", VALUES, **APPROVED)
    made = carry_out(document, (ORIGINAL, 1), (COPY, 2))
    assert page_count(made) == 3
    text = by_pdfium(made)
    assert (text.count("ORIGINAL"), text.count("副本")) == (1, 4)  # each copy says so in its box and across the page
    assert reports(session, document) == [("print", 2)]


def test_copies_are_reported_each_time(session, carry_out):
    document = stored(session, "co_general", VALUES, **APPROVED, print_state="printed")
    for _ in range(2):
        assert carry_out(document, (COPY, 3))
    assert reports(session, document) == [("print_copy", 3), ("print_copy", 3)]


def test_an_original_printed_offline_is_not_printed_again(session, carry_out):
    told = []
    session.failed.connect(told.append)
    document = stored(session, "co_general", VALUES, **APPROVED)
    assert carry_out(document, (ORIGINAL, 1))
    assert possible_papers(session, document)[ORIGINAL] == "printed"
    assert carry_out(document, (ORIGINAL, 1)) == b""
    assert [error.facts["why"] for error in told] == ["paper_not_due"]
    assert carry_out(document, (COPY, 1))
    assert reports(session, document) == [("print", 0), ("print_copy", 1)]


def test_two_originals_are_never_one_order(session, carry_out):
    document = stored(session, "co_general", VALUES, **APPROVED)
    assert carry_out(document, (ORIGINAL, 2)) == b""
    assert reports(session, document) == []


def test_after_a_loss_only_copies_print(session, carry_out):
    document = stored(session, "co_general", VALUES, **APPROVED, print_state="copy_only")
    assert carry_out(document, (ORIGINAL, 1)) == b""
    made = carry_out(document, (COPY, 1), (TRUE_COPY, 1))
    assert "CERTIFIED TRUE COPY OF CERTIFICATE OF ORIGIN NO. RC26330200010001" in " ".join(by_pdfium(made).split())
    assert reports(session, document) == [("print_copy", 2)]


def test_an_order_is_judged_by_the_state_when_it_is_carried_out(session, carry_out):
    document = stored(session, "co_general", VALUES, **APPROVED)
    with session.ports.store.unit() as unit:
        sending.report_printed(unit, document.id)
    assert carry_out(document, (ORIGINAL, 1)) == b""


@pytest.mark.parametrize("stage", ["draft", "ready", "submitted", "in_review", "returned", "withdrawn", "voided"])
def test_a_proof_is_printed_and_not_reported_and_nothing_else_is_had(session, carry_out, stage):
    document = stored(session, "rcep_2022", VALUES, stage=stage)
    assert carry_out(document, (ORIGINAL, 1)) == b""
    mark = "VOID 已作废" if stage == "voided" else "草稿"
    assert mark in by_pdfium(carry_out(document, (PROOF, 1)))
    assert reports(session, document) == []


def test_what_failed_is_told_and_not_reported(session, carry_out, tmp_path):
    told = []
    session.failed.connect(told.append)
    document = stored(session, "rcep_2022", VALUES, **APPROVED)
    carry_out(document, (ORIGINAL, 1), target=PrintTarget(file=str(tmp_path / "no" / "out.pdf")))
    assert [error.facts["why"] for error in told] == ["pdf_file"]
    assert reports(session, document) == []


def test_a_print_given_up_in_the_printers_dialog_is_not_reported(qtbot, session, window):
    document = stored(session, "rcep_2022", VALUES, **APPROVED)
    order = PrintOrder(((ORIGINAL, 1),), PrintTarget("a printer", asks=True))
    errand = PrintErrand(session, document.id, order, window)
    done = []
    errand.done.connect(lambda: done.append(True))
    errand.start()
    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is not None)
    window.findChild(QPrintDialog).reject()
    qtbot.waitUntil(lambda: done == [True])
    assert reports(session, document) == []


def test_chosen_pages_of_copies_and_a_whole_original(session, carry_out):
    goods = [{"id": f"g{number}", "description": "CUPS " * 60} for number in range(20)]
    document = stored(session, "co_general", {"goods": goods}, **APPROVED)
    whole = page_count(paper(document))
    assert whole > 1
    assert page_count(carry_out(document, (ORIGINAL, 1), (COPY, 1), pages=(1,))) == whole + 1


def test_the_printers_fit_moves_the_paper_and_is_kept_for_the_next_time(session, carry_out):
    document = stored(session, "co_general", VALUES, **APPROVED)
    fit = Fit(Decimal("1.5"), Decimal("-0.5"))
    moved = characters(carry_out(document, (ORIGINAL, 1), fit=fit))
    for (_, old), (_, new) in zip(characters(paper(document)), moved, strict=True):
        assert (new.x - old.x, new.y - old.y) == pytest.approx((1.5, -0.5), abs=0.2)
    assert fit_of(session.read.setting(fit_setting("", "co_general"))) == fit
    assert kept_target(session) == ""


def test_a_pre_review_is_printed_without_a_report(session, carry_out):
    document = stored(session, "pre_review", {"name_zh": "保温杯"}, stage="approved")
    assert page_count(carry_out(document, (ORIGINAL, 2))) == 2
    assert reports(session, document) == []
