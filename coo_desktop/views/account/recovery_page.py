"""The gate where something of the profile is lost: what it is, what there still is, and what shall be done."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QRadioButton, QWidget

from coo_desktop.domain.backups import SUFFIX
from coo_desktop.domain.mending import Backup, Lost, Mend, Salvage
from coo_desktop.environment.words import N_, _
from coo_desktop.views.account.sign_in import GatePage
from coo_desktop.views.widgets.file_choice import choose_file
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.backups import moment
from coo_desktop.views.words.stages import local_time

#: The newest are shown: all of them would not fit a small screen.
MOST_BACKUPS = 12
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
        N_("It is not written to any more, and stays on this computer whatever you choose."),
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

    def __init__(
        self,
        lost: Lost | None,
        backups: Sequence[Backup],
        parent: QWidget | None = None,
        salvage: Salvage | None = None,
        folder: str = "",
    ) -> None:
        title, lead = _TOLD[lost] if lost is not None else _FORGOTTEN
        super().__init__(_(title), _(lead), _("C&ontinue"), parent)
        self._ways: list[tuple[QRadioButton, Mend, str]] = []
        self._from_file: QRadioButton | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setColumnStretch(0, 1)
        if lost in (Lost.STORE, Lost.WHOLENESS):
            self._offer_stores(backups, salvage)
            self._tell_kept(salvage, folder if lost is Lost.WHOLENESS else "")
        elif lost is Lost.KEY:
            self._offer(_("Set it aside and begin again; with key.json it can be read"), Mend.START_ANEW)
        else:
            self._offer(_("Set aside what is here and begin again; every start offers it back"), Mend.START_ANEW)
        self.fields.addRow(self._grid)
        around = self.column.contentsMargins()
        needed = self._grid.sizeHint().width() + around.left() + around.right() + 2 * self.card.frameWidth()
        self.card.setFixedWidth(max(self.card.minimumWidth(), needed))  # a choice has one line
        self._ways[0][0].setChecked(True)
        if lost is None:
            back = QPushButton(_("&Back"), self.card)
            back.clicked.connect(self.left)
            self.extra.addWidget(back)
            self.extra.addStretch(1)
        self.setFocusProxy(self._ways[0][0])

    def _offer_stores(self, backups: Sequence[Backup], salvage: Salvage | None) -> None:
        """What there is, side by side: how many documents, and of which moment."""
        for column, title in ((1, _("Number of documents")), (2, _("State of"))):
            self._grid.addWidget(Label(title, self.card), 0, column)
        if salvage is not None and salvage.documents:
            count = str(salvage.documents)
            if salvage.unsent:
                said = _("{count}, {unsent} of them not sent")
                count = said.format(count=salvage.documents, unsent=salvage.unsent)
            base = next((backup for backup in backups if not backup.is_aside), None)
            said = _("What can be read of the damaged file")
            if base is not None:
                said = _("What can be read of the damaged file, and all of the newest backup")
            self._offer(said, Mend.SALVAGE, "", count, local_time(salvage.edited_at))
        for backup in backups[:MOST_BACKUPS]:
            said = _("What was set aside before") if backup.is_aside else _("Backup")
            self._offer(said, Mend.RESTORE, backup.name, str(backup.documents), moment(backup.made_at))
        count = heard = ""
        if salvage is not None and salvage.known_there:
            count = _("at least {count}").format(count=salvage.known_there)
            heard = local_time(salvage.heard_at)
        said = _("Fetch what the backend has; what was never sent is not there")
        self._offer(said, Mend.FETCH, "", count, heard)
        self._from_file = self._offer(_("Restore a backup file from another place…"), Mend.RESTORE)

    def _tell_kept(self, salvage: Salvage | None, folder: str) -> None:
        """How much of the file is unreadable, and where it stays."""
        parts = []
        if salvage is not None and not salvage.documents:
            parts.append(_("Nothing in the damaged file can be read any more."))
        elif salvage is not None and salvage.unread:
            said = _("{unread} of {pages} pages of the damaged file cannot be read; nothing is guessed of them.")
            parts.append(said.format(unread=salvage.unread, pages=salvage.pages))
        if folder:
            said = _("The damaged file is kept in {folder}, in a folder whose name begins with “aside-”.")
            parts.append(said.format(folder=folder))
        if parts:
            self.fields.addRow(Label(" ".join(parts), self.card, wraps=True).selectable())

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

    def _offer(self, text: str, mend: Mend, name: str = "", count: str = "", state: str = "") -> QRadioButton:
        button = QRadioButton(text, self.card)
        button.setAccessibleName(", ".join(filter(None, (text, count, state))))
        row = len(self._ways) + 1
        self._grid.addWidget(button, row, 0)
        for column, told in ((1, count), (2, state)):
            self._grid.addWidget(Label(told, self.card), row, column)
        self._ways.append((button, mend, name))
        return button
