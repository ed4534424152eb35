"""导出全部资料: every document, paper and file of this computer in one archive that the person keeps; offline."""

import contextlib
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations.archive import Written, write_archive
from coo_desktop.domain.written_files import writing
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.file_choice import choose_place
from coo_desktop.views.widgets.progress import Outcome, ProgressWithCancel
from coo_desktop.views.widgets.scaffold import Message, beneath, beside, scaffold
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.errors import error_message


class _Stopped(Exception):
    """The person stopped after the archive was whole and before it had its name."""


class Exporting(QWidget):
    """A button, how far it is, and what came of it; `done` when an archive is whole."""

    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self._outcome = Outcome()
        self.button = QPushButton(icon("kept"), _("&Export everything"), self)
        self.button.clicked.connect(self._choose_place)
        self.progress = ProgressWithCancel(_("Export everything"), _("S&top"), self)
        self.progress.stop_wanted.connect(self.stop)
        self.message = Message(self).selectable()
        row = beside(self.button, (self.progress, 1), (None, 0))
        beneath(self, row, self.message, margins=False)
        self._show_running(None)

    def export(self, place: Path) -> None:
        """Writes the archive; the old file of the name stays until the new one is whole."""
        ports = self._session.ports
        outcome = self._outcome = Outcome()

        def read(sha256: str) -> bytes:
            with ports.store.blobs.open(sha256) as stream:
                return stream.read()

        def work(task: Task) -> Written:
            with contextlib.suppress(_Stopped), writing(place) as target:
                reader = ports.store.reader
                written = write_archive(target, reader, ports.paper, read, task.report, task.cancelled)
                if not outcome.complete():
                    raise _Stopped
            return written

        self.message.say("", "quiet")
        self._show_running(
            self._session.run(self, work, then=self._finish, failed=self._fail, progress=self.progress.report)
        )

    def stop(self) -> None:
        """Ends it between two documents: nothing is left of the archive, but one that is whole by then stays."""
        if self._task is not None and self._outcome.stop():
            self._task.cancel()
            self._show_running(None)
            self.message.say(_("Stopped. No file was written."), "quiet")

    @property
    def is_running(self) -> bool:
        return self._task is not None

    def _choose_place(self) -> None:
        name = _("Certificates of origin {day}.zip").format(day=self._session.today().isoformat())
        choose_place(self, _("Export everything"), name, ".zip", self.export)

    def _finish(self, written: Written) -> None:
        self._show_running(None)
        said = _("{count} documents are exported. Keep the file in a safe place: it is not encrypted.")
        text = said.format(count=written.documents)
        if written.missing:
            lacking = _("{count} papers or files could not be put in; contents.json in the archive names them.")
            text = f"{text}\n{lacking.format(count=written.missing)}"
        self.message.say(text, "wait" if written.missing else "good")
        self.done.emit()

    def _fail(self, error: ProgramError) -> None:
        self._show_running(None)
        self.message.say(error_message(error), "bad")

    def _show_running(self, task: Task | None) -> None:
        self._task = task
        self.button.setEnabled(task is None)
        if task is not None:
            self.progress.begin()
        else:
            self.progress.end()


class ExportingPage(Page):
    """The same as a page of its own, for anybody at any time."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exporting = Exporting(session, self)
        lead = _(
            "Writes one ZIP file with every document of this computer as data and as PDF, and all evidence. "
            "It needs no network."
        )
        scaffold(self, _("Export everything"), self.exporting, None, lead=lead)
