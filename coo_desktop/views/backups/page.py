"""备份与恢复: a backup now, a backup restored, the work packed for another computer; all of it without a network."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.backups.folder_panel import FolderPanel
from coo_desktop.views.backups.making_panel import BackupPanel, PackPanel
from coo_desktop.views.backups.restore_panel import RestorePanel
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.target import Command
from coo_desktop.views.widgets.scaffold import beneath, scaffold
from coo_desktop.views.widgets.style import line


class BackupsPage(Page):
    """Panels below each other; what they do is told in a banner, which stays when the page is left."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget(self)
        self.backup = BackupPanel(session, inner)
        self.folder = FolderPanel(session, inner)
        self.restore = RestorePanel(session, inner)
        self.packing = PackPanel(session, inner)
        panels = (self.backup, line(inner), self.folder, line(inner), self.restore, line(inner), self.packing, None)
        beneath(inner, *panels, margins=False)
        session.announced.connect(self._hear)
        self.folder.made.connect(self._load)
        self.restore.restored.connect(lambda: self.wanted.emit(Command.START_AGAIN))
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        lead = _(
            "Every day the program makes a backup of its own on this disk and keeps those of seven days and of four "
            "weeks. It does not help when the disk is lost: make one elsewhere, too."
        )
        scaffold(self, _("Backup, restore, move"), (scroll, 1), lead=lead)
        self.setFocusProxy(self.backup.button)

    def showEvent(self, event: QShowEvent) -> None:
        """The program may have made a backup meanwhile."""
        super().showEvent(event)
        self._load()

    def _load(self) -> None:
        self._show_ages()
        self.restore.load()

    def _hear(self, _key: str, _severity: str, _text: str) -> None:
        self._show_ages()

    def _show_ages(self) -> None:
        """How old the newest backups are, here and elsewhere."""
        self.backup.show_ages()
        self.folder.show_state()
