"""A backup put in the place of what is here: which one, what it would change, and only then the button that does it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QTableWidget, QTableWidgetItem, QWidget
from shiboken6 import isValid

from coo_desktop.domain.backups import SUFFIX, Preview, Work
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.mending import Backup
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.environment.words import _
from coo_desktop.views.backups.work_row import WorkRow
from coo_desktop.views.questions import ConfirmQuestion, PasswordQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.file_choice import choose_file
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.backups import FAMILIES, consequences, kept_text, moment
from coo_desktop.views.words.stages import local_time

#: Key of the banner that says what the next start does.
NOTED = "backup/noted"


class RestorePanel(QWidget):
    """`restored` comes once the next start will do it: the program has to start again now."""

    restored = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._preview: Preview | None = None
        self._asides: set[str] = set()
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(_("Backup to restore"))
        self.choice.setPlaceholderText(_("No backup yet"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.currentIndexChanged.connect(self._forget)
        self.opening = QPushButton(icon("open"), _("Another f&ile…"), self)
        self.opening.clicked.connect(self._choose_file)
        self.looking = QPushButton(icon("compare"), _("Sho&w what would change"), self)
        self.looking.clicked.connect(lambda: self.look())
        self.discarding = QPushButton(icon("discard"), _("D&elete what was set aside…"), self)
        self.discarding.clicked.connect(self._ask_to_discard)
        self.row = WorkRow(session, _("Show what would change"), self)
        self.row.running.connect(lambda _running: self._show_buttons())
        self.table = self._make_table()
        self.told = Label("", self, wraps=True).selectable()
        self.button = QPushButton(icon("withdrawn"), _("&Restore this backup…"), self)
        self.button.clicked.connect(self._ask)
        beneath(
            self,
            heading(_("Restore"), self),
            beside((self.choice, 0), self.opening, self.looking, self.discarding, None),
            self.row,
            self.table,
            self.told,
            beside(self.button, None),
            margins=False,
        )
        self._forget()

    def load(self) -> None:
        """Lists the backups beside the store."""
        backups = self._session.ports.backups

        def show(kept: Sequence[Backup]) -> None:
            chosen = self.choice.currentData()
            files = [self.choice.itemData(at) for at in range(self.choice.count())]
            self.choice.clear()
            for backup in kept:
                self.choice.addItem(kept_text(backup), backup.name)
            self._asides = {backup.name for backup in kept if backup.is_aside}
            for file in files:
                if isinstance(file, Path):
                    self.choice.addItem(str(file), file)
            self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
            self._show_buttons()

        def work(_task: Task) -> Sequence[Backup]:
            return backups.kept()

        self._session.run(self, work, then=show)

    def choose(self, file: Path) -> None:
        """A backup file from elsewhere."""
        at = next((at for at in range(self.choice.count()) if self.choice.itemData(at) == file), -1)
        if at < 0:
            self.choice.addItem(str(file), file)
            at = self.choice.count() - 1
        self.choice.setCurrentIndex(at)
        self.looking.setFocus()

    def look(self, password: str = "") -> None:
        """Shows what the chosen backup would change; nothing is changed by it."""
        backups, source = self._session.ports.backups, self.choice.currentData()
        self._forget()
        self.row.run(lambda work: backups.preview(source, password, work), self._show, self._is_asked)

    def restore(self) -> None:
        """Has the next start put the backup in place, after a backup of what is here."""
        session, backups = self._session, self._session.ports.backups

        def then(_is_noted: bool) -> None:
            if isValid(self):
                self.restored.emit()
            else:
                session.announced.emit(NOTED, "warn", _("The backup is restored when the program starts next."))

        self.row.run(lambda work: backups.restore(work) or None, then, can_stop=False)

    def _is_asked(self, error: ProgramError) -> bool:
        """A backup under another key asks for its password; a wrong one is told and can be tried again."""
        if error.facts.get("reason") is not BackupFault.PASSWORD_NEEDED:
            return False
        text = _("It was made by another computer. Write the password of the sign-in there, or of the packed file.")
        self._session.ask(self, PasswordQuestion(_("Password of the backup"), text), self.look)
        return True

    def _ask(self) -> None:
        if self._preview is None:
            return
        said = _("The backup of {moment} takes the place of what is here. What is here is backed up before.")
        text = "\n\n".join((said.format(moment=moment(self._preview.made_at)), *consequences(self._preview)))
        text += "\n\n" + _("The program starts again for it.")
        question = ConfirmQuestion(_("Restore this backup?"), text, _("Restore"))
        self._session.ask(self, question, lambda _yes: self.restore())

    def _ask_to_discard(self) -> None:
        """A store that a restore took the place of goes only when a person says so."""
        name, backups = self.choice.currentData(), self._session.ports.backups
        said = _("{what} is deleted for good. What is in use and all backups stay.")
        text = said.format(what=self.choice.currentText())
        question = ConfirmQuestion(_("Delete what was set aside?"), text, _("Delete"))

        def work(_work: Work) -> bool:
            backups.discard(name)
            return True

        def then(_is_gone: bool) -> None:
            if isValid(self):
                self.load()

        def discard(_yes: bool) -> None:
            self.row.run(work, then, can_stop=False)

        self._session.ask(self, question, discard)

    def _show(self, preview: Preview) -> None:
        if not isValid(self):
            return
        self._preview = preview
        self.table.setRowCount(len(preview.differences))
        for at, one in enumerate(preview.differences):
            counts = (one.only_here, one.only_there, one.changed, one.same)
            texts = (_(FAMILIES[one.family]), *map(str, counts), _day(one.newest_here), _day(one.newest_there))
            for column, text in enumerate(texts):
                self.table.setItem(at, column, QTableWidgetItem(text))
        self.told.setText("\n".join(consequences(preview)))
        self._show_buttons()
        self.button.setFocus()

    def _forget(self) -> None:
        self._preview = None
        self._show_buttons()

    def _show_buttons(self) -> None:
        idle, is_shown = not self.row.is_running, self._preview is not None
        self.looking.setEnabled(idle and self.choice.count() > 0)
        self.button.setEnabled(idle and is_shown)
        self.discarding.setVisible(self.choice.currentData() in self._asides)
        self.discarding.setEnabled(idle)
        for part in (self.told, self.button):
            part.setVisible(is_shown)
        self.table.setVisible(self._preview is not None and bool(self._preview.differences))

    def _make_table(self) -> QTableWidget:
        titles = (
            _("Kind"),
            _("Only here"),
            _("Only in the backup"),
            _("Different"),
            _("The same"),
            _("Last edited here"),
            _("Last edited in the backup"),
        )
        table = plain_table(_("What would change"), titles, (9, 6, 8, 6, 6, 10, 10), (6,), self)
        rows = len(FAMILIES)
        heads = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(heads + table.verticalHeader().defaultSectionSize() * rows + 2 * table.frameWidth())
        return table

    def _choose_file(self) -> None:
        choose_file(self, _("Backup to restore"), SUFFIX, self.choose)


def _day(instant: str) -> str:
    return local_time(instant) if instant else ""
