"""The files of a document: added, dropped or pasted; taken in one by one, and hostile ones told and left out."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.dialogs.incoming_files import png_bytes, told_unfit
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Evidence, Values
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.ports import Blobs
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.questions import EvidenceQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.style import Label

STATES = {
    "here": N_("On this computer"),
    "uploading": N_("Being uploaded"),
    "there": N_("At CCPIT"),
    "lost": N_("Lost"),
    "refused": N_("Refused by the backend"),
}
TYPES = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}
MOST_AT_ONCE = 50


class EvidenceDialog(QuestionDialog[Sequence[Values]]):
    """Answers with the rows of an evidence field; a file is durable before its row stands in the list."""

    def __init__(self, session: Session, question: EvidenceQuestion, owner: QWidget) -> None:
        super().__init__(question.spec.label.in_(session.language), owner)
        self._session = session
        self._locked = question.locked
        self._begun = [dict(row) for row in question.value]
        self.rows = [dict(row) for row in self._begun]
        self._coming = 0
        self._told: list[str] = []
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels([_("Name"), _("Type"), _("Size"), _("State")])
        self.table.setAccessibleName(self.windowTitle())
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        hint = _("Drop files here, paste them with Ctrl+V, or add them. PDF, JPEG and PNG.")
        self.body.addWidget(Label(hint, self, wraps=True))
        self.body.addLayout(self._make_buttons())
        self.body.addWidget(self.table)
        self.setAcceptDrops(not self._locked)
        self.accepting.setVisible(not self._locked)
        self.resize(640, 400)
        self._show_rows()
        self.table.setFocus()

    def answer(self) -> Sequence[Values] | None:
        if self._coming:
            self.warn(_("Wait until every file has been taken in."))
            return None
        return self.rows

    def is_changed(self) -> bool:
        return self.rows != self._begun

    def take_files(self, paths: list[Path]) -> None:
        """Takes files in, one after the other; the work goes on while the person does."""
        blobs = self._session.blobs
        for path in paths[:MOST_AT_ONCE]:
            self._take(partial(_take_in, blobs, path))

    def remove(self) -> None:
        """Takes the selected files out of the list; the document keeps them until this is accepted."""
        gone = {index.row() for index in self.table.selectedIndexes()}
        self.rows = [row for number, row in enumerate(self.rows) if number not in gone]
        self._show_rows()

    def paste(self) -> None:
        """Takes in copied files, or a copied picture."""
        self._take_mime(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take_mime(event.mimeData())
        event.acceptProposedAction()

    def _take_mime(self, mime: QMimeData) -> None:
        self._told = []
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.take_files(paths)
        elif mime.hasImage():
            self._take_image(QImage(mime.imageData()))
        else:
            self.warn(_("There is no file and no picture to take in."))

    def _take_image(self, image: QImage) -> None:
        blobs = self._session.blobs
        name = self._session.now().strftime("%Y%m%d-%H%M%S.png")
        self._take(lambda _task: blobs.take_bytes(png_bytes(image), name, "image/png"))

    def _take(self, work: Callable[[Task], Evidence]) -> None:
        self._coming += 1
        self._show_coming()
        self._session.run(self, work, then=self._taken, failed=self._refused)

    def _taken(self, evidence: Evidence) -> None:
        """The file is durable; its own row is stored now, the document names it once the dialog is accepted."""
        self._session.do(self, drafts.attach, evidence, then=partial(self._add, evidence), failed=self._refused)

    def _add(self, evidence: Evidence, _change: object) -> None:
        self._coming -= 1
        if evidence.sha256 in {row["sha256"] for row in self.rows}:
            self._told.append(_("{name} is in the list already.").format(name=evidence.name))
        else:
            named = ("id", "sha256", "name", "mime", "size_bytes")
            self.rows.append({**{name: getattr(evidence, name) for name in named}, "purpose": ""})
        self._show_rows()
        self._show_coming()

    def _refused(self, error: ProgramError) -> None:
        self._coming -= 1
        self._told.append(told_unfit(error))
        self._show_coming()

    def _show_coming(self) -> None:
        """What is still being taken in, under what could not be."""
        said = ngettext("Taking in {count} file…", "Taking in {count} files…", self._coming)
        coming = [said.format(count=self._coming)] if self._coming else []
        self.warn("\n".join([*self._told, *coming]))

    def _show_rows(self) -> None:
        self.table.setRowCount(len(self.rows))
        for number, row in enumerate(self.rows):
            evidence = self._session.read.evidence(str(row.get("id", "")))
            state = evidence.state if evidence else "lost"
            words = (shown_name(row), TYPES.get(str(row.get("mime")), ""), size_words(row.get("size_bytes")))
            for column, text in enumerate((*words, _(STATES[state]) if state in STATES else state)):
                self.table.setItem(number, column, QTableWidgetItem(str(text)))

    def _make_buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for word, key, act in (
            (_("&Add files…"), "Ctrl+Ins", self._ask_files),
            (_("Paste"), "Ctrl+V", self.paste),
            (_("&Remove"), "Ctrl+Del", self.remove),
        ):
            button = QPushButton(word, self)
            button.setAutoDefault(False)
            button.setToolTip(key)
            button.setEnabled(not self._locked)
            button.clicked.connect(act)
            line.addWidget(button)
            if not self._locked:
                QShortcut(QKeySequence(key), self, act)
        line.addStretch()
        return line

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, _("Add files"), "", _("Evidence (*.pdf *.jpg *.jpeg *.png)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.take_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def _take_in(blobs: Blobs, path: Path, _task: Task) -> Evidence:
    return blobs.take_in(path, "")


def size_words(size_bytes: object) -> str:
    """A file's size as people read it."""
    if not isinstance(size_bytes, int):
        return ""
    if size_bytes < 1024 * 1024:
        return f"{max(1, size_bytes // 1024):,} KB"
    return f"{size_bytes * 10 // (1024 * 1024) / 10:,} MB"
