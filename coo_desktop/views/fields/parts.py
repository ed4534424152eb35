"""Editors for values with parts of their own: links, marks, evidence, and what the program computes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from coo_desktop.domain.documents.document import Query, Values
from coo_desktop.domain.filling.computed import Worked, worked_out
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.domain.language.spelling import grouped
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.cells import linked_title
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.text import PlainTextBox
from coo_desktop.views.questions import DocumentQuestion, EvidenceQuestion, MarksQuestion
from coo_desktop.views.widgets.style import Label


class ComputedEditor(Editor):
    """What the program works out, with the sum that gives it beneath; drawn again whenever its page changes."""

    typed = False

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.result = Label("", self)
        self.result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sum = Label("", self)
        for label in (self.result, self.sum):
            label.setWordWrap(True)
        self.sum.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.embrace(self.result, self.sum, upright=True)
        self.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none, its stub does not say so

    def show_value(self, value: Any) -> None:
        """Works the value out anew; what is passed is never stored."""
        around = self.around
        self.show_sums(worked_out(around.form, (self.spec,), around.values(), around.row() or None))

    def show_sums(self, worked: Worked) -> None:
        text, explanation = worked.of(self.spec)
        self.result.setText(grouped(text) or "—")
        self.sum.setText(explanation)
        self.sum.setVisible(bool(explanation) and explanation != text)

    def value(self) -> Any:
        return ""


class LinkEditor(Editor):
    """Another document, shown by its title and chosen from a list: Enter, Space or Down opens it, Delete empties it."""

    typed = False

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self._id = ""
        self.line = QLineEdit(self)
        self.line.setReadOnly(True)
        self.button = QPushButton(_("Choose…"), self)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.open_list)
        self.embrace(self.line, self.button)

    def show_value(self, value: Any) -> None:
        self._id = value if isinstance(value, str) else ""
        self.line.setText(linked_title(self._id, self.around) if self._id else "")
        self.line.setCursorPosition(0)

    def value(self) -> Any:
        return self._id

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.button.setEnabled(not locked)

    def entered(self) -> None:
        self.line.deselect()
        self.line.setCursorPosition(0)

    def open_list(self) -> None:
        """Asks for one of the approved documents."""
        query = Query(family=self.spec.family, stages=("approved",) if self.spec.family != "record" else ())
        title = self.spec.label.in_(self.around.session.language)
        self.around.session.ask(self, DocumentQuestion(title, query, self._id), self._take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.locked:
            if event.key() in OPENING:
                self.open_list()
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._take("")
                return True
        return super().eventFilter(watched, event)

    def _take(self, document_id: str) -> None:
        self.show_value(document_id)
        self.edited.emit()


OPENING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_F2})


class MarksEditor(Editor):
    """Shipping marks: typed as text, or a picture chosen in a dialog (Ctrl+E)."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self._picture: dict[str, Any] = {}
        self.box = PlainTextBox(self, (4, 10))
        self.button = QPushButton(_("Picture…"), self)
        self.button.setToolTip(_("Text or picture marks (Ctrl+E)"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.box, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.watch(self.box)
        self.watch(self.button)
        self.setFocusProxy(self.box)
        self.button.clicked.connect(self.open_dialog)
        self.box.textChanged.connect(self._hear)

    def show_value(self, value: Any) -> None:
        marks = value if isinstance(value, Mapping) else {}
        self._picture = dict(marks) if marks.get("form") == "picture" else {}
        text = self._picture_words() if self._picture else str(marks.get("text", ""))
        self.box.setReadOnly(self.locked or bool(self._picture))
        if text != self.box.toPlainText():
            with QSignalBlocker(self.box):
                self.box.setPlainText(text)

    def value(self) -> Any:
        return self._picture or self.cleaned(self.rewritten(self.box.toPlainText()))

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.box.setReadOnly(locked or bool(self._picture))
        self.button.setEnabled(not locked)

    def open_dialog(self) -> None:
        """Asks for the marks as text or as a picture with its printed size."""
        self.around.session.ask(self, MarksQuestion(self.spec, self.value()), self._take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and not self.locked and asks_for_dialog(event):
            self.open_dialog()
            return True
        return super().eventFilter(watched, event)

    def _take(self, value: Mapping[str, Any]) -> None:
        self.show_value(value)
        self.edited.emit()

    def _hear(self) -> None:
        if not self._picture:
            self.edited.emit()

    def _picture_words(self) -> str:
        return _("Picture {name}, {width} mm wide").format(
            name=shown_name(self._picture), width=self._picture.get("width_mm", Decimal(40))
        )


def asks_for_dialog(event: QEvent) -> bool:
    """Whether a key is Ctrl+E, which opens the dialog behind a field or a row."""
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_E
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )


class EvidenceEditor(Editor):
    """Files that prove something; a dialog takes them in and removes them."""

    typed = False

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self._rows: list[dict[str, Any]] = []
        self.button = QPushButton(_("Evidence…"), self)
        self.names = Label("", self)
        self.names.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.names, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.watch(self.button)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self.open_dialog)

    def show_value(self, value: Any) -> None:
        self._rows = [dict(row) for row in value if isinstance(row, dict)] if isinstance(value, list | tuple) else []
        count = len(self._rows)
        said = ngettext("{count} file", "{count} files", count).format(count=count) if count else _("No file yet")
        self.names.setText("\n".join([said, *map(shown_name, self._rows)]))

    def value(self) -> Any:
        return self._rows

    def set_locked(self, locked: bool) -> None:
        """A locked document still shows its files; the dialog offers no change then."""
        super().set_locked(locked)

    def open_dialog(self) -> None:
        """Opens the list of files."""
        self.around.session.ask(self, EvidenceQuestion(self.spec, self._rows, self.locked), self._take)

    def _take(self, rows: Sequence[Values]) -> None:
        if not self.locked:
            self.show_value(rows)
            self.edited.emit()
