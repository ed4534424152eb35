"""Prints pages that are no issued paper, as a comparison: where they go is asked, and nothing of it is reported."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.operations import settings
from coo_desktop.views.printing.errand import PRINTER_SETTING
from coo_desktop.views.printing.print_job import PrintJob, PrintTarget, sheets_of
from coo_desktop.views.questions import Question
from coo_desktop.views.session import Session, remember_file
from coo_desktop.views.tasks import Task


@dataclass(frozen=True, slots=True)
class PagesQuestion(Question[PrintTarget]):
    """Where the pages of a PDF go; `name` is what a file of them is called at first, without an ending."""

    title: str
    name: str
    pdf: bytes


class PagesErrand(QObject):
    """Draws pages, asks where they go, and puts them there; `printed` carries where to."""

    printed = Signal(object)

    def __init__(self, session: Session, title: str, name: str, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._title, self._name, self._window = session, title, name, window
        self.job: PrintJob | None = None

    def start(self, draw: Callable[[], bytes]) -> None:
        """`draw` gives the PDF, on a worker."""

        def work(_task: Task) -> bytes:
            return draw()

        self._session.run(self, work, then=self._ask)

    def _ask(self, pdf: bytes) -> None:
        question = PagesQuestion(self._title, self._name, pdf)
        self._session.ask(self._window, question, partial(self._print, pdf))

    def _print(self, pdf: bytes, target: PrintTarget) -> None:
        session = self._session
        if session.read.setting(PRINTER_SETTING) != target.printer:
            session.do(session, settings.keep_preference, PRINTER_SETTING, target.printer)
        self.job = PrintJob(session.tasks, sheets_of(pdf), target, self._window)
        self.job.printed.connect(lambda: self._end(target))
        self.job.failed.connect(session.failed)
        self.job.start()

    def _end(self, target: PrintTarget) -> None:
        if target.file:
            remember_file(self._session, Path(target.file))
        self.printed.emit(target)
