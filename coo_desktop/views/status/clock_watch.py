"""Names a wrong clock of this computer in a banner: the day of today, deadlines and departures are judged by it."""

from PySide6.QtCore import QObject

from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

NOTICE_KEY = "clock"
#: A clock that is off by less changes no day but for some minutes at midnight.
MOST_OFF_S = 600
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400


class ClockWatch(QObject):
    """Hears every pass; a banner that a person has closed stays away until the clock was right again."""

    def __init__(self, session: Session, notices: Banners, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._is_told = False
        session.synced.connect(self._hear)

    def _hear(self, state: SyncState) -> None:
        if abs(state.clock_ahead_s) < MOST_OFF_S:
            self._is_told = False
            self._notices.close_notice(NOTICE_KEY)
        elif not self._is_told:
            self._is_told = True
            self._notices.show_notice(NOTICE_KEY, "warn", clock_text(state.clock_ahead_s))


def clock_text(ahead_s: int) -> str:
    """By how much the clock is wrong, what that means, and what to do."""
    said = (
        _("This computer's clock is {span} ahead of CCPIT's. Today's date and deadlines are wrong until you set it.")
        if ahead_s > 0
        else _("This computer's clock is {span} behind CCPIT's. Today's date and deadlines are wrong until you set it.")
    )
    return said.format(span=_span(abs(ahead_s)))


def _span(seconds: int) -> str:
    if seconds >= _DAY_S:
        return ngettext("{count} day", "{count} days", seconds // _DAY_S).format(count=seconds // _DAY_S)
    if seconds >= _HOUR_S:
        return ngettext("{count} hour", "{count} hours", seconds // _HOUR_S).format(count=seconds // _HOUR_S)
    return ngettext("{count} minute", "{count} minutes", seconds // _MINUTE_S).format(count=seconds // _MINUTE_S)
