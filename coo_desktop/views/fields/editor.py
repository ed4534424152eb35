"""What every field editor is: it shows a value without signalling, gives one, and tells when a person edits."""

import html
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.filling.computed import Worked
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session


@dataclass(frozen=True)
class Surroundings:
    """What an editor may look at besides its own value: the desk, the form, the document as now typed, its row."""

    session: Session
    form: FormType
    values: Callable[[], Values]
    row: Callable[[], Values] = dict
    document_id: str = ""

    def of_row(self, row: Callable[[], Values]) -> "Surroundings":
        """The same for the editors of one row of an items field."""
        return replace(self, row=row)


MakeEditor = Callable[[FieldSpec, Surroundings, QWidget], "Editor"]
"""Makes the editor of a field: field, surroundings, parent."""


class Editor(QWidget):
    """Edits one field; the inner widget takes the focus.

    `edited` comes for every change a person makes, never for `show_value`; `left` when the focus goes elsewhere.
    `concluded` comes when a person took a value with which typing is over. `typed` tells that edits come letter by
    letter, so that an undo takes them together.
    """

    edited = Signal()
    left = Signal()
    concluded = Signal()
    typed = True

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.around = around
        self.locked = False
        self.problem = ""
        self._focusable: tuple[QWidget, ...] = ()

    def show_value(self, value: Any) -> None:
        """Draws a stored value; never signals."""
        raise NotImplementedError

    def value(self) -> Any:
        """What stands in the field, cleaned as its kind stores it."""
        raise NotImplementedError

    def show_sums(self, worked: Worked) -> None:
        """The document changed; editors that show what follows from it override this."""

    def set_locked(self, locked: bool) -> None:
        """Whether the value can only be read."""
        self.locked = locked

    def set_problem(self, text: str) -> None:
        """Marks the field with a problem in the words of the panel; an empty text clears it."""
        self.problem = text
        for widget in self._focusable:
            widget.setProperty("problem", bool(text))
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._name()

    def cleaned(self, raw: Any) -> Any:
        return KINDS[self.spec.kind].clean(raw, self.spec)

    def rewritten(self, text: str) -> str:
        """Text as it may stand in the field while it is typed."""
        return KINDS[self.spec.kind].rewritten(text, self.spec)

    def embrace(self, first: QWidget, *others: QWidget, upright: bool = False) -> None:
        """Lays out the inner widgets; the first takes the focus, and all that can are named and watched."""
        layout = QVBoxLayout(self) if upright else QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (first, *others):
            layout.addWidget(widget, 1 if widget is first else 0)
        self.watch(first)
        self.setFocusProxy(first)

    def watch(self, widget: QWidget) -> None:
        """Names a widget for screen readers and hears when it is left."""
        self._focusable = (*self._focusable, widget)
        widget.installEventFilter(self)
        self._name()

    def focus_widget(self) -> QWidget:
        return self._focusable[0] if self._focusable else self

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_undo(event):
            event.ignore()  # the page undoes, not the field: its stack knows every field
            return True
        if event.type() == QEvent.Type.FocusIn:
            self.entered()
        elif event.type() == QEvent.Type.FocusOut and not _to_popup(event):
            self.finish()
            self.left.emit()
        return super().eventFilter(watched, event)

    def entered(self) -> None:
        """The focus has come; editors that show a value differently while it is typed override this."""

    def finish(self) -> None:
        """Typing has ended; editors that complete what was typed override this."""

    def conclude(self) -> None:
        """Enter or Tab ends the typing in a cell; editors that look for what a text means take it here."""

    def _name(self) -> None:
        label = self.spec.label.in_(self.around.session.language)
        box = _("Box {box}").format(box=self.spec.box) if self.spec.box else ""
        told = [self.spec.help.in_(self.around.session.language) if self.spec.help else "", self.problem]
        for widget in self._focusable:
            widget.setAccessibleName(f"{label} {box}".strip())
            widget.setAccessibleDescription("\n".join(part for part in told if part))
            widget.setToolTip(plain_tip("\n".join(part for part in told if part)))


def plain_tip(text: str) -> str:
    """Text for a tool tip, which has no plain format of its own: what could be markup is escaped."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text else text


def is_undo(event: QKeyEvent) -> bool:
    """Whether a key asks to undo or redo."""
    standard = QKeySequence.StandardKey
    return event.matches(standard.Undo) or event.matches(standard.Redo)


def _to_popup(event: QEvent) -> bool:
    reason = getattr(event, "reason", None)
    return reason is not None and reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
