"""The gate where something of the profile is lost: what it is, what there still is, and what shall be done."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QRadioButton, QWidget

from coo_desktop.domain.backups import SUFFIX
from coo_desktop.domain.mending import Backup, Lost, Mend
from coo_desktop.environment.words import N_, _
from coo_desktop.views.account.sign_in import GatePage
from coo_desktop.views.widgets.file_choice import choose_file

_FORGOTTEN = (
    N_("Begin again"),
    N_("Without its password nobody can open the data on this computer. It can be set aside, and stays."),
)
_TOLD = {
    Lost.STORE: (
        N_("The data file is missing"),
        N_("Somebody worked on this computer, but its data file is missing or empty. Nothing was written meanwhile."),
    ),
    Lost.WHOLENESS: (
        N_("The data file is damaged"),
        N_("It cannot be read and is not written to any more. It stays on this computer, whatever you choose."),
    ),
    Lost.KEY: (
        N_("The key file is missing"),
        N_("The data on this computer cannot be read without its file key.json. Put it back if you have a copy of it."),
    ),
}


class RecoveryPage(GatePage):
    """`chosen` carries a Mend and the name of a backup, `file_chosen` the path of a backup file; `left` goes back to
    the password, where one was asked for."""

    chosen = Signal(object, str)
    file_chosen = Signal(object)
    left = Signal()

    def __init__(self, lost: Lost | None, backups: Sequence[Backup], parent: QWidget | None = None) -> None:
        title, lead = _TOLD[lost] if lost is not None else _FORGOTTEN
        super().__init__(_(title), _(lead), _("C&ontinue"), parent)
        self._ways: list[tuple[QRadioButton, Mend, str]] = []
        for backup in backups:
            made = f"{backup.made_at.astimezone():%Y-%m-%d %H:%M}"
            said = _("Restore the backup of {day} ({count} documents)")
            if backup.is_aside:
                said = _("Take back what was set aside on {day} ({count} documents)")
            self._offer(said.format(day=made, count=backup.documents), Mend.RESTORE, backup.name)
        self._from_file: QRadioButton | None = None
        if lost in (Lost.STORE, Lost.WHOLENESS):
            self._offer(_("Fetch what the backend has; what was never sent is not there"), Mend.FETCH)
            self._from_file = self._offer(_("Restore a backup file from another place…"), Mend.RESTORE)
        elif lost is Lost.KEY:
            self._offer(_("Set it aside and begin again; with key.json it can be read"), Mend.START_ANEW)
        else:
            self._offer(_("Set aside what is here and begin again; every start offers it back"), Mend.START_ANEW)
        self._ways[0][0].setChecked(True)
        if lost is None:
            back = QPushButton(_("&Back"), self.card)
            back.clicked.connect(self.left)
            self.extra.addWidget(back)
            self.extra.addStretch(1)
        self.setFocusProxy(self._ways[0][0])

    def accept(self) -> None:
        """Goes the way that is marked; the file of a backup is asked for first."""
        if self.main.isEnabled() and self._from_file is not None and self._from_file.isChecked():
            choose_file(self, _("Backup to restore"), SUFFIX, self._take_file)
        elif self.main.isEnabled():
            self.show_waiting(True)
            self.chosen.emit(*next((mend, name) for button, mend, name in self._ways if button.isChecked()))

    def _take_file(self, file: Path) -> None:
        self.show_waiting(True)
        self.file_chosen.emit(file)

    def _offer(self, text: str, mend: Mend, name: str = "") -> QRadioButton:
        button = QRadioButton(text, self.card)
        self.fields.addRow(button)
        self._ways.append((button, mend, name))
        around = self.column.contentsMargins()
        needed = button.sizeHint().width() + around.left() + around.right() + 2 * self.card.frameWidth()
        self.card.setFixedWidth(max(self.card.minimumWidth(), needed))  # a choice has one line
        return button
