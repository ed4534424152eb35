"""复核与放行: the administrator's choice whether a second person releases what is sent; others read that it is so."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QGroupBox, QWidget

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.office.people import ADMIN
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import Message, beneath
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.errors import error_message, problem_words


class ReleaseChoice(QGroupBox):
    """`wanted` carries the administrator's choice: the page asks the office, and the box shows what holds."""

    wanted = Signal(bool)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Second pair of eyes"), parent)
        self._session = session
        self._waiting = False
        self.choice = QCheckBox(_("Another person of the company releases a document before it is sent"), self)
        said = _(
            "Whoever wrote a certificate or pre-review asks for a check; a colleague puts notes at its fields, gives "
            "it back or releases it. A change after that takes the release back. Notes never leave the company."
        )
        self.told = Label("", self, wraps=True)
        self.message = Message(self).selectable()
        beneath(self, self.choice, Label(said, self, wraps=True), self.told, self.message)
        self.choice.clicked.connect(self._choose)
        self.refresh()

    def refresh(self) -> None:
        """How it stands; who is no administrator sees it only where it is so."""
        needed, is_admin = self._session.read.company().release_needed, self._session.role == ADMIN
        with QSignalBlocker(self.choice):
            self.choice.setChecked(needed)
        self.choice.setEnabled(is_admin and not self._waiting)
        self.told.setText("" if is_admin else _("The administrator decides about it."))
        self.told.setVisible(not is_admin)
        self.setVisible(is_admin or needed)

    def show_waiting(self, waiting: bool) -> None:
        self._waiting = waiting
        self.refresh()

    def show_done(self) -> None:
        """The office has it; the other desks hear of it with their next pass."""
        self.refresh()
        needed = self._session.read.company().release_needed
        said = _("Switched on. Everybody is told.") if needed else _("Switched off. Everybody is told.")
        self.message.say(said, "good")

    def show_error(self, error: ProgramError) -> None:
        """Why it stays as it was."""
        self.refresh()
        self.message.say(problem_words(error, "needed") or error_message(error))

    def _choose(self, needed: bool) -> None:
        self.message.say("")
        self.wanted.emit(needed)
