"""The field for an HS code: typed in words or digits, completed from hits, its name beside it, F4 for all codes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget
from shiboken6 import isValid

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.search import Offered, described
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Surroundings, plain_tip
from coo_desktop.views.fields.hs_hits import names
from coo_desktop.views.fields.hs_suggestions import HsSuggestions
from coo_desktop.views.fields.text import TextEditor
from coo_desktop.views.questions import HsCodeQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.style import Label

#: Narrower fields, such as the cells of a table, show no name.
_ROOM_FOR_NAME = 220


class HsName(Label):
    """The name of a code, looked up on a worker, in as much room as there is; all of it in the tool tip."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("", parent)
        self._session = session
        self._code, self._name = "", ""
        self._task: Task | None = None
        self.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(0)

    def show_code(self, code: str) -> None:
        """Looks a code's name up; a text that is no code has none."""
        wanted = code if codes.is_code(code) else ""
        if wanted == self._code:
            return
        self._code = wanted
        if self._task is not None:
            self._task.cancel()
        self._show(None)
        if wanted:
            session = self._session
            self._task = session.run(
                self,
                lambda _task: described(session.packs.nomenclature, wanted),
                then=self._show,
                failed=lambda _error: None,  # a field without names is as good; the page of packs tells what is wrong
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self, found: Offered | None) -> None:
        told = names(found, self._session.language) if found else ("", "")
        self._name = told[0]
        self.setToolTip(plain_tip("\n".join(part for part in told if part)))
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, self.width()))


class HsCodeEdit(QWidget):
    """A field for a code outside of forms, of the given lengths or any; `edited` comes for what a person changes."""

    edited = Signal()

    def __init__(self, session: Session, digits: tuple[int, ...] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(self)
        self.line.setMaxLength(codes.QUERY_LIMIT)
        self.name = HsName(session, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 2)
        row.addWidget(self.name, 3)
        self.setFocusProxy(self.line)
        self.suggestions = suggest(session, self.line, digits, self._put)
        self.line.textEdited.connect(self._hear)

    def show_value(self, code: str) -> None:
        """Shows a code; never signals."""
        self.line.setText(code)
        self.name.show_code(code)

    def value(self) -> str:
        """The code's digits, or whatever was typed when it is no code."""
        text = self.line.text().strip()
        return codes.digits_of(text) or text

    def _put(self, code: str) -> None:
        self.show_value(code)
        self.edited.emit()

    def _hear(self, _text: str) -> None:
        self.name.show_code(self.value())
        self.edited.emit()


class HsCodeEditor(TextEditor):
    """A field of kind hs_code, in a form or in a cell; what was typed in full stays what was typed."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        self.name = HsName(around.session, parent)
        super().__init__(spec, around, parent)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhNone)  # it is searched in Chinese, too
        self.suggestions = suggest(around.session, self.line, spec.digits, self._put)
        self.line.textEdited.connect(lambda _text: self.name.show_code(str(self.value())))
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.setStretch(0, 2)
        row.setStretch(1, 3)

    def beside(self) -> list[QWidget]:
        return [self.name, *super().beside()]

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self.name.show_code(value if isinstance(value, str) else "")

    def finish(self) -> None:
        self.suggestions.close()
        super().finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.name.setVisible(event.size().width() >= _ROOM_FOR_NAME)

    def _put(self, code: str) -> None:
        self.show_value(code)
        self.edited.emit()


def suggest(session: Session, line: QLineEdit, digits: tuple[int, ...], put: Callable[[str], None]) -> HsSuggestions:
    """Suggestions for a line; `put` gets the code chosen among them or in the whole tree."""
    suggestions = HsSuggestions(session, line, digits)
    suggestions.taken.connect(put)

    def answer(code: str) -> None:
        if isValid(line):  # the cell it stood in may be gone by then
            put(code)

    def browse() -> None:
        line.setProperty("asks", True)  # tells a table that its cell stays open behind the dialog
        session.ask(line, HsCodeQuestion(line.text(), digits), answer)

    suggestions.browse_wanted.connect(browse)
    line.setPlaceholderText(_("Digits, Chinese, English or pinyin; F4: all codes"))
    return suggestions
