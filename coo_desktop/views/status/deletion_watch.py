"""Tells in a banner that many documents were deleted elsewhere, and where the question is answered."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.operations import deletions
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

KEY = "deletions"


class DeletionWatch(QObject):
    """One banner while deletions wait for a person; `open_page` shows the outbox, where the list and the answers are.

    A banner that was closed comes back only for another number of documents.
    """

    def __init__(self, session: Session, notices: Banners, open_page: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices, self._open_page = session, notices, open_page
        self._shown = 0
        session.changed.connect(self._hear)
        self.show()

    def show(self) -> None:
        """Shows the banner for what waits now, or takes it away."""
        count = len(deletions.asked_ids(self._session.read))
        if count == self._shown:
            return
        self._shown = count
        self._notices.close_notice(KEY)
        if not count:
            return
        said = ngettext(
            "{count} document was deleted elsewhere. Nothing was deleted here; decide what becomes of it.",
            "{count} documents were deleted elsewhere. Nothing was deleted here; decide what becomes of them.",
            count,
        )
        notice = self._notices.show_notice(KEY, "warn", said.format(count=count))
        notice.offer(_("Sho&w the list"), self._open_page)

    def _hear(self, change: Change) -> None:
        if deletions.DELETIONS in change.families:
            self.show()
