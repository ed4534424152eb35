"""What to print: which papers and how many, which pages, on which printer, and how that printer takes the form."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from coo_desktop.dialogs.order_preview import OrderPreview
from coo_desktop.dialogs.print_fit import FitPanel
from coo_desktop.dialogs.print_papers import PapersPanel
from coo_desktop.dialogs.print_target import TargetPanel
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.printing import ORIGINAL, fit_of, fit_setting
from coo_desktop.environment.words import _
from coo_desktop.views.printing.errand import PrintOrder, PrintQuestion, possible_papers
from coo_desktop.views.printing.print_job import PrintJob, PrintTarget, Sheet, sheets_of
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.words.errors import error_message


class PrintDialog(QuestionDialog[PrintOrder]):
    """Asks the system for its printers when it is made, which takes a while."""

    def __init__(self, session: Session, question: PrintQuestion, owner: QWidget) -> None:
        super().__init__(_("Print"), owner, _("&Print"))
        self._session = session
        self._document = question.document
        self._pages = question.pages
        form = session.rules.form(self._document.form)
        self.papers = PapersPanel(form, self._document, possible_papers(session, self._document), self)
        self.range = QLineEdit(self)
        self.target = TargetPanel(session, str(self._document.facts.get("number") or self._document.id), self)
        self.fit = FitPanel(self)
        self.preview = OrderPreview(session, self._document, self)
        self._lay_out()
        self.target.edited.connect(self._show_printer)
        self.papers.edited.connect(self._show_order)
        self.range.textChanged.connect(lambda _text: self._show_order())
        self.fit.edited.connect(self._show_order)
        self.preview.failed.connect(self._show_error)
        self.fit.sheet_wanted.connect(self._print_test_sheet)
        self._show_printer()

    def answer(self) -> PrintOrder | None:
        papers = self.papers.value()
        pages = page_numbers(self.range.text(), self._pages)
        if not papers:
            self.warn(_("Choose at least one paper."))
        elif pages is None:
            self.warn(_("Write pages like 1, 3-4; this document has {count}.").format(count=self._pages))
        elif pages and any(paper == ORIGINAL for paper, _number in papers) and self.papers.has_original:
            self.warn(_("An original is printed whole. Leave the pages empty, or print copies."))
        elif (target := self._target()) is not None:
            return PrintOrder(papers, target, pages, self.fit.value())
        return None

    def _target(self) -> PrintTarget | None:
        target = self.target.value()
        if target is None:
            self.warn(_("Say where the PDF file goes."))
        return target

    def _lay_out(self) -> None:
        self.range.setPlaceholderText(_("All pages"))
        self.range.setToolTip(_("For example 1, 3-4"))
        self.range.setAccessibleName(_("Pages"))
        self.target.rows.insertRow(0, _("Pages"), self.range)
        self.papers.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        column = QVBoxLayout()
        column.addWidget(self.papers)
        column.addWidget(self.target)
        column.addStretch(1)
        both = QHBoxLayout()
        both.addLayout(column, 1)
        both.addWidget(self.fit, 0, Qt.AlignmentFlag.AlignTop)
        both.addWidget(self.preview)
        self.body.addLayout(both)

    def _show_printer(self) -> None:
        """The fit that is kept for this printer and form."""
        name = fit_setting(self.target.name, self._document.form)
        self.fit.show_fit(fit_of(self._session.read.setting(name)))
        self._show_order()

    def _show_order(self) -> None:
        """The preview of what is chosen now; pages that cannot be understood count as none said."""
        pages = page_numbers(self.range.text(), self._pages) or ()
        self.preview.show_order(PrintOrder(self.papers.value(), PrintTarget(), pages, self.fit.value()))

    def _print_test_sheet(self) -> None:
        target, fit = self._target(), self.fit.value()
        if target is None:
            return
        title, notes = _("Calibration sheet"), calibration_notes(self.target.printer.currentText())

        def work(_task: Task) -> list[Sheet]:
            from coo_desktop.paper.calibration import calibration_sheet  # draws a page: too heavy before it is wanted

            return sheets_of(calibration_sheet(title, notes, fit))

        self._session.tasks.run(self, work, then=partial(self._put_test_sheet, target), failed=self._show_error)

    def _put_test_sheet(self, target: PrintTarget, sheets: list[Sheet]) -> None:
        job = PrintJob(self._session.tasks, sheets, target, self)
        job.printed.connect(
            lambda: self.warn(_("The calibration sheet is printed. It is no certificate and not reported."))
        )
        job.failed.connect(self._show_error)
        job.start()

    def _show_error(self, error: ProgramError) -> None:
        self.warn(error_message(error))


def calibration_notes(printer: str) -> tuple[str, ...]:
    """What the calibration sheet says: how to measure, and what to type."""
    return (
        _("Printer: {printer}").format(printer=printer),
        _("1. Measure from the left edge of the paper to the long vertical ruler: it should be 20 mm."),
        _("2. Measure from the upper edge to the long horizontal ruler: it should be 20 mm."),
        _("3. Type 20 minus what you measured under To the right and Down; add it to what stands there."),
        _(
            "4. Measure the ruler from 20 to 190: it should be 170 mm. "
            "If not, multiply what stands under Size by 170 / measured."
        ),
        _("5. Print this sheet again: now the rulers should be where they belong."),
    )


def page_numbers(text: str, most: int) -> tuple[int, ...] | None:
    """The pages of "1, 3-4", () for all; None when it cannot be understood or names a page that is not there."""
    found: list[int] = []
    for part in text.replace("，", ",").replace("、", ",").split(","):
        first, dash, last = (piece.strip() for piece in part.replace("–", "-").partition("-"))
        if not first and not dash:
            continue
        if not first.isdecimal() or (dash and not last.isdecimal()):
            return None
        here = range(int(first), int(last or first) + 1)
        if not here or here.start < 1 or here.stop - 1 > most:
            return None
        found += here
    return tuple(dict.fromkeys(found))
