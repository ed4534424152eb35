"""忘记密码: a code goes to the phone filed for the account, and with it a new password is set."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from coo_desktop.domain.errors import Busy, ProgramError, Refused, Unanswered
from coo_desktop.domain.office.people import CodeSent, Contact
from coo_desktop.environment.words import _
from coo_desktop.views.account.sign_in import GatePage
from coo_desktop.views.widgets.scaffold import Message
from coo_desktop.views.words.errors import problem_words

#: How long to wait where the backend does not say.
USUAL_GAP_S = 60.0
BEAT_MS = 500


@dataclass(slots=True)
class CodeAsked:
    """The code that was asked for last. It outlives the page: whoever looks for the phone loses neither code nor wait.

    Both instants are the clock's `monotonic_s`.
    """

    account: str = ""
    request: str = ""
    again_at_s: float = 0.0
    ends_at_s: float = 0.0

    def take(self, account: str, sent: CodeSent, now_s: float) -> None:
        """A code is on its way."""
        self.account, self.request = account, sent.request
        self.again_at_s, self.ends_at_s = now_s + sent.again_in_s, now_s + sent.expires_in_s

    def wait(self, account: str, after_s: float, now_s: float) -> None:
        """The backend wants a pause; a code of the same account that is on its way stays good."""
        if account != self.account:
            self.account, self.request, self.ends_at_s = account, "", 0.0
        self.again_at_s = now_s + after_s

    def left_s(self, account: str, now_s: float) -> int:
        """Seconds until another code can be sent for this account."""
        return max(0, math.ceil(self.again_at_s - now_s)) if account == self.account else 0


class ForgottenPage(GatePage):
    """`code_wanted` carries an account, `password_wanted` request, code and password; `left` the account to sign in."""

    code_wanted = Signal(str)
    password_wanted = Signal(str, str, str)
    contact_wanted = Signal()
    left = Signal(str)

    def __init__(
        self, account: str, asked: CodeAsked, now_s: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        lead = _("A code goes to the mobile phone that is filed for the account. With it you set a new password.")
        super().__init__(_("Forgotten password"), lead, _("Set the ne&w password"), parent)
        self._asked, self._now_s = asked, now_s
        self._notes: dict[QLineEdit, Message] = {}
        self._former_code = ""
        self.account = self._noted(self.add_field(_("A&ccount")))
        self.sending = QPushButton(_("&Send code"), self.card)
        self.sending.clicked.connect(self._ask_code)
        self.fields.addRow(self.sending)
        self.code = self._noted(self.add_field(_("C&ode from the message")))
        self.code.setMaxLength(6)
        self.password = self._noted(self.add_field(_("New &password"), secret=True))
        self.again = self._noted(self.add_field(_("New password agai&n"), secret=True))
        show = QCheckBox(_("Show passwo&rd"), self.card)
        show.toggled.connect(self._reveal)
        self.fields.addRow(show)
        self._add_ways_out()
        self.account.setText(account)
        self.account.textChanged.connect(lambda _text: self._count())
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._count)
        self._beat.start()
        self._count()
        self.setFocusProxy(self.code if account and account == asked.account and asked.request else self.account)

    def accept(self) -> None:
        """Asks for the new password, unless something is missing: then that field says so."""
        if not self.main.isEnabled():
            return
        self._clear_notes()
        fault = self._fault()
        if fault is not None:
            self.show_note(*fault)
            return
        self.show_message("")
        self.show_waiting(True)
        self.password_wanted.emit(self._asked.request, self.code.text().strip(), self.password.text())

    def show_sent(self, account: str, sent: CodeSent) -> None:
        """The same words for whoever is asked about: nobody learns here whether an account exists."""
        self._asked.take(account, sent, self._now_s())
        said = _("If there is such an account, a code is on its way to its phone. It is valid for {minutes} minutes.")
        self.show_waiting(False)
        self.show_message(said.format(minutes=sent.expires_in_s // 60), "good")
        if self.code.text() == self._former_code:  # a message may be quicker than its answer: what is typed stays
            self.code.clear()
            self.code.setFocus()

    def show_contact(self, contact: Contact) -> None:
        """Whom to call about a forgotten account."""
        self.show_waiting(False)
        if contact.phone:
            told = _("Call the customer service of CCPIT: {phone} ({hours})") if contact.hours else ""
            told = told or _("Call the customer service of CCPIT: {phone}")
            self.show_message(told.format(phone=contact.phone, hours=contact.hours), "calm")
        else:
            self.show_message(_("Ask the CCPIT office where your company is filed."), "calm")

    def show_note(self, field: QLineEdit, text: str) -> None:
        """What is wrong with one field, right below it."""
        note = self._notes[field]
        note.say(text)
        if text:
            field.setFocus()
            field.selectAll()

    def show_code_error(self, account: str, error: ProgramError) -> None:
        """No code was sent."""
        self.show_waiting(False)
        if isinstance(error, Busy):
            after_s = error.facts.get("after_s")
            gap_s = float(after_s) if isinstance(after_s, int | float) else USUAL_GAP_S
            self._asked.wait(account, gap_s, self._now_s())
            self._count()
            self.show_message(_("A code was asked for a short while ago. Look at the phone, or wait."), "wait")
        else:
            self.show_error(error)

    def show_error(self, error: ProgramError) -> None:
        self.show_waiting(False)
        if isinstance(error, Unanswered):
            self.show_message(_("No answer came. Try again, or try to sign in with the new password."))
        elif isinstance(error, Busy):
            self.show_message(_("Too many tries. Wait a little, then try again."))
        elif error.facts.get("why") == "code-wrong":
            self.show_note(self.code, _("This is not the code, or it has ended. After five tries send another one."))
        elif isinstance(error, Refused) and (weak := problem_words(error, "password")):
            self.show_note(self.password, weak)
        else:
            super().show_error(error)

    def show_waiting(self, waiting: bool) -> None:
        super().show_waiting(waiting)
        self._count()

    def _fault(self) -> tuple[QLineEdit, str] | None:
        """The first field that cannot be sent as it is, and why."""
        asked, now_s = self._asked, self._now_s()
        account = self.account.text().strip()
        checks = (
            (not account, self.account, _("Write your account.")),
            (account != asked.account or not asked.request, self.account, _("Send a code for this account first.")),
            (not self.code.text().strip(), self.code, _("Write the code from the message.")),
            (now_s >= asked.ends_at_s, self.code, _("The code has expired. Send another one.")),
            (not self.password.text(), self.password, _("Write a new password.")),
            (self.again.text() != self.password.text(), self.again, _("This is not the same password.")),
        )
        return next(((field, said) for is_wrong, field, said in checks if is_wrong), None)

    def _noted(self, field: QLineEdit) -> QLineEdit:
        note = Message(self.card)
        self.fields.addRow(note)
        self._notes[field] = note
        field.textEdited.connect(lambda _text: self.show_note(field, ""))
        return field

    def _add_ways_out(self) -> None:
        going_back = QPushButton(_("&Back to the sign-in"), self.card)
        going_back.clicked.connect(lambda: self.left.emit(self.account.text().strip()))
        calling = QPushButton(_("Forgotten acco&unt"), self.card)
        calling.setFlat(True)
        calling.clicked.connect(self._ask_contact)
        self.extra.addWidget(going_back)
        self.extra.addStretch(1)
        self.extra.addWidget(calling)

    def _ask_code(self) -> None:
        self._clear_notes()
        account = self.account.text().strip()
        if not account:
            self.show_note(self.account, _("Write your account."))
            return
        self._former_code = self.code.text()
        self.show_message("")
        self.show_waiting(True)
        self.code_wanted.emit(account)

    def _ask_contact(self) -> None:
        self.show_message("")
        self.show_waiting(True)
        self.contact_wanted.emit()

    def _clear_notes(self) -> None:
        for field in self._notes:
            self.show_note(field, "")

    def _count(self) -> None:
        """How long until another code can be sent."""
        left_s = self._asked.left_s(self.account.text().strip(), self._now_s())
        self.sending.setEnabled(self.main.isEnabled() and not left_s)
        wait = _("Another code in {seconds} seconds").format(seconds=left_s)
        self.sending.setText(wait if left_s else _("&Send code"))

    def _reveal(self, shown: bool) -> None:
        for field in (self.password, self.again):
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
