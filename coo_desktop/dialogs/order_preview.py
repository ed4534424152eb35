"""The sheets of a print order as they leave the printer, one at a time: drawn by the function that the printer gets."""

from collections.abc import Mapping, Sequence
from functools import partial
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


class OrderPreview(QWidget):
    """What an order would put on paper; `failed` carries why it cannot be drawn, `drawn` comes when it is."""

    drawn = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._document = session, document
        self._order: PrintOrder | None = None
        self.sheets: Sequence[Sheet] = ()
        self.number = 0
        self.view = SheetView(self)
        self.caption = Label("", self)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.earlier = self._turner(_("Sheet before"), Qt.ArrowType.LeftArrow, -1)
        self.later = self._turner(_("Next sheet"), Qt.ArrowType.RightArrow, 1)
        beneath(self, self.view, beside(self.earlier, (self.caption, 1), self.later), None, margins=False)
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

    def turn(self, step: int) -> None:
        """Shows the sheet so many further, as far as there are sheets."""
        self.number = max(0, min(len(self.sheets) - 1, self.number + step))
        self._show_sheet()

    def _draw(self) -> None:
        order = self._order
        assert order is not None
        paper, document = self._session.ports.paper, self._document

        def work(_task: Task) -> list[Sheet]:
            return drawn_sheets(paper, document, order)

        self._session.tasks.run(self, work, then=partial(self._take, order), failed=self.failed.emit)

    def _take(self, order: PrintOrder, sheets: list[Sheet]) -> None:
        if order is not self._order:
            return  # another choice was made meanwhile, and is being drawn
        papers = [sheet.paper for sheet in self.sheets]
        self.sheets = tuple(sheets)
        if papers != [sheet.paper for sheet in sheets]:
            self.number = 0
        self.turn(0)

    def _show_sheet(self) -> None:
        many = len(self.sheets)
        self.earlier.setEnabled(self.number > 0)
        self.later.setEnabled(self.number + 1 < many)
        if not many:
            self.caption.setText(_("Nothing to print"))
            self.view.show_sheet(QImage(), "")
            self.drawn.emit()
            return
        sheet, dpi = self.sheets[self.number], SHOWN_DPI * self.devicePixelRatioF()
        said = _("{paper}, page {page} – sheet {number} of {count}")
        paper = _(_ONE[sheet.paper])
        self.caption.setText(said.format(paper=paper, page=sheet.number + 1, number=self.number + 1, count=many))

        def work(_task: Task) -> tuple[QImage, str]:
            return page_image(sheet.pdf, sheet.number, dpi), page_text(sheet.pdf, sheet.number)

        def then(found: tuple[QImage, str]) -> None:
            if self.sheets and self.sheets[self.number] is sheet:
                self.view.show_sheet(*found)
                self.drawn.emit()

        self._session.tasks.run(self, work, then=then, failed=self.failed.emit)

    def _turner(self, name: str, arrow: Qt.ArrowType, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setArrowType(arrow)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setEnabled(False)
        button.clicked.connect(lambda: self.turn(step))
        return button
