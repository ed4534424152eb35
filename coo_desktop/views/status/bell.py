"""The bell in the status bar: how many notices are unread; a click opens them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.office.notices import NOTICE
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.style import icon


class Bell(QToolButton):
    """Counts again whenever notices come or are read."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        session.changed.connect(self._hear)
        self.show_count(session.read.notices.unread())

    def show_count(self, count: int) -> None:
        """Shows how many are unread; none makes the bell quiet."""
        told = ngettext("{count} unread notice", "{count} unread notices", count).format(count=count)
        self.setText(str(count) if count else "")
        self.setIcon(icon("bell", "bad" if count else "quiet"))
        self.setToolTip(told if count else _("No unread notices"))
        self.setAccessibleName(self.toolTip())

    def _hear(self, change: Change) -> None:
        if NOTICE in change.families:
            self.show_count(self._session.read.notices.unread())
