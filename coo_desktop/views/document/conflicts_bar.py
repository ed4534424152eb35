"""Two people changed the same fields of a document: says so above the form as long as it is so, and leads there."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations.drafts import editable
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.target import CONFLICTS, Target
from coo_desktop.views.widgets.scaffold import beside
from coo_desktop.views.widgets.style import Label, colour, icon

#: Opens the conflicts of the document at the front.
KEY = "Ctrl+Shift+S"


class ConflictsBar(QFrame):
    """Cannot be closed by a person: what it tells keeps the document from being sent. `wanted` carries the Target."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        edge = QFrame(self)
        edge.setFixedWidth(4)
        edge.setStyleSheet(f"background: {colour('bad').name()}")
        sign = Label("", self)
        sign.setPixmap(icon("attention", "bad").pixmap(16, 16))
        self.told = Label("", self, wraps=True)
        self.opening = QPushButton(icon("compare"), _("Settle the conf&licts…"), self)
        self.opening.setAutoDefault(False)
        keys = QKeySequence(KEY).toString(QKeySequence.SequenceFormat.NativeText)
        self.opening.setToolTip(_("Settle the conflicts ({keys})").format(keys=keys))
        self.opening.clicked.connect(self.open)
        self._document: Document | None = None
        row = beside(edge, sign, (self.told, 1), self.opening)
        row.setContentsMargins(0, 0, 6, 0)
        self.setLayout(row)
        self.setVisible(False)

    def open(self) -> None:
        """Asks for the page of the document's conflicts, where it has any."""
        if self._document is not None and self._document.conflicts:
            self.wanted.emit(Target(CONFLICTS, document=self._document.id))

    def show_document(self, document: Document) -> None:
        """Tells how many places wait for an answer; none hides the bar."""
        self._document = document
        count = document.conflicts
        self.told.setText((_open_text(count) if editable(document) else _locked_text(count)).format(count=count))
        self.setVisible(bool(count))


def _open_text(count: int) -> str:
    return ngettext(
        "{count} field was changed here and by somebody else. Until you have settled it, the document is not sent.",
        "{count} fields were changed here and by somebody else. Until you have settled them, the document is not sent.",
        count,
    )


def _locked_text(count: int) -> str:
    """The document was sent, with the other side's values, before this person had settled anything."""
    return ngettext(
        "{count} field was changed here, too, before the document was sent. Keep yours in a draft, or let it go.",
        "{count} fields were changed here, too, before the document was sent. Keep yours in a draft, or let them go.",
        count,
    )
