"""The files of a document: added, dropped or pasted; taken in one by one, and hostile ones told and left out."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from coo_desktop.dialogs.fetching import FetchRow
from coo_desktop.dialogs.file_table import ABSENT, FileTable
from coo_desktop.dialogs.incoming_files import png_bytes, told_unfit
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Evidence, Values
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.evidence import Blobs
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.domain.operations import drafts
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.questions import EvidenceQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.style import Label

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
        self.table = FileTable(session, self.windowTitle(), self)
        hint = _("Drop files here, paste them with Ctrl+V, or add them. PDF, JPEG and PNG.")
        if not self._locked:
            self.body.addWidget(Label(hint, self, wraps=True))
        self.file_buttons = FileButtons(self, self._locked)
        self.body.addLayout(self.file_buttons)
        self.body.addWidget(self.table)
        self.coming = FetchRow(session, self)
        self.coming.arrived.connect(self._show_coming)
        self.coming.told.connect(self._tell)
        self.finished.connect(self.coming.stop)
        self.body.addWidget(self.coming)
        self.setAcceptDrops(not self._locked)
        self.accepting.setVisible(not self._locked)
        self.resize(640, 400)
        self.table.itemSelectionChanged.connect(self.file_buttons.show_possible)
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
        gone = self.table.chosen()
        self.rows = [row for number, row in enumerate(self.rows) if number not in gone]
        self._show_rows()

    def fetch(self) -> None:
        """Brings the selected files here, or all that are not here when none of those is selected."""
        absent = [number for number, row in enumerate(self.rows) if self.table.place(row) in ABSENT]
        wanted = [number for number in absent if number in self.table.chosen()] or absent
        self._told = []
        self._show_coming()
        self.coming.fetch([_named(self.rows[number]) for number in wanted])

    def open_chosen(self) -> None:
        """Shows the selected files in the program that this computer has for them, from a copy that is not kept."""
        self._told = []
        self._show_coming()
        for row in (self.rows[number] for number in self.table.chosen()):
            if self.table.place(row) in ABSENT:
                self._tell(_("{name} is not on this computer. Fetch it first.").format(name=shown_name(row)))
                continue
            work = partial(_lend, self._session.blobs, str(row["sha256"]))
            self._session.run(self, work, then=self._view, failed=lambda error: self._tell(told_unfit(error)))

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
            blobs, image = self._session.blobs, QImage(mime.imageData())
            name = self._session.now().strftime("%Y%m%d-%H%M%S.png")
            self._take(lambda _task: blobs.take_bytes(png_bytes(image), name, "image/png"))
        else:
            self.warn(_("There is no file and no picture to take in."))

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
        self._show_coming()

    def _refused(self, error: ProgramError) -> None:
        self._coming -= 1
        self._tell(told_unfit(error))

    def _tell(self, text: str) -> None:
        self._told.append(text)
        self._show_coming()

    def _view(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self._tell(_("No program of this computer shows such files."))

    def _show_coming(self) -> None:
        """The files, and what is still being taken in, under what could not be."""
        self._show_rows()
        said = ngettext("Taking in {count} file…", "Taking in {count} files…", self._coming)
        coming = [said.format(count=self._coming)] if self._coming else []
        self.warn("\n".join([*self._told, *coming]))

    def _show_rows(self) -> None:
        self.table.show_rows(self.rows)
        self.file_buttons.show_possible()

    def _ask_files(self) -> None:
        dialog = QFileDialog(self, _("Add files"), "", _("Evidence (*.pdf *.jpg *.jpeg *.png)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.take_files([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


class FileButtons(QHBoxLayout):
    """What can be done with the files of a dialog, each with its key; nothing is offered that would do nothing."""

    def __init__(self, dialog: EvidenceDialog, locked: bool) -> None:
        super().__init__()
        self._dialog, self._locked = dialog, locked
        self._add(_("&Add files…"), "Ctrl+Ins", dialog._ask_files, changes=True)
        self._add(_("Paste"), "Ctrl+V", dialog.paste, changes=True)
        self.remove = self._add(_("&Remove"), "Ctrl+Del", dialog.remove, changes=True)
        self.fetch = self._add(_("&Fetch"), "Ctrl+G", dialog.fetch)
        self.open_chosen = self._add(_("Op&en"), "Ctrl+O", dialog.open_chosen)
        self.addStretch()

    def show_possible(self) -> None:
        """Removing and opening want a file that is chosen; fetching one that is not here."""
        table, has_chosen = self._dialog.table, bool(self._dialog.table.chosen())
        self.remove.setEnabled(has_chosen and not self._locked)
        self.fetch.setEnabled(any(table.place(row) in ABSENT for row in self._dialog.rows))
        self.open_chosen.setEnabled(has_chosen)

    def _add(self, word: str, key: str, act: Callable[[], None], *, changes: bool = False) -> QPushButton:
        button = QPushButton(word, self._dialog)
        button.setAutoDefault(False)
        button.setToolTip(key)
        button.setEnabled(not (changes and self._locked))
        button.clicked.connect(act)
        self.addWidget(button)
        if button.isEnabled():
            QShortcut(QKeySequence(key), self._dialog, act)
        return button


def _named(row: Values) -> Evidence:
    size_bytes = row.get("size_bytes")
    return Evidence(
        id=str(row.get("id", "")),
        sha256=str(row.get("sha256", "")),
        size_bytes=size_bytes if isinstance(size_bytes, int) else 0,
        mime=str(row.get("mime", "")),
        name=shown_name(row),
    )


def _lend(blobs: Blobs, sha256: str, _task: Task) -> Path:
    return blobs.lend(sha256)


def _take_in(blobs: Blobs, path: Path, _task: Task) -> Evidence:
    return blobs.take_in(path, "")
