"""修改密码: the old password once and the new one twice; this computer's unlock follows the new one at once."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QGroupBox, QLineEdit, QPushButton, QWidget

from coo_desktop.domain.errors import Busy, ProgramError, SignInFailed, Unanswered
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.widgets.scaffold import Message, beside
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.errors import problem_words


class PasswordPanel(QGroupBox):
    """`wanted` carries the old and the new password, once nothing is missing; the page asks for the change."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Change my password"), parent)
        self._notes: dict[QLineEdit, Message] = {}
        self._rows = QFormLayout(self)
        self.old = self._secret(_("Password now"))
        self.new = self._secret(_("New password"))
        self.again = self._secret(_("New password again"))
        self.showing = QCheckBox(_("Show passwords"), self)
        self.showing.toggled.connect(self._reveal)
        self.changing = QPushButton(icon("program"), _("Change the &password"), self)
        self.message = Message(self).selectable()
        self._rows.addRow(self.showing)
        self._rows.addRow(beside(self.changing, None))
        self._rows.addRow(self.message)
        self.changing.clicked.connect(self.accept)
        self.again.returnPressed.connect(self.accept)

    def accept(self) -> None:
        """Asks for the change, unless something is missing: then that field says so."""
        if not self.changing.isEnabled():
            return
        self._clear()
        checks = (
            (not self.old.text(), self.old, _("Write the password that you sign in with now.")),
            (not self.new.text(), self.new, _("Write a new password.")),
            (self.again.text() != self.new.text(), self.again, _("This is not the same password.")),
        )
        fault = next(((field, said) for is_wrong, field, said in checks if is_wrong), None)
        if fault is not None:
            self._show_note(*fault)
        else:
            self.wanted.emit(self.old.text(), self.new.text())

    def show_waiting(self, waiting: bool) -> None:
        self.changing.setEnabled(not waiting)

    def show_changed(self, ended: int) -> None:
        """It is done: where else the account was signed in, and what opens this computer from now on."""
        for field in self._notes:
            field.clear()
        elsewhere = ngettext(
            "{count} session on another device was signed out.",
            "{count} sessions on other devices were signed out.",
            ended,
        ).format(count=ended)
        said = [
            _("The password is changed. This computer opens with the new one, without a network too."),
            elsewhere if ended else _("The account was signed in nowhere else."),
        ]
        self.message.say("\n".join(said), "good")

    def show_error(self, error: ProgramError) -> bool:
        """Why it was not changed, where it is this panel's to say; what was typed stays."""
        if isinstance(error, SignInFailed):
            self._show_note(self.old, _("This is not your password. Nothing was changed."))
        elif weak := problem_words(error, "password"):
            self._show_note(self.new, weak)
        elif isinstance(error, Busy):
            self.message.say(_("Too many tries. Wait a little, then try again."), "wait")
        elif isinstance(error, Unanswered):
            said = _(
                "No answer came, so the password may be changed or not. Until you know, both open this computer. "
                "Press the button again to see which one holds."
            )
            self.message.say(said, "wait")
        else:
            return False
        return True

    def _secret(self, words: str) -> QLineEdit:
        field, note = QLineEdit(self), Message(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setMaxLength(128)
        field.setAccessibleName(words)
        field.textEdited.connect(partial(self._hush, field))
        self._rows.addRow(words, field)
        self._rows.addRow("", note)
        self._notes[field] = note
        return field

    def _show_note(self, field: QLineEdit, text: str) -> None:
        self._notes[field].say(text)
        field.setFocus()
        field.selectAll()

    def _hush(self, field: QLineEdit, _text: str) -> None:
        self._notes[field].say("")

    def _clear(self) -> None:
        self.message.say("")
        for note in self._notes.values():
            note.say("")

    def _reveal(self, shown: bool) -> None:
        for field in self._notes:
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
