"""Files that this computer does not have, brought from the backend one after the other while a person looks on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.dialogs.incoming_files import told_unfit
from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import Offline, ProgramError, Refused, SignInNeeded, Unanswered
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import NET, Task
from coo_desktop.views.widgets.progress import ProgressWithCancel


class FetchRow(ProgressWithCancel):
    """Hidden while nothing comes; `arrived` tells each file that is here now, `told` why one is not."""

    arrived = Signal()
    told = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Fetching"), _("Stop"), parent)
        self._session = session
        self._waiting: list[Evidence] = []
        self._task: Task | None = None
        self.stop_wanted.connect(self.stop)

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def fetch(self, files: Sequence[Evidence]) -> None:
        """Brings these files here; those that are coming already are not asked for twice."""
        coming = {file.id for file in self._waiting}
        self._waiting += [file for file in files if file.id not in coming]
        if self._task is None:
            self._next()

    def stop(self) -> None:
        """Nothing more comes; what has arrived stays."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self.end()

    def _next(self) -> None:
        if not self._waiting:
            self.stop()
            return
        file, office = self._waiting[0], self._session.ports.office
        self.begin()
        self._task = self._session.run(
            self,
            lambda task: office.evidence.fetch(file, task.report, task.cancelled),
            then=lambda _file: self._go_on(),
            failed=lambda error: self._fail(file, error),
            progress=self.report,
            lane=NET,
        )

    def _go_on(self) -> None:
        del self._waiting[0]
        self.arrived.emit()
        self._next()

    def _fail(self, file: Evidence, error: ProgramError) -> None:
        """Without a network none of the others would come either."""
        self.told.emit(_why(file, error))
        if isinstance(error, Offline | Unanswered | SignInNeeded):
            self.stop()
        else:
            self._go_on()


def _why(file: Evidence, error: ProgramError) -> str:
    if isinstance(error, Offline):
        return _("{name} cannot be fetched without a network. Try again when you are online.").format(name=file.name)
    if isinstance(error, Unanswered):
        return _("{name} did not arrive: the network broke off. Try again.").format(name=file.name)
    if isinstance(error, Refused) and error.facts.get("why") in ("not-found", "status-404"):
        said = _("{name} is not at CCPIT yet: the computer that has it has not sent it.")
        return said.format(name=file.name)
    why = told_unfit(error)
    return why if why.startswith(file.name) else _("{name}: {reason}").format(name=file.name, reason=why)
