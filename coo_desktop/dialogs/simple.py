"""The short questions: yes or not, a text, one of several, a code."""

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.environment.words import _
from coo_desktop.views.fields.text import PlainTextBox
from coo_desktop.views.hs.browser import HsBrowser
from coo_desktop.views.questions import (
    ConfirmQuestion,
    DocumentQuestion,
    HsCodeQuestion,
    NameQuestion,
    OptionQuestion,
    PasswordQuestion,
    TextQuestion,
)
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.sound_keys import SoundKeys
from coo_desktop.views.widgets.style import Label


class ConfirmDialog(QuestionDialog[bool]):
    """A real decision, told in a few lines; Enter takes the button that has the focus."""

    def __init__(self, _session: Session, question: ConfirmQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner, question.accept)
        self.body.addWidget(Label(question.text, self, wraps=True).selectable())
        self.setMinimumWidth(380)
        self.accepting.setDefault(True)
        self.accepting.setFocus()

    def answer(self) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.cancelling if self.cancelling.hasFocus() else self.accepting).click()
            return
        super().keyPressEvent(event)


class TextDialog(QuestionDialog[str]):
    """A text, such as a reason."""

    def __init__(self, _session: Session, question: TextQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner)
        self._needed = question.is_needed
        self.box = PlainTextBox(self)
        self.box.setAccessibleName(question.text or question.title)
        label = Label(question.text, self, wraps=True)
        label.setBuddy(self.box)
        self.body.addWidget(label)
        self.body.addWidget(self.box)
        self.setMinimumWidth(420)
        self.box.setFocus()

    def answer(self) -> str | None:
        text = self.box.toPlainText().strip()
        if self._needed and not text:
            self.warn(_("Please write something here."))
            return None
        return text

    def is_changed(self) -> bool:
        return bool(self.box.toPlainText().strip())


class NameDialog(QuestionDialog[str]):
    """A name; the proposed one is chosen whole, so that typing takes its place and Enter takes it."""

    def __init__(self, _session: Session, question: NameQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner)
        self._proposed = question.value
        self.field = QLineEdit(question.value, self)
        self.field.setMaxLength(100)
        self.field.setAccessibleName(question.title)
        self.body.addWidget(Label(question.text, self, wraps=True))
        self.body.addWidget(self.field)
        self.setMinimumWidth(420)
        self.field.returnPressed.connect(self.finish)
        self.field.selectAll()
        self.field.setFocus()

    def answer(self) -> str | None:
        text = " ".join(self.field.text().split())
        if not text:
            self.warn(_("Please write something here."))
        return text or None

    def is_changed(self) -> bool:
        return self.field.text() != self._proposed


class PasswordDialog(QuestionDialog[str]):
    """The password once more, before what cannot be taken back; it is kept nowhere."""

    def __init__(self, _session: Session, question: PasswordQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner)
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.field.setAccessibleName(_("Password"))
        self.field.returnPressed.connect(self.finish)
        self.body.addWidget(Label(question.text, self, wraps=True))
        self.body.addWidget(self.field)
        self.setMinimumWidth(420)
        self.field.setFocus()

    def answer(self) -> str | None:
        if not self.field.text():
            self.warn(_("Write your password."))
            return None
        return self.field.text()


class PickDialog(QuestionDialog[str]):
    """One of several options: typing filters, arrow keys choose, Enter takes."""

    MOST = 200

    def __init__(self, title: str, owner: QWidget) -> None:
        super().__init__(title, owner)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Type to search"))
        self.search.setAccessibleName(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.empty = Label("", self, wraps=True)
        self.body.addWidget(self.empty)
        self.resize(640, 420)
        self.search.textChanged.connect(self._refill)
        self.list.itemActivated.connect(lambda _item: self.finish())
        self.search.setFocus()

    def options(self, text: str) -> Sequence[tuple[str, str]]:
        """The (id, words) that match a text."""
        raise NotImplementedError

    def start(self, current: str = "") -> None:
        """Fills the list, with one option chosen."""
        self._refill("")
        for row in range(self.list.count()):
            if self.list.item(row).data(Qt.ItemDataRole.UserRole) == current:
                self.list.setCurrentRow(row)

    def answer(self) -> str | None:
        chosen = self.list.currentIndex()
        return str(chosen.data(Qt.ItemDataRole.UserRole)) if chosen.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move in the list while the search keeps the cursor; Enter takes."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        step = steps.get(Qt.Key(event.key()))
        if step:
            row = self.list.currentRow() + step
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        else:
            super().keyPressEvent(event)

    def _refill(self, text: str) -> None:
        self.list.clear()
        for name, words in self.options(text)[: self.MOST]:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.empty.setText("" if self.list.count() else _("Nothing found."))
        self.empty.setVisible(not self.list.count())


class OptionDialog(PickDialog):
    """One of options that are known beforehand."""

    def __init__(self, session: Session, question: OptionQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner)
        self._options = tuple(question.options)
        self._sounds = SoundKeys(session, self.search, lambda: map(" ".join, self._options))
        self._sounds.spelt.connect(lambda: self._refill(self.search.text()))
        self.start(question.value)

    def options(self, text: str) -> Sequence[tuple[str, str]]:
        return [option for option in self._options if self._sounds.has(" ".join(option), text)]


class DocumentDialog(PickDialog):
    """One of the documents that a query finds."""

    def __init__(self, session: Session, question: DocumentQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner)
        self._query = question.query
        self._session = session
        self.start(question.value)

    def options(self, text: str) -> Sequence[tuple[str, str]]:
        return [(row.id, row_words(row)) for row in found(self._session, self._query, text, self.MOST)]


class HsCodeDialog(QuestionDialog[str]):
    """All codes, searched and browsed; an answer has one of the lengths that the question allows."""

    def __init__(self, session: Session, question: HsCodeQuestion, owner: QWidget) -> None:
        super().__init__(_("HS codes"), owner, _("&Take this code"))
        self._digits = question.digits
        self.browser = HsBrowser(session, self)
        self.browser.taken.connect(lambda _code: self.finish())
        self.body.addWidget(self.browser)
        self.accepting.setAutoDefault(False)
        self.cancelling.setAutoDefault(False)
        self.resize(980, 640)
        text = question.text.strip()
        if text:
            self.browser.show_text(text)
        self.browser.setFocus()

    def answer(self) -> str | None:
        code = self.browser.code()
        if not code.isdigit() or (self._digits and len(code) not in self._digits):
            wanted = "/".join(map(str, self._digits))
            self.warn(
                _("Please choose a code of {digits} digits.").format(digits=wanted)
                if self._digits
                else _("Please choose a code.")
            )
            return None
        return code


def found(session: Session, query: Query, text: str, limit: int) -> tuple[Row, ...]:
    """The rows of a query that match a text as well."""
    return session.read.rows(dataclasses.replace(query, text=text, limit=limit))


def row_words(row: Row) -> str:
    """A document in one line."""
    return " · ".join(part for part in (row.number, row.title, row.hs_code, row.partner, row.made_on) if part)
