"""Editors for choices, codes of a list and flags; each can be set by typing."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QListView, QWidget

from coo_desktop.domain.filling.assists import AssistContext, Offer
from coo_desktop.domain.filling.verdicts import offered_choices, verdict_of
from coo_desktop.domain.forms.code_lists import Code, CodeList
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kind_readings import chosen
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.text import TextEditor
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.verdicts import VERDICTS

PARTED = " · "
SIGN_PX = 16


class ChoiceEditor(Editor):
    """One of a few values: opened with F4 or Alt+Down, or typed as its label or its id.

    Where the program judges the values (the criteria of a goods line), each has its verdict as a sign beside it.
    """

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.combo = QComboBox(self)
        self.line = QLineEdit(self)
        self.combo.setLineEdit(self.line)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(10)
        language = around.session.language
        self.combo.addItems(["", *(choice.label.in_(language) for choice in spec.choices)])
        completer = QCompleter(self.combo.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(completer)
        self._popups = [one for one in (self.combo.view(), completer.popup()) if one is not None]
        self.embrace(self.combo)
        self.combo.activated.connect(self.edited)  # from signal to signal: a combo being destroyed still tells its text
        self.line.textEdited.connect(self.edited)

    def show_value(self, value: Any) -> None:
        ids = [choice.id for choice in self.spec.choices]
        if value in ids:
            self.combo.setCurrentIndex(ids.index(value) + 1)
        else:
            self.combo.setCurrentIndex(0)
            self.combo.setEditText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def value(self) -> Any:
        text = self.combo.currentText().strip()
        found = chosen(self.spec.choices, text)
        return self.cleaned(found.id if found else text)

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.combo.setEnabled(not locked)

    def finish(self) -> None:
        self.show_value(self.value())

    def entered(self) -> None:
        """Puts a sign beside each value that is judged; the words of a verdict and its reasons are its hint."""
        offers, language = self._offers(), self.around.session.language
        for number, choice in enumerate(self.spec.choices, 1) if offers else ():
            offer = offers.get(choice.id)
            word, name, meaning = VERDICTS[verdict_of(offer)] if offer is not None else ("", "", "")
            self.combo.setItemIcon(number, icon(name, meaning) if offer is not None else QIcon())
            reasons = [reason.in_(language) for reason in offer.because] if offer is not None else []
            told = "\n".join([_(word), *reasons]) if offer is not None else ""
            said = ", ".join(filter(None, (choice.label.in_(language), _(word) if word else "")))
            self.combo.setItemData(number, told, Qt.ItemDataRole.ToolTipRole)
            self.combo.setItemData(number, said, Qt.ItemDataRole.AccessibleTextRole)
        self.combo.setIconSize(QSize(SIGN_PX, SIGN_PX))
        for popup in self._popups:  # a cell is narrower than its choices
            popup.setIconSize(QSize(SIGN_PX, SIGN_PX))
            popup.setMinimumWidth(self.combo.view().sizeHintForColumn(0) + 3 * SIGN_PX)

    def _offers(self) -> dict[str, Offer]:
        """What the program offers for the row that the field is part of, by the value it offers."""
        row = self.around.row()
        if not (self.spec.assists and row):
            return {}
        session, own = self.around.session, {self.spec.id: self.spec}
        asked = AssistContext(session.rules, self.around.form, self.around.values(), row, own, session.context(None))
        return offered_choices(asked, self.spec)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()  # scrolling the page must not change what is chosen
            return True
        return super().eventFilter(watched, event)


class CodeEditor(TextEditor):
    """A code of a list, found by code, Chinese or English name; the name stands beside it."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        self.name = Label()
        self.popup = QListView()
        super().__init__(spec, around, parent)
        self.codes = around.session.rules.code_list(spec.codes) if spec.codes else CodeList("", ())
        self._found = QStringListModel(self)
        self.completer = QCompleter(self._found, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(12)
        self.completer.setPopup(self.popup)
        self.popup.installEventFilter(self)
        self.completer.setWidget(self.line)
        self.completer.activated.connect(self._take)
        self.line.textEdited.connect(self._suggest)

    def beside(self) -> list[QWidget]:
        return [self.name, *super().beside()]

    def show_value(self, value: Any) -> None:
        super().show_value(value)
        self._show_name()

    def read_text(self, text: str) -> str:
        return self.codes.meant(text) or super().read_text(text)

    def finish(self) -> None:
        super().finish()
        self.popup.hide()
        self._show_name()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab takes the suggestion it stands on before it goes on to the next field."""
        if watched is not self.popup:
            return super().eventFilter(watched, event)
        at, press = self.popup.currentIndex(), QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and event.type() == press and event.key() == Qt.Key.Key_Tab and at.isValid():
            self._take(str(at.data()))
        return False

    def _suggest(self, text: str) -> None:
        language = self.around.session.language
        found = list(self.codes.search(text, 20)) if text.strip() else []
        self._found.setStringList([_entry(code, language) for code in found])
        self._show_name()
        if found and self.codes.meant(text) != found[0].code:
            self.completer.complete()
        else:
            self.popup.hide()

    def _take(self, entry: str) -> None:
        self.line.setText(entry.partition(PARTED)[0])
        self._show_name()
        self.edited.emit()

    def _show_name(self) -> None:
        code = self.codes.by_code.get(self.value())
        name = code.name(self.around.session.language) if code else ""
        self.name.setText(name if code and name != code.code else "")
        self.name.setVisible(bool(self.name.text()))


def _entry(code: Code, language: str) -> str:
    names = (code.zh, code.en) if language.startswith("zh") else (code.en, code.zh)
    return PARTED.join(part for part in (code.code, *names) if part)


class FlagEditor(Editor):
    """Yes or no."""

    typed = False

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget) -> None:
        super().__init__(spec, around, parent)
        self.check = QCheckBox(self)
        self.embrace(self.check)
        self.check.clicked.connect(self._hear)
        self._odd: Any = None

    def show_value(self, value: Any) -> None:
        self._odd = None if isinstance(value, bool) or value in (None, "") else value
        self.check.setChecked(value is True)

    def value(self) -> Any:
        """What is stored and is neither yes nor no stays until a person chooses."""
        return self.check.isChecked() if self._odd is None else self._odd

    def set_locked(self, locked: bool) -> None:
        super().set_locked(locked)
        self.check.setEnabled(not locked)

    def _hear(self, _on: bool) -> None:
        self._odd = None
        self.edited.emit()
