"""The editor of one line's result: the field's own, saved while it is typed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from coo_desktop.domain.documents.conflict_lines import ConflictLine
from coo_desktop.domain.documents.document import Resolution
from coo_desktop.domain.documents.field_access import row_id, rows_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.operations import conflicts
from coo_desktop.environment.words import _
from coo_desktop.views.autosave import Autosave, Failed
from coo_desktop.views.conflicts.lines_table import label
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.registry import make_editor
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.style import Label


class ResultEditor(QWidget):
    """`left` comes with Escape, and with Enter where that ends the typing: the keys go back to the table."""

    left = Signal()

    def __init__(self, session: Session, document_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._document_id = document_id
        self._line: ConflictLine | None = None
        self._around: Surroundings | None = None
        self._agreed: Any = None
        self.editor: Editor | None = None
        self._told = Label("", self, wraps=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._told)
        self._autosave = Autosave(self, session.ports.clock.monotonic_s, self)

    def show_line(self, line: ConflictLine | None, around: Surroundings, *, is_open: bool) -> None:
        """Shows the result of a line; what is typed at the one before is stored first, and what is typed at this one
        stays."""
        is_same = line is not None and self._line is not None and line.path == self._line.path
        if self.edits and is_same:
            self._line = line
            return
        if left := self.edits:
            self.store(left, _nothing, _nothing)  # not by the autosave: its own save may be on its way
        self._line, self._around = line, around
        spec = None if line is None or line.is_row else line.part or line.field
        if not (is_same and is_open and self.editor is not None):
            self._replace(make_editor(spec, around.of_row(self._row), self) if spec and is_open else None)
        name = label(line, around.session.language) if line is not None else ""
        told = _("Result: {field}").format(field=name)
        if line is not None and line.is_row:
            told = _("A whole row is taken or deleted here; its parts are edited in the document.")
        self._told.setText(told if line is not None else "")
        if self.editor is not None and line is not None:
            self.editor.show_value(line.result)
            self._agreed = self.editor.value()

    @property
    def edits(self) -> Mapping[str, Any]:
        """The result that was typed and is not stored, by its path."""
        if self.editor is None or self._line is None or self.editor.value() == self._agreed:
            return {}
        return {self._line.path: self.editor.value()}

    def store(self, edits: Mapping[str, Any], done: Callable[[], None], failed: Failed) -> None:
        """Implements Source: what is typed is an answer of its own."""
        line = self._line
        assert line is not None
        ((path, typed),) = edits.items()
        decision = line.decided(Resolution.OWN, typed)

        def take() -> None:
            if self._line is not None and self._line.path == path:
                self._agreed = typed
                self._line = replace(self._line, decision=decision)
            done()

        def refuse(error: ProgramError) -> None:
            failed(error)
            self._session.failed.emit(error)

        about = (self._document_id, path, decision)
        self._session.do(self, conflicts.decide, *about, then=lambda _change: take(), failed=refuse)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape goes back to the table; Enter does where the field itself has no use for it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            ends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_ended_by_enter(watched)
            if is_plain and (ends or event.key() == Qt.Key.Key_Escape):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _is_ended_by_enter(self, typed_in: QObject) -> bool:
        """In a line of free text; a code's takes a suggestion by it, a box begins a line, a button opens something."""
        if self.editor is None or not isinstance(typed_in, QLineEdit):
            return False
        return not KINDS[self.editor.spec.kind].coded

    def _row(self) -> Mapping[str, Any]:
        """The row that the line is a part of, as the document has it."""
        if self._line is None or self._around is None:
            return {}
        name, wanted, *_part = (*self._line.path.split("/"), "")
        return next((row for row in rows_of(self._around.values(), name) if row_id(row) == wanted), {})

    def _replace(self, editor: Editor | None) -> None:
        if self.editor is not None:
            self._column.removeWidget(self.editor)
            self.editor.setVisible(False)
            self.editor.deleteLater()
        self.editor = editor
        if editor is not None:
            self._column.addWidget(editor)
            editor.edited.connect(self._autosave.touch)
            editor.left.connect(self._autosave.save_soon)
            editor.focus_widget().installEventFilter(self)


def _nothing(_error: ProgramError | None = None) -> None:
    """Nobody waits for the store."""
