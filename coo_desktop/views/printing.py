"""Prints the pages of a document at the paper's own size, and tells the backend when an original was printed."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from coo_desktop.domain import lifecycle
from coo_desktop.domain.documents import CERTIFICATE, Document
from coo_desktop.domain.operations import sending
from coo_desktop.views.desk import Desk
from coo_desktop.views.pdf_pages import page_image, page_sizes

#: More dots are not seen on paper, and a page of them would not fit into memory.
MOST_DPI = 600


class PrintErrand(QObject):
    """One wish to print: the printer is asked for, the worker draws, the printer gets each page at scale 100 %."""

    done = Signal()

    def __init__(self, desk: Desk, document: Document, pdf: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = document
        self._pdf = pdf
        self._window = parent
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setFullPage(True)
        self.printer.setDocName(document.facts.get("number") or document.id)

    def ask(self) -> None:
        """Opens the printer dialog; nothing waits for it."""
        dialog = QPrintDialog(self.printer, self._window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(self.draw)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def draw(self) -> None:
        """Prints page after page; the worker draws each at the printer's resolution."""
        self._left = list(range(len(page_sizes(self._pdf))))
        self._painter = QPainter(self.printer)
        self._draw_next()

    def _draw_next(self) -> None:
        if not self._left:
            self._painter.end()
            self._report()
            self.done.emit()
            self.deleteLater()
            return
        pdf, number, dpi = self._pdf, self._left.pop(0), self._dpi
        self._desk.run(self, lambda _turn: page_image(pdf, number, dpi), then=lambda image: self._put(number, image))

    def _put(self, number: int, image: QImage) -> None:
        if number:
            self.printer.newPage()
        scale = self.printer.resolution() / self._dpi
        self._painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
        self._draw_next()

    @property
    def _dpi(self) -> int:
        return min(self.printer.resolution(), MOST_DPI)

    def _report(self) -> None:
        document = self._document
        if document.family != CERTIFICATE or document.stage != "approved":
            return
        if "print" in lifecycle.print_events(document.print_state, self._desk.role):
            self._desk.do(self._desk, sending.report_printed, document.id)
