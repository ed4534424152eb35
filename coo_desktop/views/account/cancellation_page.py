"""注销账号: reminders to read, everything exported first, the password; then nothing of the account is left here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QPushButton, QWidget

from coo_desktop.domain.errors import Busy, Offline, ProgramError, SignInFailed, Unanswered
from coo_desktop.environment.words import N_, _
from coo_desktop.views.company.export_page import Exporting
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.lists.parts import plain
from coo_desktop.views.questions import PasswordQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.target import Command
from coo_desktop.views.widgets.style import Label, icon

LOST = N_("{count} entries in the outbox have not been sent. They are lost.")
#: Each is ticked by whoever has read it.
REMINDERS = (
    N_("The account cannot sign in any more. This cannot be undone."),
    N_(
        "Everything of the account is deleted from this computer: documents, evidence, backups, settings, passwords, "
        "and the PDF files that this program saved and nobody has changed since."
    ),
    N_("Every other computer on which this account was used is emptied at its next contact with the office."),
    LOST,
    N_(
        "Issued certificates stay valid and on record at CCPIT, as the law demands. "
        "Documents already sent stay with the company."
    ),
)


class CancellingPage(OnlinePage):
    """`wanted` carries END once the order to leave nothing here is noted."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        lead = _("Cancelling an account takes effect at once and needs the network. Read every point and tick it.")
        super().__init__(session, _("Cancel the account"), lead, parent)
        self.reloading.setVisible(False)
        self.reminders: list[QCheckBox] = []
        self._texts: list[Label] = []
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        for text in REMINDERS:
            self._add(text)
        self.column.addSpacing(8)
        self.column.addLayout(self._grid)
        self.column.addSpacing(8)
        self.exporting = Exporting(session, self)
        advice = _("Export everything before you go on. The archive you write here is not deleted.")
        self.column.addWidget(Label(advice, self, wraps=True))
        self.column.addWidget(self.exporting)
        self.cancelling = QPushButton(icon("discard"), _("&Cancel the account for good"), self)
        self.cancelling.clicked.connect(self._confirm)
        self.column.addSpacing(12)
        self.column.addWidget(self.cancelling, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        session.changed.connect(self._hear)  # a method's connection ends with its page
        self.load()

    def load(self) -> None:
        """How much would be lost, as it stands now."""
        waiting = sum(self.session.read.outbox_states().values())
        for box, label, text in zip(self.reminders, self._texts, REMINDERS, strict=True):
            label.setText(_(text).replace("{count}", str(waiting)))
            box.setAccessibleName(label.text())
            if text == LOST:
                box.setVisible(waiting > 0)
                label.setVisible(waiting > 0)
        self._show_buttons()

    def _hear(self, _change: object) -> None:
        self.load()

    def _add(self, text: str) -> None:
        box, label, row = QCheckBox(_("I have read this"), self), Label("", self, wraps=True), len(self.reminders)
        box.toggled.connect(self._show_buttons)
        self._grid.addWidget(box, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, row, 1)
        self.reminders.append(box)
        self._texts.append(label)

    def show_waiting(self, waiting: bool) -> None:
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_read = all(box.isChecked() for box in self.reminders if not box.isHidden())
        self.cancelling.setEnabled(is_read and not self.is_waiting and not self.exporting.is_running)

    def _confirm(self) -> None:
        text = _("The account {account} ends and everything of it on this computer is deleted.")
        question = PasswordQuestion(
            plain(_("&Cancel the account for good")), text.format(account=self.session.read.person().account)
        )
        self.session.ask(self, question, self._cancel)

    def _cancel(self, password: str) -> None:
        office, account = self.session.ports.office, self.session.account

        def work() -> bool:
            return account.obey(office.people.cancel(password))

        self.ask(work, self._go, self._refuse)

    def _go(self, is_noted: bool) -> None:
        if is_noted:
            self.wanted.emit(Command.END)
            return
        said = _(
            "The account is cancelled. The order to empty this computer could not be checked: nothing was deleted."
        )
        self.say(said)

    def _refuse(self, error: ProgramError) -> None:
        if error.facts.get("why") == "last-admin":
            said = _(
                "You are the administrator of other signatories. Hand the administration over or delete them first."
            )
            self.say(said)
        elif isinstance(error, SignInFailed):
            self.say(_("This is not your password. The account was not cancelled."))
        elif isinstance(error, Busy):
            self.say(_("Too many tries. Wait a little, then try again."))
        elif isinstance(error, Unanswered):
            self.say(_("No answer came. Whether the account is cancelled shows at the next contact with the office."))
            self.session.sync_now()
        elif isinstance(error, Offline):
            self.say(_("The office cannot be reached now. An account can only be cancelled with a network."))
        else:
            self.show_error(error)
