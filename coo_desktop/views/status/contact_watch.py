"""Tells in a banner that the backend has not been heard for very long: nothing is sent until then, all is kept."""

import datetime as dt

from PySide6.QtCore import QObject

from coo_desktop.domain.ports import SyncState
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

NOTICE_KEY = "apart"
LONG_DAYS = 90


class ContactWatch(QObject):
    """Hears every pass; a banner that a person has closed stays away until the backend was heard again."""

    def __init__(self, session: Session, notices: Banners, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices
        self._is_told = False
        session.synced.connect(self._hear)

    def _hear(self, state: SyncState) -> None:
        days = days_since(state.last_heard_at, self._session.now())
        if days < LONG_DAYS:
            self._is_told = False
            self._notices.close_notice(NOTICE_KEY)
        elif not self._is_told:
            self._is_told = True
            said = _("The backend was last heard {days} days ago. Connect to continue sending; all your work is kept.")
            self._notices.show_notice(NOTICE_KEY, "warn", said.format(days=days))


def days_since(instant: str, now: dt.datetime) -> int:
    """Whole days since a stored instant; 0 where there is none."""
    try:
        return (now - dt.datetime.fromisoformat(instant)).days
    except (ValueError, TypeError):
        return 0
