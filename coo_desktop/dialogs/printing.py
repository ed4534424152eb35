"""What to print: which papers and how many, which pages, on which printer, and how that printer takes the form."""

from functools import partial

from PySide6.QtCore import QDir, QStandardPaths, Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.dialogs.order_preview import OrderPreview
from coo_desktop.dialogs.print_fit import FitPanel
from coo_desktop.dialogs.print_papers import PapersPanel
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.printing import ORIGINAL, fit_of, fit_setting
from coo_desktop.environment.words import _
from coo_desktop.views.printing.errand import PrintOrder, PrintQuestion, kept_target, possible_papers
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
        self.printer = QComboBox(self)
        self.file = QLineEdit(self._first_file(), self)
        self.browsing = QPushButton(_("&Browse…"), self)
        self.asking = QCheckBox(_("Show the printer's own settings first (tray, both sides)"), self)
        self.fit = FitPanel(self)
        self.preview = OrderPreview(session, self._document, self)
        self._lay_out()
        self._fill_printers()
        self.printer.currentIndexChanged.connect(self._show_printer)
        self.browsing.clicked.connect(self._ask_file)
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
        printer = str(self.printer.currentData() or "")
        if printer:
            return PrintTarget(printer, asks=self.asking.isChecked())
        file = self.file.text().strip()
        if not file:
            self.warn(_("Say where the PDF file goes."))
            return None
        return PrintTarget(file=file if file.lower().endswith(".pdf") else f"{file}.pdf")

    def _lay_out(self) -> None:
        self.range.setPlaceholderText(_("All pages"))
        self.range.setToolTip(_("For example 1, 3-4"))
        self.asking.setToolTip(_("Paper tray, printing on both sides and whatever else the printer offers."))
        places = QWidget(self)
        line = QHBoxLayout(places)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.file, 1)
        line.addWidget(self.browsing)
        self._places = places
        rows = QFormLayout()
        rows.addRow(_("Pages"), self.range)
        rows.addRow(_("Printer"), self.printer)
        rows.addRow(_("File"), places)
        rows.addRow(self.asking)
        self._rows = rows
        column = QVBoxLayout()
        self.papers.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        column.addWidget(self.papers)
        column.addLayout(rows)
        column.addStretch(1)
        both = QHBoxLayout()
        both.addLayout(column, 1)
        both.addWidget(self.fit, 0, Qt.AlignmentFlag.AlignTop)
        both.addWidget(self.preview)
        self.body.addLayout(both)
        for field, name in ((self.range, _("Pages")), (self.printer, _("Printer")), (self.file, _("File"))):
            field.setAccessibleName(name)

    def _fill_printers(self) -> None:
        for name in QPrinterInfo.availablePrinterNames():
            self.printer.addItem(name, name)
        self.printer.addItem(_("PDF file"), "")
        wanted = self._session.read.setting("print_printer")
        named = QPrinterInfo.defaultPrinterName() if wanted is None else kept_target(self._session)
        self.printer.setCurrentIndex(max(0, self.printer.findData(named)))

    def _show_printer(self) -> None:
        """The fit that is kept for this printer and form, and what only one kind of printer needs."""
        printer = str(self.printer.currentData() or "")
        self._rows.setRowVisible(self._places, not printer)
        self.asking.setVisible(bool(printer))
        self.fit.show_fit(fit_of(self._session.read.setting(fit_setting(printer, self._document.form))))
        self._show_order()

    def _show_order(self) -> None:
        """The preview of what is chosen now; pages that cannot be understood count as none said."""
        pages = page_numbers(self.range.text(), self._pages) or ()
        self.preview.show_order(PrintOrder(self.papers.value(), PrintTarget(), pages, self.fit.value()))

    def _print_test_sheet(self) -> None:
        target, fit = self._target(), self.fit.value()
        if target is None:
            return
        title, notes = _("Calibration sheet"), calibration_notes(str(self.printer.currentText()))

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

    def _first_file(self) -> str:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or QDir.homePath()
        name = str(self._document.facts.get("number") or self._document.id)
        return QDir.toNativeSeparators(f"{folder}/{''.join(sign if sign.isalnum() else '-' for sign in name)}.pdf")

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF"), self.file.text(), _("PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self.file.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


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
