"""The paper as it would print: its pages drawn by a worker, only those on the screen, at the size the person wants."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import ProgramError
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.printing.errand import PrintErrand, PrintOrder, PrintQuestion
from coo_desktop.views.printing.pdf_pages import POINTS_PER_INCH, PageSize, page_image, page_sizes, page_text
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.errors import error_message

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
FIT = 0


@dataclass(frozen=True)
class Drawn:
    """One document as PDF: its bytes, the sizes of its pages and their text."""

    pdf: bytes
    sizes: tuple[PageSize, ...]
    texts: tuple[str, ...]


class PreviewPanel(QWidget):
    """Shows one document's pages; Ctrl++ and Ctrl+- zoom, Ctrl+0 fits the width, Ctrl+P prints."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._document: Document | None = None
        self._asked: tuple[str, int, str, str] = ("", -1, "", "")
        self._drawn: Drawn | None = None
        self._task: Task | None = None
        self._zoom = FIT
        self.pages: list[PageView] = []
        self.message = Label("", self, wraps=True)
        self.count = Label("", self)
        self.meters = Label("", self, wraps=True).selectable()
        self.meters.setVisible(False)
        self._sheet = QWidget(self)
        self._column = QVBoxLayout(self._sheet)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._sheet)
        self._scroll.setWidgetResizable(True)
        # Always there: a bar that comes and goes would change the width that the pages are fitted to.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setAccessibleName(_("Pages"))
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _at: self._draw_visible())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(self._make_tools())
        column.addWidget(self.meters)
        column.addWidget(self.message)
        column.addWidget(self._scroll, 1)
        self.setFocusProxy(self._scroll)

    def show_document(self, document: Document) -> None:
        """Draws the stored document, unless just this state of it is drawn already."""
        asked = (document.id, document.revision, document.stage, document.print_state)
        self._document = document
        if asked == self._asked:
            return
        self._asked = asked
        if self._task is not None:
            self._task.cancel()
        paper = self._session.ports.paper
        self.message.setText(_("Drawing the pages…"))
        self.message.setVisible(True)
        self._task = self._session.run(
            self, lambda _task: _draw(paper(document)), then=self._show_pages, failed=self._show_failure
        )

    def show_meters(self, text: str) -> None:
        """How full the boxes are as now typed, above the pages; nothing for a paper that has none."""
        self.meters.setText(text)
        self.meters.setVisible(bool(text))

    def zoom(self, step: int) -> None:
        """The next larger or smaller size."""
        now = self._zoom or min(ZOOMS, key=lambda zoom: abs(zoom - self._fitting()))
        self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, ZOOMS.index(now) + step))]
        self._size_pages()

    def fit(self) -> None:
        """The pages as wide as the panel."""
        self._zoom = FIT
        self._size_pages()

    def print_pages(self) -> None:
        """Asks what is wanted on paper and prints it; one order at a time."""
        if self._drawn is not None and self._document is not None and self.printing.isEnabled():
            question = PrintQuestion(self._document, len(self._drawn.sizes))
            self._session.ask(self, question, partial(self._print, self._document.id))

    def _print(self, document_id: str, order: PrintOrder) -> None:
        errand = PrintErrand(self._session, document_id, order, self)
        errand.done.connect(lambda: self.printing.setEnabled(True))
        self.printing.setEnabled(False)
        errand.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_pages()

    def _make_tools(self) -> QHBoxLayout:
        line = QHBoxLayout()
        tools = (
            ("−", _("Smaller"), "Ctrl+-", lambda: self.zoom(-1)),
            ("+", _("Larger"), "Ctrl+=", lambda: self.zoom(1)),
            ("↔", _("Fit the width"), "Ctrl+0", self.fit),
        )
        for sign, name, key, act in tools:
            button = QToolButton(self)
            button.setText(sign)
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({key})")
            button.clicked.connect(act)
            QShortcut(QKeySequence(key), self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            line.addWidget(button)
        line.addWidget(self.count)
        line.addStretch()
        self.printing = QPushButton(icon("print"), _("Print…"), self)
        self.printing.setEnabled(False)
        self.printing.clicked.connect(self.print_pages)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_pages)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        line.addWidget(self.printing)
        return line

    def _show_pages(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self.message.setVisible(False)
        self.printing.setEnabled(True)
        for page in self.pages:
            self._column.removeWidget(page)
            page.setVisible(False)
            page.deleteLater()
        self.pages = [PageView(size, text, self._sheet) for size, text in zip(drawn.sizes, drawn.texts, strict=True)]
        for page in self.pages:
            self._column.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.count.setText(ngettext("{count} page", "{count} pages", len(self.pages)).format(count=len(self.pages)))
        self._size_pages()

    def _show_failure(self, error: ProgramError) -> None:
        self._asked = ("", -1, "", "")
        self.message.setText(_("The pages cannot be drawn.") + "\n" + error_message(error))
        self.message.setVisible(True)

    def _fitting(self) -> int:
        widest = max((page.size_pt.width for page in self.pages), default=595.0)
        room = self._scroll.viewport().width() - 24
        return max(20, int(room * 100 * POINTS_PER_INCH / (widest * self.logicalDpiX())))

    def _size_pages(self) -> None:
        percent = self._zoom or self._fitting()
        for page in self.pages:
            page.set_percent(percent)
        self._draw_visible()

    def _draw_visible(self) -> None:
        """Asks for the picture of every page that is on the screen and not drawn at this size yet."""
        if self._drawn is None:
            return
        pdf, seen = self._drawn.pdf, QRect(0, self._scroll.verticalScrollBar().value(), 1, self._scroll.height())
        for number, page in enumerate(self.pages):
            if page.is_near(seen) and (dpi := page.wanted_dpi()):
                work = partial(page_image, pdf, number, dpi)
                self._session.run(page, partial(_at_once, work), then=page.show_image)


class PageView(Label):
    """One page; its text is its description for screen readers."""

    def __init__(self, size: PageSize, text: str, parent: QWidget) -> None:
        super().__init__("", parent)
        self.size_pt = size
        self._dpi = 0.0
        self._asked_dpi = 0.0
        self.setAccessibleName(_("Page"))
        self.setAccessibleDescription(text)
        self.setScaledContents(True)
        self.setStyleSheet("background: white; border: 1px solid palette(mid)")

    def set_percent(self, percent: int) -> None:
        """The size on the screen; 100 is the size of the paper."""
        self._dpi = self.logicalDpiX() * percent / 100
        scale = self._dpi / POINTS_PER_INCH
        self.setFixedSize(QSize(int(self.size_pt.width * scale), int(self.size_pt.height * scale)))

    def is_near(self, seen: QRect) -> bool:
        """Whether the page is on the screen, or nearly."""
        return self.y() < seen.bottom() + seen.height() // 2 and self.y() + self.height() > seen.top()

    def wanted_dpi(self) -> float:
        """The resolution to draw at, 0 when it is drawn or asked for already."""
        wanted = self._dpi * self.devicePixelRatioF()
        if wanted == self._asked_dpi:
            return 0.0
        self._asked_dpi = wanted
        return wanted

    def show_image(self, image: QImage) -> None:
        self.setPixmap(QPixmap.fromImage(image))


def _draw(pdf: bytes) -> Drawn:
    sizes = page_sizes(pdf)
    return Drawn(pdf, sizes, tuple(page_text(pdf, number) for number in range(len(sizes))))


def _at_once(draw: Callable[[], QImage], _task: Task) -> QImage:
    return draw()
