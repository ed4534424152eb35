"""The plain window at the end of an account: what is being removed, and that nothing is left."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coo_desktop.domain.errors import ProgramError, StoreLocked, StoreUnwritable
from coo_desktop.environment.words import _
from coo_desktop.views.account.sign_in import GatePage
from coo_desktop.views.tasks import STORE, Tasks
from coo_desktop.views.words.errors import error_message


class WipeWindow(QWidget):
    """`start` does `work` on a worker; `ended` comes when it has ended, well or not."""

    ended = Signal()

    def __init__(self, tasks: Tasks, work: Callable[[], None]) -> None:
        super().__init__()
        self._tasks, self._work = tasks, work
        self.setWindowTitle(_("China certificates of origin"))
        self.page = _Page(self)
        self.page.answered.connect(self._press)
        self._is_done = False
        column = QVBoxLayout(self)
        column.addWidget(self.page)
        self.resize(760, 460)

    def start(self) -> None:
        """Removes what is left of the account."""
        self.page.show_message("")
        self.page.show_waiting(True)
        self._tasks.run(self, lambda _task: self._work(), then=self._finish, failed=self._fail, lane=STORE)

    def _press(self) -> None:
        if self._is_done:
            self.close()
        else:
            self.start()

    def _finish(self, _none: None) -> None:
        self._is_done = True
        self.page.show_done()
        self.ended.emit()

    def _fail(self, error: ProgramError) -> None:
        self.page.show_held(error)
        self.ended.emit()


class _Page(GatePage):
    answered = Signal()

    def __init__(self, parent: QWidget) -> None:
        lead = _("This account was cancelled, so nothing of it stays on this computer.")
        super().__init__(_("Account cancelled"), lead, _("&Close"), parent)

    def accept(self) -> None:
        """Closes the window, or tries again what would not go."""
        self.answered.emit()

    def show_done(self) -> None:
        """Nothing is left."""
        self.show_waiting(False)
        self.show_message(_("Nothing of this account is left on this computer."), "good")
        self.main.setFocus()

    def show_held(self, error: ProgramError) -> None:
        """Something would not go: what, and what to do."""
        self.show_waiting(False)
        said = _("Something could not be removed yet. The program goes on with it now or at its next start.")
        self.show_message(f"{said}\n{_why(error)}")
        self.main.setText(_("&Try again"))


def _why(error: ProgramError) -> str:
    """What to do about it; the words for a store in use would not fit one that goes."""
    if isinstance(error, StoreLocked):
        return _("The system's keyring is locked or does not answer. Unlock it, then try again.")
    if isinstance(error, StoreUnwritable):
        return _("Another program holds a file of it. Close that program, then try again.")
    return error_message(error)
