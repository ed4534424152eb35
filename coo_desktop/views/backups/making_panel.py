"""A backup into a folder of the person's choice, and the work packed for another computer."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from coo_desktop.domain.backups import LAST_BACKUP, SHORTEST_PASSWORD, SUFFIX, BackupFacts
from coo_desktop.environment.words import _
from coo_desktop.views.backups.work_row import WorkRow, shows_trouble
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.file_choice import choose_folder, choose_place
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.words.backups import age_text
from coo_desktop.views.words.stages import local_time

#: Keys of the banners that say where a file is.
MADE, PACKED = "backup/made", "backup/packed"


class BackupPanel(QWidget):
    """How old the newest backups are, and a button that makes one."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.ages = Label("", self, wraps=True).selectable()
        self.button = QPushButton(icon("kept"), _("&Back up now…"), self)
        self.button.clicked.connect(self._choose_place)
        self.row = WorkRow(session, _("Back up now"), self)
        self.row.running.connect(lambda running: self.button.setEnabled(not running))
        lead = _(
            "One encrypted file with every document, setting and attached file of this computer. Only the password of "
            "your last sign-in opens it elsewhere. Keep it on another disk."
        )
        beneath(
            self,
            heading(_("Backup"), self),
            Label(lead, self, wraps=True),
            self.ages,
            beside(self.button, (self.row, 1), (None, 0)),
            margins=False,
        )
        self.show_ages()

    def show_ages(self) -> None:
        """How old the program's own newest backup is, and the person's."""
        age = age_text(self._session.ports.backups.newest(), self._session.now())
        said = _("The program's own newest backup: {age}.").format(age=age)
        last = self._session.read.setting(LAST_BACKUP)
        if isinstance(last, dict):
            mine = _("Your own: {moment}, {place}")
            said += "\n" + mine.format(moment=local_time(str(last.get("at"))), place=last.get("place"))
        self.ages.setText(said)

    def write(self, folder: Path) -> None:
        """Writes a backup into a folder."""
        name = _("Certificates of origin, backup {moment}").format(
            moment=f"{self._session.now().astimezone():%Y%m%d-%H%M}"
        )
        file = folder / f"{name}{SUFFIX}"
        session, backups = self._session, self._session.ports.backups

        def then(facts: BackupFacts) -> None:
            if isValid(self):
                self.show_ages()
            said = _("Backed up and read again: {count} documents, {files} attached files, in {place}")
            session.announced.emit(MADE, "good", said.format(count=facts.documents, files=facts.evidence, place=file))

        self.row.run(lambda work: backups.write(file, work), then, partial(shows_trouble, self.row))

    def _choose_place(self) -> None:
        choose_folder(self, _("Folder for the backup"), self.write)


class PackPanel(QWidget):
    """A password twice, and a button that packs everything for another computer."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.password, self.again = self._secret(_("Password of the file")), self._secret(_("The same again"))
        self.button = QPushButton(icon("submitted"), _("&Pack for another computer…"), self)
        self.button.clicked.connect(self._ask_place)
        self.row = WorkRow(session, _("Pack for another computer"), self)
        self.row.running.connect(lambda running: self.button.setEnabled(not running))
        fields = QFormLayout()
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        fields.addRow(_("Passwor&d of the file"), self.password)
        fields.addRow(_("The same agai&n"), self.again)
        lead = _(
            "The same file under a password of its own. On the other computer, the sign-in page of a fresh program "
            "offers “Bring work from another computer”. Here everything stays as it is."
        )
        beneath(
            self,
            heading(_("Move to another computer"), self),
            Label(lead, self, wraps=True),
            fields,
            beside(self.button, (self.row, 1), (None, 0)),
            margins=False,
        )

    def pack(self, file: Path) -> None:
        """Packs everything into a file under the password that stands in the fields."""
        session, backups, password = self._session, self._session.ports.backups, self.password.text()

        def then(_facts: BackupFacts) -> None:
            for field in (self.password, self.again) if isValid(self) else ():
                field.clear()
            said = _(
                "Packed for another computer: {place}. What you change here from now on is not in the file, unless the "
                "backend has it."
            )
            session.announced.emit(PACKED, "good", said.format(place=file))

        self.row.run(lambda work: backups.pack(file, password, work), then, partial(shows_trouble, self.row))

    def _ask_place(self) -> None:
        if len(self.password.text()) < SHORTEST_PASSWORD:
            said = _("The password needs at least {count} characters: the file holds everything you ever declared.")
            self._refuse(self.password, said.format(count=SHORTEST_PASSWORD))
        elif self.password.text() != self.again.text():
            self._refuse(self.again, _("The two passwords are not the same."))
        else:
            name = _("Certificates of origin, to move {day}").format(day=self._session.today().isoformat())
            choose_place(self, _("Pack for another computer"), f"{name}{SUFFIX}", SUFFIX, self.pack)

    def _refuse(self, field: QLineEdit, said: str) -> None:
        self.row.message.say(said)
        field.setFocus()
        field.selectAll()

    def _secret(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        field.setAccessibleName(name)
        field.setMinimumWidth(field.fontMetrics().averageCharWidth() * 36)
        field.returnPressed.connect(lambda: self._ask_place())
        field.textEdited.connect(lambda _text: self.row.message.say(""))
        return field
