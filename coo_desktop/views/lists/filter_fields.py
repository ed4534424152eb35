"""The fields of a filter bar: a line, a choice, a day, and the signatory, found by name or account."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.sound_keys import SoundKeys

Field = QLineEdit | QComboBox


class SignatoryField(QComboBox):
    """Known signatories to choose from, read anew each time it opens; a typed part of a name or account serves too."""

    def __init__(self, session: Session, family: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._family = family
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        line = self.lineEdit()
        assert line is not None
        line.setAccessibleName(_("Signatory"))
        self._sounds = SoundKeys(session, line, lambda: (label for _account, label in self._known()))
        self._sounds.spelt.connect(lambda: self.currentTextChanged.emit(self.currentText()))
        self._fill()

    def accounts(self) -> tuple[str, ...]:
        """The accounts that are meant; a text that nobody has stands for itself and finds nothing."""
        text = plain_text(self.currentText())
        if not text:
            return ()
        known = self._known()
        exact = [account for account, label in known if text in (account, label)]
        exact = exact or [account for account, label in known if text == f"{label} · {account}"]
        part = [account for account, label in known if self._sounds.has(label, text) or self._sounds.has(account, text)]
        return tuple(exact or part or [text])

    def showPopup(self) -> None:
        self._fill()
        super().showPopup()

    def _fill(self) -> None:
        """Who is new since the last time is offered as well; what is typed stays."""
        text = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItem("")
            self.addItems(sorted(label for _account, label in self._known()))
            self.setEditText(text)

    def _known(self) -> list[tuple[str, str]]:
        """(account, words): the name, with the account where two people share it or where no name is known."""
        accounts = self._session.read.authors(self._family)
        return [(one, self._session.name_of(one)) for one in accounts]


def day(text: str) -> str:
    """A typed day as YYYY-MM-DD, "" when it is none: separators and full-width digits are no matter."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdigit())
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date().isoformat() if len(digits) == 8 else ""
    except ValueError:
        return ""


def value(field: Field) -> str:
    """What a field holds, as one text."""
    if isinstance(field, SignatoryField):
        return plain_text(field.currentText())
    return str(field.currentData() or "") if isinstance(field, QComboBox) else plain_text(field.text())


def show_value(field: Field, text: str) -> None:
    """Puts a text into a field; a choice that is not offered any more is none."""
    if isinstance(field, SignatoryField):
        field.setEditText(text)
    elif isinstance(field, QComboBox):
        field.setCurrentIndex(max(0, field.findData(text)))
    else:
        field.setText(text)


def plain_text(text: str) -> str:
    """Without blanks at its ends, full-width signs as plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def choice(parent: QWidget, first: str, options: Iterable[tuple[str, str]], touched: Callable[[], None]) -> QComboBox:
    """A choice whose first line stands for all."""
    field = QComboBox(parent)
    field.addItem(first, "")
    for name, text in options:
        field.addItem(text, name)
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(8)
    field.currentIndexChanged.connect(touched)
    return field


def offer(field: QComboBox, options: Iterable[tuple[str, str]]) -> None:
    """Offers other options behind the first line; one that was chosen stays while it is among them."""
    chosen = field.currentData()
    with QSignalBlocker(field):
        for at in range(field.count() - 1, 0, -1):
            field.removeItem(at)
        for name, text in options:
            field.addItem(text, name)
    field.setCurrentIndex(max(0, field.findData(chosen)))


def line(parent: QWidget, hint: str, touched: Callable[[], None]) -> QLineEdit:
    """A line that can be emptied with one click."""
    field = QLineEdit(parent)
    field.setPlaceholderText(hint)
    field.setClearButtonEnabled(True)
    field.textChanged.connect(touched)
    return field
