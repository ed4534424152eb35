"""A list of files as a table: what each is called, what it is, how large, and where its bytes are."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.environment.words import N_, _
from coo_desktop.views.session import Session

AWAY = "away"
#: States of files whose bytes are not on this computer.
ABSENT = frozenset({AWAY, "lost"})
STATES = {
    AWAY: N_("Not on this computer"),
    "here": N_("On this computer"),
    "uploading": N_("Being uploaded"),
    "there": N_("At CCPIT"),
    "lost": N_("Lost"),
    "refused": N_("Refused by the backend"),
}
TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


class FileTable(QTableWidget):
    """The rows of an evidence field; whoever changes them shows them again."""

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(0, 4, parent)
        self._session = session
        self.setHorizontalHeaderLabels([_("Name"), _("Type"), _("Size"), _("State")])
        self.setAccessibleName(name)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, rows: Sequence[Values]) -> None:
        """Draws them; a row that was selected stays so."""
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            words = (shown_name(row), TYPES.get(str(row.get("mime")), ""), size_words(row.get("size_bytes")))
            for column, text in enumerate((*words, _(STATES[self.place(row)]))):
                self.setItem(number, column, QTableWidgetItem(text))

    def chosen(self) -> list[int]:
        """The numbers of the selected rows, in order."""
        return sorted({index.row() for index in self.selectedIndexes()})

    def place(self, row: Values) -> str:
        """Where a file is, one of `STATES`; a colleague's is known here once it was fetched."""
        evidence = self._session.read.evidence(str(row.get("id", "")))
        if evidence is None:
            return AWAY
        is_here = evidence.state == "lost" or self._session.blobs.has(evidence.sha256)
        return evidence.state if is_here else AWAY


def size_words(size_bytes: object) -> str:
    """A file's size as people read it."""
    if not isinstance(size_bytes, int):
        return ""
    if size_bytes < 1024 * 1024:
        return f"{max(1, size_bytes // 1024):,} KB"
    return f"{size_bytes * 10 // (1024 * 1024) / 10:,} MB"
