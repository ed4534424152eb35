"""The gate of a fresh program where work from another computer is brought in: a file and its password."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.backups import SUFFIX
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.environment.words import _
from coo_desktop.views.account.sign_in import GatePage
from coo_desktop.views.widgets.file_choice import choose_file


class ArrivalPage(GatePage):
    """`answered` carries the file's path and password; `left` goes back to the sign-in."""

    answered = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        lead = _(
            "A file packed on the other computer, or a backup of it. The work goes on here with all drafts; afterwards "
            "sign in to send."
        )
        super().__init__(_("Bring work from another computer"), lead, _("Go on with this wo&rk"), parent)
        self.file = self.add_field(_("Fi&le"))
        self.choosing = QPushButton(_("&Choose the file…"), self.card)
        self.choosing.clicked.connect(self._choose)
        self.fields.addRow(self.choosing)
        self.password = self.add_field(_("&Password of the file"), secret=True)
        back = QPushButton(_("&Back"), self.card)
        back.clicked.connect(self.left)
        self.extra.addWidget(back)
        self.extra.addStretch(1)
        self.setFocusProxy(self.file)

    def accept(self) -> None:
        """Brings the work in, unless a field is empty: then it says which one and goes there."""
        if not self.main.isEnabled():
            return
        file, password = self.file.text().strip(), self.password.text()
        if not file or not password:
            self.show_message(_("Write the password of the file.") if file else _("Choose the file."))
            (self.password if file else self.file).setFocus()
            return
        self.show_message("")
        self.show_waiting(True)
        self.answered.emit(file, password)

    def show_error(self, error: ProgramError) -> None:
        super().show_error(error)
        is_password = error.facts.get("reason") is BackupFault.WRONG_PASSWORD
        field = self.password if is_password else self.file
        field.setFocus()
        field.selectAll()

    def _choose(self) -> None:
        choose_file(self, _("Work from another computer"), SUFFIX, self._take)

    def _take(self, file: Path) -> None:
        self.file.setText(str(file))
        self.password.setFocus()


class Unstoppable:
    """Work that takes a while and that nobody stops: the gate has nothing else to do (`Work`)."""

    def report(self, done: int, total: int) -> None:
        """The page shows that it goes on."""

    def cancelled(self) -> bool:
        return False

    def complete(self) -> bool:
        return True
