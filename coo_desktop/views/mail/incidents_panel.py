"""What should not have happened between this desk and the backend: documents it lost, and the last incidents."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.operations import incidents
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.stages import local_time
from coo_desktop.views.words.sync import incident_text


class IncidentsPanel(QFrame):
    """Hidden while there are none; the documents come first, `opened` carries the id of the one to look at."""

    opened = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lost: tuple[Document, ...] = ()
        self._said = Label(
            _("Looked after by the program; press Enter on a document that the backend lost to open it."),
            self,
            wraps=True,
        )
        self.table = _table(self)
        self.table.itemActivated.connect(lambda item: self._open(item.row()))
        beneath(self, self._said, (self.table, 1), margins=False)
        self.refresh()

    def refresh(self) -> None:
        """Reads what happened again, newest first."""
        self._lost = incidents.lost_by_backend(self._session.read)
        happened = tuple(reversed(incidents.incidents(self._session.read)))
        self.setVisible(bool(self._lost or happened))
        lost = _("The backend no longer has this submission. Look at it, then send it again.")
        rows = [(self._title(document), lost, "", local_time(document.updated_at)) for document in self._lost]
        rows += [("", incident_text(one.kind), one.detail, local_time(one.at)) for one in happened]
        self.table.setRowCount(len(rows))
        for number, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)

    def _title(self, document: Document) -> str:
        form = self._session.rules.book.forms.get(document.form)
        found = summary(form, document) if form is not None else {}
        return " · ".join(filter(None, (found.get("title"), found.get("invoice"), found.get("number")))) or document.id

    def _open(self, row: int) -> None:
        if row < len(self._lost):
            self.opened.emit(self._lost[row].id)


def _table(parent: QWidget) -> QTableWidget:
    titles = (_("Document"), _("What happened"), _("Details"), _("When"))
    return plain_table(_("Incidents"), titles, (20, 30, 16, 11), (1,), parent)
