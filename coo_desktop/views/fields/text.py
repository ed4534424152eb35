"""Editors for text, long text, whole and decimal numbers and days."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolTip, QWidget

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kind_readings import Reading
from coo_desktop.domain.forms.kinds import KINDS, is_blank
from coo_desktop.domain.language.spelling import date_of, grouped
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.widgets.style import Label

LONGEST = 20_000
"""Characters a field takes from one paste; a form's own limit is told as a problem, never by cutting."""


class TextEditor(Editor):
    """One line of text, as typed."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.line = QLineEdit(self)
        self.line.setMaxLength(LONGEST)
        self.line.setValidator(NormalisingValidator(spec, self.line))
        if KINDS[spec.kind].coded:
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self.embrace(self.line, *self.beside())
        self.line.textEdited.connect(self._hear)

    def beside(self) -> list[QWidget]:
        """What stands to the right of the line."""
        return [Label(self.spec.unit, self)] if self.spec.unit else []

    def show_value(self, value: Any) -> None:
        text = self.shown(value)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)

    def value(self) -> Any:
        return self.cleaned(self.read_text(self.line.text()))

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.line.setReadOnly(locked)

    def shown(self, value: Any) -> str:
        """The text that stands for a stored value."""
        return value if isinstance(value, str) else "" if value is None else str(value)

    def read_text(self, text: str) -> str:
        """What typed text stands for, before it is cleaned."""
        return str(self.reading(text).value)

    def reading(self, text: str) -> Reading:
        """What the field's kind makes of a text."""
        return KINDS[self.spec.kind].read(text, self.spec, self.around.session.today())

    def finish(self) -> None:
        """Shows what was typed the way it will be kept."""
        before = self.line.text()
        self.show_value(self.value())
        if self.read_text(before) != before:
            self.edited.emit()
        self.tell_aside(before)

    def tell_aside(self, typed: str) -> None:
        """Says beneath the field which part of what was typed is no part of its value."""
        if aside := self.reading(typed).aside:
            words, place = (
                _("Left out: {text}").format(text=aside),
                self.line.mapToGlobal(self.line.rect().bottomLeft()),
            )
            QTimer.singleShot(0, self.line, lambda: QToolTip.showText(place, words, self.line))  # focus hides tips

    def _hear(self, _text: str) -> None:
        self.edited.emit()


class NumberEditor(TextEditor):
    """A whole or decimal number: right aligned, digits grouped while nobody types, kept to the last typed zero."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def shown(self, value: Any) -> str:
        text = super().shown(value)
        return text if self.line.hasFocus() else grouped(text)

    def entered(self) -> None:
        """Without its thousands; a number that came chosen whole, as in a cell, is still replaced by the next key."""
        is_chosen = self.line.hasSelectedText() and self.line.selectedText() == self.line.text()
        self.show_value(self.value())
        if is_chosen:
            self.line.selectAll()

    def finish(self) -> None:
        before = self.line.text()
        self.line.setText(grouped(super().shown(self.value())))
        self.tell_aside(before)


class DateEditor(TextEditor):
    """A day, typed as 2026-10-15, 1015 (this year), +3 (from today) or 今天; arrow keys move it by a day."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.line.setPlaceholderText(_("YYYY-MM-DD, MMDD, +3 or today"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self.locked:
            steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
            step = steps.get(Qt.Key(event.key()))
            day = date_of(self.value())
            if step and day:
                self._put((day + dt.timedelta(step)).isoformat())
                return True
            if event.key() == Qt.Key.Key_Semicolon and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._put(self.around.session.today().isoformat())
                return True
        return super().eventFilter(watched, event)

    def _put(self, text: str) -> None:
        self.line.setText(text)
        self.edited.emit()


class LinesEditor(Editor):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.box = PlainTextBox(self, (2, 8))
        self.embrace(self.box)
        self.box.textChanged.connect(self.edited)

    def show_value(self, value: Any) -> None:
        text = value if isinstance(value, str) else "" if value is None else str(value)
        if text != self.box.toPlainText():
            with QSignalBlocker(self.box):
                self.box.setPlainText(text)

    def value(self) -> Any:
        return self.cleaned(self.rewritten(self.box.toPlainText()))

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.box.setReadOnly(locked)

    def finish(self) -> None:
        self.show_value(self.value())


class PlainTextBox(QPlainTextEdit):
    """A box for plain text: a paste brings its characters alone, and no more than a field can hold.

    With `lines` it is as high as its text, between the two counts; without, it takes the room there is.
    """

    def __init__(self, parent: QWidget, lines: tuple[int, int] | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self._lines = lines
        if lines:
            self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
            self._fit()

    def _fit(self) -> None:
        """Measures the lines themselves: Chinese ones can be higher than the font's own."""
        least, most = self._lines or (1, 1)
        spacing, text = self.fontMetrics().lineSpacing(), 0.0
        layout, block = self.document().documentLayout(), self.document().begin()
        while block.isValid() and text < most * spacing:
            text += layout.blockBoundingRect(block).height()
            block = block.next()
        frame = 2 * (self.frameWidth() + int(self.document().documentMargin())) + 2
        height = int(max(least * spacing, min(text, most * spacing))) + frame
        if height != self.height():
            self.setFixedHeight(height)

    def insertFromMimeData(self, source: Any) -> None:
        if source.hasText():
            self.insertPlainText(source.text()[:LONGEST])


UNITS = "utf-16-le"
"""How Qt counts a cursor's place: a 4-byte Han is two steps for it and one for Python."""


class NormalisingValidator(QValidator):
    """Rewrites typed text as its field wants it and calls the rest intermediate, so that nothing typed is lost."""

    def __init__(self, spec: FieldSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec = spec

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """PySide takes the rewritten text and the cursor from the tuple too."""
        kind, spec = KINDS[self._spec.kind], self._spec
        written = kind.rewritten(text, spec)
        before = _units(text)[: 2 * position].decode(UNITS, "surrogatepass")
        at = len(_units(kind.rewritten(before, spec))) // 2
        value = kind.clean(written, spec)
        wrong = not is_blank(value) and any(True for _ in kind.faults(value, spec))
        state = QValidator.State.Intermediate if wrong else QValidator.State.Acceptable
        return state, written, at


def _units(text: str) -> bytes:
    return text.encode(UNITS, "surrogatepass")
