"""Documents that were deleted elsewhere, many at once: the list of what would go, and the two answers."""

from PySide6.QtWidgets import QFrame, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.operations import deletions
from coo_desktop.domain.operations.deletions import HeldDeletion
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.widgets.tables import plain_table


class DeletionsPanel(QFrame):
    """Hidden while nothing is asked; an answer concerns the documents in the list, and no others."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._held: tuple[HeldDeletion, ...] = ()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._question = Label("", self, wraps=True)
        self.table = _table(self)
        self.keeping = QPushButton(icon("kept"), _("&Keep mine as copies"), self)
        self.deleting = QPushButton(icon("discard"), _("De&lete here too"), self)
        self.keeping.clicked.connect(lambda: self._answer(deletions.keep_copies))
        self.deleting.clicked.connect(lambda: self._answer(deletions.delete_here))
        beneath(self, self._question, (self.table, 1), beside(self.keeping, self.deleting, None))
        self.refresh()

    def refresh(self) -> None:
        """Reads the question again."""
        self._held = deletions.question(self._session.read, self._session.rules)
        count = len(self._held)
        self.setVisible(bool(count))
        said = ngettext(
            "{count} document was deleted elsewhere. Delete it here too, or keep yours as a new draft? "
            "What you changed and have not sent is kept in either case.",
            "{count} documents were deleted elsewhere. Delete them here too, or keep yours as new drafts? "
            "What you changed and have not sent is kept in either case.",
            count,
        )
        self._question.setText(said.format(count=count))
        self.table.setRowCount(count)
        for number, held in enumerate(self._held):
            self._draw(number, held)
        for button in (self.keeping, self.deleting):
            button.setEnabled(bool(count))

    def _draw(self, number: int, held: HeldDeletion) -> None:
        form = self._session.rules.book.forms.get(held.form)
        texts = (
            held.title or held.id,
            form.short.in_(self._session.language) if form is not None else held.form,
            held.number,
            held.invoice,
            _("Yes") if held.edited else "",
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(number, column, item)

    def _answer(self, operation: deletions.Answer) -> None:
        for button in (self.keeping, self.deleting):
            button.setEnabled(False)  # one answer, until the list was read again
        ids = tuple(held.id for held in self._held)
        self._session.do(self, operation, ids, then=lambda _change: self._go_on(), failed=self._stay)

    def _go_on(self) -> None:
        self.refresh()
        self._session.try_now()

    def _stay(self, error: Exception) -> None:
        self.refresh()
        self._session.failed.emit(error)


def _table(parent: QWidget) -> QTableWidget:
    titles = (_("Document"), _("Type"), _("Number"), _("Invoice"), _("Changed here"))
    return plain_table(_("Deleted elsewhere"), titles, (24, 12, 14, 14, 8), (0,), parent)
