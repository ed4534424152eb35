"""The fields of a form or of an item laid out as their file says: titled blocks, rows, labels with box numbers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.filling.computed import Worked, worked_out
from coo_desktop.domain.forms.form_type import FieldSpec, Section
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Editor, Surroundings, plain_tip
from coo_desktop.views.fields.registry import make_editor
from coo_desktop.views.widgets.severity_icons import SIGNS
from coo_desktop.views.widgets.style import Label, colour, heading, icon
from coo_desktop.views.widgets.unverified_badge import unverified_badge

#: How many columns a row is cut into: every row of one to four fields fills it evenly.
COLUMNS = 12
#: A label wider than this is a sentence, and is written in several lines.
LABEL_EM = 30


class FieldBox(QWidget):
    """One field: its label with box number and marks above, the editor, and what is wrong with it beneath."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = make_editor(spec, around, self)
        self.message = Label("", self, wraps=True)
        self.message.setVisible(False)
        self._sign = Label("", self)
        self._sign.setVisible(False)
        self.meter = Label("", self)
        self.meter.setVisible(False)
        self.note = Label("", self)
        self.note.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._make_label(spec, around.session.language))
        column.addWidget(self.editor)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._sign)
        below.addWidget(self.message, 1)
        column.addLayout(below)
        column.addStretch()
        self._beneath = column

    def add_beneath(self, widget: QWidget) -> None:
        """Puts something under the editor, such as the button of an assist."""
        self._beneath.insertWidget(2, widget)

    def show_problem(self, severity: str, text: str) -> None:
        """Shows a problem in the panel's words; an empty text clears it."""
        if not text and not self.editor.problem:
            return
        self.editor.set_problem(text)
        self.message.setText(text)
        self.message.setVisible(bool(text))
        self._sign.setVisible(bool(text))
        if text:
            name, meaning = SIGNS[severity]
            self._sign.setPixmap(icon(name, meaning).pixmap(14, 14))
            tinted = self.message.palette()
            tinted.setColor(self.message.foregroundRole(), colour(meaning))
            self.message.setPalette(tinted)

    def show_note(self, text: str) -> None:
        """Marks the field where colleagues put notes, which the mark tells on hover; an empty text takes it away."""
        if text and not self.note.isVisibleTo(self):
            self.note.setPixmap(icon("note", "wait").pixmap(16, 16))
        self.note.setToolTip(plain_tip(text))
        self.note.setAccessibleName(text)
        self.note.setVisible(bool(text))

    def show_meter(self, text: str, told: str, is_whole: bool) -> None:
        """How full the field's box on paper is, at the right above it; `told` is the same as a sentence."""
        self.meter.setText(text)
        self.meter.setToolTip(told)
        self.meter.setAccessibleName(told)
        self.meter.setVisible(bool(text))
        tinted = self.palette()
        quiet = tinted.color(tinted.ColorRole.PlaceholderText)
        tinted.setColor(self.meter.foregroundRole(), quiet if is_whole else colour("wait"))
        self.meter.setPalette(tinted)

    def _make_label(self, spec: FieldSpec, language: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        if spec.box:
            box = Label(_("[{box}]").format(box=spec.box), self)
            box.setForegroundRole(box.palette().ColorRole.PlaceholderText)
            line.addWidget(box)
        label = Label(spec.label.in_(language).replace("&", "&&"), self)
        label.setBuddy(self.editor.focus_widget())
        label.setWordWrap(label.sizeHint().width() > LABEL_EM * self.fontMetrics().horizontalAdvance("国"))
        line.addWidget(label, int(label.wordWrap()))
        if spec.needed:
            needed = Label("*", self)
            needed.setToolTip(_("Needed before sending"))
            tinted = needed.palette()
            tinted.setColor(needed.foregroundRole(), colour("bad"))
            needed.setPalette(tinted)
            line.addWidget(needed)
        if not spec.verified:
            line.addWidget(unverified_badge(self))
        line.addWidget(self.note)
        line.addStretch()
        line.addWidget(self.meter)
        return line


class Fields(QWidget):
    """All fields of a form or of an item row, in reading order; `edited` and `left` name the field."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, specs: Mapping[str, FieldSpec], around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._specs = specs
        self._around = around
        self.boxes: dict[str, FieldBox] = {}
        self._sections: dict[str, list[QWidget]] = {}
        self._hidden: set[str] = set()
        self._alone = ""
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)

    def lay_out(self, sections: Iterable[Section]) -> None:
        """Builds every section once, then sets the order of Tab to the order of reading."""
        for section in sections:
            title = section.title.in_(self._around.session.language)
            parts = self._sections.setdefault(section.id, [])
            if title:
                parts.append(heading(title, self))
                self._column.addWidget(parts[-1])
            self.lay_rows(section.rows)
            parts.extend(self.boxes[name] for row in section.rows for name in row)
        self._column.addStretch()

    def show_section(self, section_id: str, shown: bool) -> None:
        """Shows a section or hides it; what its fields hold stays."""
        (self._hidden.discard if shown else self._hidden.add)(section_id)
        self._show_parts()

    def show_alone(self, name: str) -> None:
        """Shows one field and nothing else; "" shows them all again."""
        self._alone = name
        self._show_parts()

    def _show_parts(self) -> None:
        alone = self.boxes.get(self._alone)
        for section_id, parts in self._sections.items():
            for part in parts:
                part.setVisible(part is alone if alone is not None else section_id not in self._hidden)

    def lay_rows(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Builds rows of fields that stand side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        for at, names in enumerate(rows):
            weights = [KINDS[self._specs[name].kind].width for name in names]
            edges = [COLUMNS * sum(weights[:number]) // sum(weights) for number in range(len(weights) + 1)]
            for name, start, end in zip(names, edges, edges[1:], strict=False):
                grid.addWidget(self._make_box(name), at, start, 1, end - start)
        self._column.addLayout(grid)

    def editor(self, name: str) -> Editor:
        return self.boxes[name].editor

    def show_values(self, values: Values) -> None:
        """Draws stored values into every field; never signals."""
        for name, box in self.boxes.items():
            box.editor.show_value(values.get(name))

    def show_computed(self, values: Values) -> None:
        """Works out again what follows from a document's values, sums of rows among it."""
        self.show_worked(worked_out(self._around.form, self._specs.values(), values, self._around.row() or None))

    def show_worked(self, worked: Worked) -> None:
        """Shows what was worked out of these fields."""
        for box in self.boxes.values():
            box.editor.show_sums(worked)

    def values(self) -> dict[str, Any]:
        """What stands in the fields that are stored."""
        return {name: box.editor.value() for name, box in self.boxes.items() if not self._specs[name].is_computed}

    def set_locked(self, locked: Callable[[FieldSpec], bool]) -> None:
        for name, box in self.boxes.items():
            box.editor.set_locked(locked(self._specs[name]))

    def _make_box(self, name: str) -> FieldBox:
        box = FieldBox(self._specs[name], self._around, self)
        box.editor.edited.connect(lambda: self.edited.emit(name))
        box.editor.left.connect(lambda: self.left.emit(name))
        self.boxes[name] = box
        return box
