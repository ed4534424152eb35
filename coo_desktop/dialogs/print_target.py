"""Where pages go: one of the computer's printers, or a PDF file with a name; and the question that asks only that."""

from PySide6.QtCore import QDir, QStandardPaths, Qt, Signal
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QFormLayout, QLineEdit, QPushButton, QWidget

from coo_desktop.dialogs.order_preview import SheetsPreview
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.errors import ProgramError
from coo_desktop.environment.words import _
from coo_desktop.views.printing.errand import PRINTER_SETTING, kept_target
from coo_desktop.views.printing.pages import PagesQuestion
from coo_desktop.views.printing.print_job import PrintTarget, sheets_of
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beside
from coo_desktop.views.words.errors import error_message


class TargetPanel(QWidget):
    """Asks the system for its printers when it is made, which takes a while; `edited` when another one is chosen."""

    edited = Signal()

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.printer = QComboBox(self)
        self.file = QLineEdit(_first_file(name), self)
        self.browsing = QPushButton(_("&Browse…"), self)
        self.asking = QCheckBox(_("Show the printer's own settings first (tray, both sides)"), self)
        self.asking.setToolTip(_("Paper tray, printing on both sides and whatever else the printer offers."))
        self._places = QWidget(self)
        line = beside((self.file, 1), self.browsing)
        line.setContentsMargins(0, 0, 0, 0)
        self._places.setLayout(line)
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.addRow(_("Printer"), self.printer)
        self.rows.addRow(_("File"), self._places)
        self.rows.addRow(self.asking)
        for field, words in ((self.printer, _("Printer")), (self.file, _("File"))):
            field.setAccessibleName(words)
        self._fill_printers(session)
        self.printer.currentIndexChanged.connect(self._show_printer)
        self.browsing.clicked.connect(self._ask_file)
        self._show_printer()

    @property
    def name(self) -> str:
        """The chosen printer, "" for a file."""
        return str(self.printer.currentData() or "")

    def value(self) -> PrintTarget | None:
        """None while a file has no name."""
        if self.name:
            return PrintTarget(self.name, asks=self.asking.isChecked())
        file = self.file.text().strip()
        if not file:
            return None
        return PrintTarget(file=file if file.lower().endswith(".pdf") else f"{file}.pdf")

    def _fill_printers(self, session: Session) -> None:
        for name in QPrinterInfo.availablePrinterNames():
            self.printer.addItem(name, name)
        self.printer.addItem(_("PDF file"), "")
        wanted = session.read.setting(PRINTER_SETTING)
        named = QPrinterInfo.defaultPrinterName() if wanted is None else kept_target(session)
        self.printer.setCurrentIndex(max(0, self.printer.findData(named)))

    def _show_printer(self) -> None:
        """What only one kind of printer needs."""
        self.rows.setRowVisible(self._places, not self.name)
        self.asking.setVisible(bool(self.name))
        self.edited.emit()

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF"), self.file.text(), _("PDF (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self.file.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


class PagesDialog(QuestionDialog[PrintTarget]):
    """Answers with the target that the panel names."""

    def __init__(self, session: Session, question: PagesQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner, _("&Print"))
        self.target = TargetPanel(session, question.name, self)
        self.target.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        self.preview = SheetsPreview(session, self)
        row = beside((self.target, 1), self.preview)
        row.setAlignment(self.target, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.preview.failed.connect(self._show_error)
        self.preview.show_sheets(sheets_of(question.pdf))

    def answer(self) -> PrintTarget | None:
        target = self.target.value()
        if target is None:
            self.warn(_("Say where the PDF file goes."))
        return target

    def _show_error(self, error: ProgramError) -> None:
        self.warn(error_message(error))


def _first_file(name: str) -> str:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or QDir.homePath()
    return QDir.toNativeSeparators(f"{folder}/{''.join(sign if sign.isalnum() else '-' for sign in name)}.pdf")
