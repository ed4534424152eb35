"""Says at the start that nothing can be saved, and takes the message away once something was."""

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import StoreBusy, StoreFull, StoreUnwritable
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

#: What a disk refuses for a while; a save that succeeds shows that it is over.
PASSING = (StoreFull, StoreUnwritable, StoreBusy)


class DiskWatch(QObject):
    """A save that fails later tells its own error in the same place."""

    def __init__(self, session: Session, notices: Banners, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        session.changed.connect(self._hear)
        health = session.ports.health
        if health is not None and health.trouble is not None:
            notices.show_error(health.trouble)

    def _hear(self, change: Change) -> None:
        """A Change was committed, unless it is a pass that found nothing to do."""
        if not change.ids and change.by == "sync":
            return
        for kind in PASSING:
            self._notices.close_notice(f"error/{kind().code}")
