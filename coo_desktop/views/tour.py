"""Walks through every page of a running program and takes a picture of each, for the demo and the guide."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QWidget

from coo_desktop.domain.documents import CERTIFICATE, PRE_REVIEW, Query
from coo_desktop.views.editors_choice import CodeEditor
from coo_desktop.views.editors_parts import EvidenceEditor, MarksEditor
from coo_desktop.views.form_page import FormPage
from coo_desktop.views.items_table import ItemsEditor
from coo_desktop.views.program import Program
from coo_desktop.views.sign_in import UnlockPage

BEAT_MS = 50
CALM_BEATS = 8

Step = tuple[str, Callable[[], object]]


class Tour(QObject):
    """Takes the pictures one by one into `folder`; `finished` when the last one is there.

    A picture is taken once the program's workers were idle for a while, so that lists and pages are filled.
    """

    finished = Signal()

    def __init__(self, program: Program, folder: Path, password: str) -> None:
        super().__init__(program)
        self._program, self._folder, self._password = program, folder, password
        self.pictures: list[str] = []
        self._steps = self._walk()
        self._name, self._calm = "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        program.window.resize(1366, 768)
        self._next()
        self._timer.start()

    def _beat(self) -> None:
        self._calm = self._calm + 1 if self._program.tasks.is_idle else 0
        if self._calm >= CALM_BEATS:
            self._take()
            self._next()

    def _next(self) -> None:
        self._calm = 0
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            self.finished.emit()
            return
        self._name, act = step
        act()

    def _take(self) -> None:
        if not self._name:
            return
        window: QWidget = self._program.application.activeModalWidget() or self._program.window
        name = f"{len(self.pictures) + 1:02d}-{self._name}.png"
        window.grab().save(str(self._folder / name))
        self.pictures.append(name)

    def _walk(self) -> Iterator[Step]:
        """(name of the picture, what to do before it); an empty name takes none."""
        gate = self._program.window.gate
        if isinstance(gate, UnlockPage):
            yield "unlock", lambda: None
            yield "", lambda: gate.wanted.emit(self._password)
        tabs = self._program.window.tabs
        yield "pre-reviews", lambda: tabs.show_page(PRE_REVIEW)
        yield "certificates", lambda: tabs.show_page(CERTIFICATE)
        yield "reference-data", lambda: tabs.show_page("record")
        yield "", lambda: self._act("smart_create")
        yield "smart-create", self._ask_for_japan
        yield "", self._dismiss
        yield from self._pages()
        yield "outbox", lambda: self._act("outbox")
        yield "certificates-english", lambda: self._speak("en")
        yield "", lambda: self._speak("zh_CN")

    def _pages(self) -> Iterator[Step]:
        """One page for each form type and stage that the lists hold, then its dialogs."""
        reader = self._program.room.desk.read
        seen: set[tuple[str, str]] = set()
        for family in (PRE_REVIEW, CERTIFICATE):
            for row in reader.rows(Query(family=family)):
                if (row.form, row.stage) in seen:
                    continue
                seen.add((row.form, row.stage))
                yield f"page-{row.form}-{row.stage}", partial(self._open, row.id)
                if family == CERTIFICATE and row.stage == "approved":
                    yield f"preview-{row.form}", lambda: self._page().act("preview")
                if row.stage in ("draft", "ready") or (family, row.stage) == (PRE_REVIEW, "approved"):
                    yield from self._dialogs(row.form)

    def _dialogs(self, form: str) -> Iterator[Step]:
        for items in self._page().findChildren(ItemsEditor):
            if items.value():
                yield f"dialog-{form}-{items.spec.id}", partial(items.open_row, 0)
                yield "", self._dismiss
        found = self._page().findChildren
        editors: list[MarksEditor | EvidenceEditor] = [*found(MarksEditor), *found(EvidenceEditor)]
        for editor in editors:
            yield f"dialog-{form}-{editor.spec.id}", editor.open_dialog
            yield "", self._dismiss

    def _act(self, name: str) -> None:
        self._program.window.wanted.emit(name)

    def _open(self, document_id: str) -> None:
        self._program.room.workplace.open(document_id)

    def _page(self) -> FormPage:
        page = self._program.window.tabs.current_page()
        assert isinstance(page, FormPage)
        return page

    def _ask_for_japan(self) -> None:
        """Ticks the last product of the smart-create dialog and names a destination."""
        dialog = self._program.application.activeModalWidget()
        assert dialog is not None
        products = next(listed for listed in dialog.findChildren(QListWidget) if listed.count())
        destination = next(iter(dialog.findChildren(CodeEditor)))
        products.item(products.count() - 1).setCheckState(Qt.CheckState.Checked)
        destination.show_value("JP")
        destination.edited.emit()

    def _dismiss(self) -> None:
        dialog = self._program.application.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.done(0)

    def _speak(self, language: str) -> None:
        self._act(f"language:{language}")
