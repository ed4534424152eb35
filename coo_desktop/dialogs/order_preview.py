"""Sheets as they leave the printer, one at a time; an order's are drawn by the function that the printer gets."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import COPY, ORIGINAL, PROOF, TRUE_COPY
from coo_desktop.environment.words import N_, _
from coo_desktop.views.printing.errand import PrintOrder, drawn_sheets
from coo_desktop.views.printing.pdf_pages import page_image, page_text
from coo_desktop.views.printing.print_job import Sheet
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label

PAGE_MM = QSize(210, 297)
#: The dashed frame on the page: so far from the paper's edges, whatever the printer does.
FRAME_MM = 10
SHOWN_HEIGHT = 420
SHOWN_DPI = SHOWN_HEIGHT * 25.4 / PAGE_MM.height()
QUIET_MS = 120
_ONE: Mapping[str, str] = MappingProxyType(
    {
        ORIGINAL: N_("Original"),
        COPY: N_("Copy"),
        TRUE_COPY: N_("Certified true copy"),
        PROOF: N_("Proof with a watermark"),
    }
)


class SheetView(QWidget):
    """One sheet of paper, with the dashed frame that shows a shift; its text is its description."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setFixedSize(SHOWN_HEIGHT * PAGE_MM.width() // PAGE_MM.height() + 2, SHOWN_HEIGHT + 2)
        self.setAccessibleName(_("Sheet as it prints"))

    def show_sheet(self, image: QImage, text: str) -> None:
        self.image = image
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(1, 1, self.width() - 2, self.height() - 2)
        painter.fillRect(sheet, QColor("white"))
        painter.drawImage(sheet, self.image)
        painter.setPen(QPen(QColor("#b42318"), 1, Qt.PenStyle.DashLine))
        inset = FRAME_MM * sheet.height() / PAGE_MM.height()
        painter.drawRect(sheet.adjusted(inset, inset, -inset, -inset))
        painter.setPen(self.palette().mid().color())
        painter.drawRect(sheet)
        painter.end()


class SheetsPreview(QWidget):
    """Sheets to turn over; `drawn` comes when one is seen, `failed` carries why it cannot be."""

    drawn = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.sheets: Sequence[Sheet] = ()
        self.number = 0
        self.view = SheetView(self)
        self.caption = Label("", self)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.earlier = self._turner(_("Sheet before"), Qt.ArrowType.LeftArrow, -1)
        self.later = self._turner(_("Next sheet"), Qt.ArrowType.RightArrow, 1)
        beneath(self, self.view, beside(self.earlier, (self.caption, 1), self.later), None, margins=False)

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        """The first of other papers, or the same one again where only its look has changed."""
        papers = [sheet.paper for sheet in self.sheets]
        self.sheets = tuple(sheets)
        if papers != [sheet.paper for sheet in sheets]:
            self.number = 0
        self.turn(0)

    def turn(self, step: int) -> None:
        """Shows the sheet so many further, as far as there are sheets."""
        many = len(self.sheets)
        self.number = max(0, min(many - 1, self.number + step))
        self.earlier.setEnabled(self.number > 0)
        self.later.setEnabled(self.number + 1 < many)
        if not many:
            self.caption.setText(_("Nothing to print"))
            self.view.show_sheet(QImage(), "")
            self.drawn.emit()
            return
        sheet, dpi = self.sheets[self.number], SHOWN_DPI * self.devicePixelRatioF()
        self.caption.setText(self._caption(sheet))

        def work(_task: Task) -> tuple[QImage, str]:
            return page_image(sheet.pdf, sheet.number, dpi), page_text(sheet.pdf, sheet.number)

        def then(found: tuple[QImage, str]) -> None:
            if self.sheets and self.sheets[self.number] is sheet:
                self.view.show_sheet(*found)
                self.drawn.emit()

        self.session.tasks.run(self, work, then=then, failed=self.failed.emit)

    def _caption(self, sheet: Sheet) -> str:
        at, many = self.number + 1, len(self.sheets)
        if not sheet.paper:
            return _("Page {page} of {pages}").format(page=at, pages=many)
        said = _("{paper}, page {page} – sheet {number} of {count}")
        return said.format(paper=_(_ONE[sheet.paper]), page=sheet.number + 1, number=at, count=many)

    def _turner(self, name: str, arrow: Qt.ArrowType, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setEnabled(False)
        button.clicked.connect(lambda: self.turn(step))
        return button


class OrderPreview(SheetsPreview):
    """What an order for a document would put on paper."""

    def __init__(self, session: Session, document: Document, parent: QWidget) -> None:
        super().__init__(session, parent)
        self._document = document
        self._order: PrintOrder | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self._draw)

    def show_order(self, order: PrintOrder) -> None:
        """Draws the sheets of an order, a moment after the last change of it; the first at once."""
        is_first, self._order = self._order is None, order
        if is_first:
            self._draw()
        else:
            self._pause.start()

    def _draw(self) -> None:
        order = self._order
        assert order is not None
        paper, document = self.session.ports.paper, self._document

        def work(_task: Task) -> list[Sheet]:
            return drawn_sheets(paper, document, order)

        def then(sheets: list[Sheet]) -> None:
            if order is self._order:  # else another choice was made meanwhile, and is being drawn
                self.show_sheets(sheets)

        self.session.tasks.run(self, work, then=then, failed=self.failed.emit)
