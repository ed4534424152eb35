"""A folder of the person's choice that gets each day's backup too: which one, how old the newest there is."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from coo_desktop.domain.backups import FOLDER
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import _
from coo_desktop.views.backups.work_row import WorkRow, shows_trouble
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import STORE
from coo_desktop.views.widgets.file_choice import choose_folder
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.words.backups import age_text


class FolderPanel(QWidget):
    """What is chosen holds at once, and the first backup is written there at once; `made` comes when it is."""

    made = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.told = Label("", self, wraps=True).selectable()
        self.choosing = QPushButton(icon("kept"), _("Ch&oose a folder…"), self)
        self.choosing.clicked.connect(self._choose)
        self.ending = QPushButton(icon("close"), _("No &longer there"), self)
        self.ending.clicked.connect(lambda: self._keep(""))
        self.row = WorkRow(session, _("Backup in the folder"), self)
        self.row.running.connect(lambda _running: self.show_state())
        lead = _(
            "A network drive or a stick gets each day's backup as a file like the one above. Of the earlier ones there "
            "the program removes its own, never anything else."
        )
        beneath(
            self,
            heading(_("Every day elsewhere, too"), self),
            Label(lead, self, wraps=True),
            self.told,
            beside(self.choosing, self.ending, (self.row, 1), (None, 0)),
            margins=False,
        )
        self.show_state()

    def show_state(self) -> None:
        """Which folder, and how old the newest backup in it is."""
        folder = self._session.ports.backups.in_folder
        place = folder.place()
        said = _("No folder is chosen.")
        if place is not None:
            age = age_text(folder.newest(), self._session.now())
            said = _("{place} · newest: {age}").format(place=place, age=age)
        self.told.setText(said)
        self.choosing.setEnabled(not self.row.is_running)
        self.ending.setEnabled(not self.row.is_running)
        self.ending.setVisible(place is not None)

    def choose(self, place: Path) -> None:
        """Keeps the folder and writes the first backup into it."""
        self._keep(str(place))

    def _choose(self) -> None:
        choose_folder(self, _("Folder for the backups of every day"), self.choose)

    def _keep(self, place: str) -> None:
        self.row.message.say("")
        self._session.do(self, settings.keep_setting, FOLDER, place, then=self._go_on)

    def _go_on(self, _change: Change) -> None:
        backups = self._session.ports.backups
        self.show_state()
        if backups.in_folder.place() is not None and backups.is_due():
            self._session.run(self, lambda _task: backups.make_daily(), then=self._write, lane=STORE)
        else:
            self._write(None)

    def _write(self, _none: None) -> None:
        folder = self._session.ports.backups.in_folder
        if folder.is_due():
            self.row.run(lambda work: folder.make(work) or None, self._end, partial(shows_trouble, self.row))

    def _end(self, _is_done: bool) -> None:
        if isValid(self):
            self.made.emit()
            self.row.message.say(_("Backed up there and read again."), "good")
