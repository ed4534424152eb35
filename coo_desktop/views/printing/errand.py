"""Carries out what a person wants printed of a document, and tells the backend once when an issued paper is out."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.errors import NotFound, ProgramError, Refused
from coo_desktop.domain.filling.printing import AS_IT_IS, ORIGINAL, PROOF, Fit, Look, fit_setting, papers, print_state
from coo_desktop.domain.operations import sending, settings
from coo_desktop.domain.ports import Paper
from coo_desktop.domain.refusals import Rule
from coo_desktop.views.printing.print_job import PrintJob, PrintTarget, Sheet, sheets_of
from coo_desktop.views.questions import Question
from coo_desktop.views.session import Session, remember_file
from coo_desktop.views.tasks import Task

PRINTER_SETTING = "print_printer"


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What a person wants: (paper, how many) in their order, which pages of copies (from 1, none means all), where to,
    and how the printer takes the form."""

    papers: tuple[tuple[str, int], ...]
    target: PrintTarget
    pages: tuple[int, ...] = ()
    fit: Fit = AS_IT_IS

    def count(self, *, originals: bool) -> int:
        """How many originals there are, or how many of everything else."""
        return sum(number for paper, number in self.papers if (paper == ORIGINAL) is originals)


@dataclass(frozen=True, slots=True)
class PrintQuestion(Question[PrintOrder]):
    """What to print of a document of so many pages."""

    document: Document
    pages: int


def drawn_sheets(paper: Paper, document: Document, order: PrintOrder) -> list[Sheet]:
    """Every sheet of an order as it leaves the printer, in its order: the preview and the printer both get these.

    Belongs on a worker; raises what `paper` raises.
    """
    sheets: list[Sheet] = []
    for kind, number in order.papers:
        pages = () if kind == ORIGINAL else order.pages
        sheets += sheets_of(paper(document, Look(kind, order.fit)), pages, kind) * number
    return sheets


def possible_papers(session: Session, document: Document) -> dict[str, str]:
    """Paper -> why it cannot be printed now; see printing.papers."""
    state = print_state(document, session.read.intents(document.id))
    return papers(session.rules.form(document.form), document, state, session.role)


def kept_target(session: Session) -> str:
    """The printer that was used last; "" for a PDF file."""
    return str(session.read.setting(PRINTER_SETTING, "") or "")


class PrintErrand(QObject):
    """One order, printed; `done` comes at its end whether it was printed or not.

    Only what left the printer (or stands in a file) is reported, and each order once.
    """

    done = Signal()

    def __init__(self, session: Session, document_id: str, order: PrintOrder, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._document_id = document_id
        self._order = order
        self._window = parent
        self.job: PrintJob | None = None

    def start(self) -> None:
        """Draws the papers as the document is now, then prints them."""
        document = self._session.read.document(self._document_id)
        if document is None:
            self._fail(NotFound(id=self._document_id))
        elif not self._is_possible(document):
            self._fail(Refused(why=Rule.PAPER_NOT_DUE))
        else:
            self._keep_choices(document)
            self._draw(document)

    def _draw(self, document: Document) -> None:
        order, paper = self._order, self._session.ports.paper

        def work(_task: Task) -> list[Sheet]:
            return drawn_sheets(paper, document, order)

        self._session.tasks.run(self, work, then=self._print, failed=self._fail)

    def _print(self, sheets: list[Sheet]) -> None:
        self.job = PrintJob(self._session.tasks, sheets, self._order.target, self._window)
        self.job.printed.connect(self._report)
        self.job.failed.connect(self._fail)
        self.job.dropped.connect(self._end)
        self.job.start()

    def _is_possible(self, document: Document) -> bool:
        """Whether every paper may still be printed; copies may come with an original that is printed with them."""
        found, originals = possible_papers(self._session, document), self._order.count(originals=True)
        excused = {"", "original_first"} if originals else {""}
        one_original = originals <= 1 or document.family != CERTIFICATE
        return one_original and all(found.get(paper, "none") in excused for paper, _number in self._order.papers)

    def _keep_choices(self, document: Document) -> None:
        """Keeps the printer and its fit for the next time."""
        session, order = self._session, self._order
        fit_name = fit_setting(order.target.printer, document.form)
        for name, value in ((PRINTER_SETTING, order.target.printer), (fit_name, order.fit.kept())):
            if session.read.setting(name) != value:
                session.do(session, settings.keep_preference, name, value)

    def _report(self) -> None:
        if self._order.target.file:
            remember_file(self._session, Path(self._order.target.file))
        document = self._session.read.document(self._document_id)
        is_issued = document is not None and document.family == CERTIFICATE
        if is_issued and all(paper != PROOF for paper, _number in self._order.papers):
            originals, copies = self._order.count(originals=True), self._order.count(originals=False)
            report = sending.report_printed if originals else sending.report_copies
            self._session.do(self._session, report, self._document_id, copies)
        self._end()

    def _fail(self, error: ProgramError) -> None:
        self._session.failed.emit(error)
        self._end()

    def _end(self) -> None:
        self.done.emit()
        if self.job is not None:
            self.job.deleteLater()
        self.deleteLater()
