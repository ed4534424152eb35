"""Puts pages on a printer at the paper's own size, or into a PDF file; it knows pages, not documents."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.errors import FileFull, FileTrouble, ProgramError, Refused
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.written_files import write_file
from coo_desktop.views.printing.pdf_pages import PageSize, bound, page_image, page_sizes
from coo_desktop.views.tasks import Task, Tasks

#: More dots are not seen on paper, and a page of them would not fit into memory.
MOST_DPI = 600


@dataclass(frozen=True, slots=True)
class PrintTarget:
    """Where pages go: a printer by its name, or without one a `file`. `asks` shows the printer's own settings first."""

    printer: str = ""
    file: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to be printed: a PDF, the number of its page from 0, its size, and which paper it belongs to."""

    pdf: bytes
    number: int
    size: PageSize
    paper: str = ""


def sheets_of(pdf: bytes, pages: tuple[int, ...] = (), paper: str = "") -> list[Sheet]:
    """The pages of a PDF that are wanted, counted from 1; all of them without a wish."""
    sizes = page_sizes(pdf)
    wanted = pages or range(1, len(sizes) + 1)
    return [Sheet(pdf, number - 1, sizes[number - 1], paper) for number in wanted if number <= len(sizes)]


class PrintJob(QObject):
    """`printed` comes once when all pages are out, `failed` with the error, `dropped` when the person thought better.

    Its work cannot be stopped half-way: pages that are out are out.
    """

    printed = Signal()
    failed = Signal(object)
    dropped = Signal()

    def __init__(self, tasks: Tasks, sheets: list[Sheet], target: PrintTarget, parent: QWidget) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._left = list(sheets)
        self._target = target
        self._window = parent
        self._painter = QPainter()
        self.printer = _printer(target)

    def start(self) -> None:
        """Prints, after the printer's own dialog where one is wished; nothing waits for it."""
        if not self._target.printer:
            self._write()
            return
        if not self._target.asks:
            self.draw()
            return
        dialog = QPrintDialog(self.printer, self._window)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.accepted.connect(self.draw)
        dialog.rejected.connect(self.dropped)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def draw(self) -> None:
        """Prints page after page; a worker draws each at the printer's resolution."""
        self.printer.setFullPage(True)
        self._set_size()
        if not self._left or not self._painter.begin(self.printer):
            self.failed.emit(Refused(why=Rule.PRINTER))
            return
        self._draw_next()

    def _draw_next(self) -> None:
        sheet, dpi = self._left.pop(0), self._dpi

        def image(_task: Task) -> QImage:
            return page_image(sheet.pdf, sheet.number, dpi)

        self._tasks.run(self, image, then=self._put, failed=self._give_up)

    def _put(self, image: QImage) -> None:
        scale = self.printer.resolution() / self._dpi
        self._painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
        if not self._left:
            self._finish()
        elif self._set_size() and self.printer.newPage():
            self._draw_next()
        else:
            self._give_up(Refused(why=Rule.PRINTER))

    def _finish(self) -> None:
        is_out = self._painter.end()
        states = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)
        if is_out and self.printer.printerState() not in states:
            self.printed.emit()
        else:
            self.failed.emit(Refused(why=Rule.PRINTER))

    def _give_up(self, error: ProgramError) -> None:
        self.printer.abort()
        self._painter.end()
        self.failed.emit(error)

    def _set_size(self) -> bool:
        """Each page on paper of its own size, in the direction it is meant to be read."""
        size = self._left[0].size if self._left else PageSize(595, 842)
        wanted = QPageSize(
            QSizeF(size.width, size.height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch
        )
        return self.printer.setPageSize(wanted) or True  # a printer that has no such paper prints on what it has

    @property
    def _dpi(self) -> int:
        return min(self.printer.resolution(), MOST_DPI)

    def _write(self) -> None:
        pages, file = [(sheet.pdf, sheet.number) for sheet in self._left], self._target.file
        self._tasks.run(
            self, partial(_write_file, pages, file), then=lambda _: self.printed.emit(), failed=self.failed.emit
        )


def _printer(target: PrintTarget) -> QPrinter:
    info = QPrinterInfo.printerInfo(target.printer) if target.printer else QPrinterInfo()
    mode = QPrinter.PrinterMode.HighResolution
    return QPrinter(mode) if info.isNull() else QPrinter(info, mode)


def _write_file(pages: list[tuple[bytes, int]], name: str, _task: Task) -> None:
    """On a worker: the whole file or none of it."""
    try:
        write_file(Path(name), bound(pages))
    except FileTrouble as error:
        raise Refused(why=Rule.PDF_FULL if isinstance(error, FileFull) else Rule.PDF_FILE, file=name) from None
