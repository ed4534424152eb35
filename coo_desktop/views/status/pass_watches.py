"""What a pass of sync finds that a person should know though nothing failed, each told in a banner."""

import datetime as dt
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QObject

from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

LONG_DAYS = 90
#: A clock that is off by less changes no day but for some minutes at midnight.
MOST_OFF_S = 600
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3_600, 86_400


class PassWatch(QObject):
    """Hears every pass; a banner that a person has closed stays away until all was well again."""

    key: ClassVar[str]
    #: What is to be told of a state at an instant; "" while all is well.
    text: ClassVar[Callable[[SyncState, dt.datetime], str]]

    def __init__(self, session: Session, notices: Banners, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices
        self._is_told = False
        session.synced.connect(self._hear)

    def _hear(self, state: SyncState) -> None:
        text = type(self).text(state, self._session.now())
        if not text:
            self._notices.close_notice(self.key)
        elif not self._is_told:
            self._notices.show_notice(self.key, "warn", text)
        self._is_told = bool(text)


def silence_text(state: SyncState, now: dt.datetime) -> str:
    """That the backend has not been heard for very long: nothing is sent until then, all is kept."""
    days = days_since(state.last_heard_at, now)
    said = _("The backend was last heard {days} days ago. Connect to continue sending; all your work is kept.")
    return said.format(days=days) if days >= LONG_DAYS else ""


def clock_text(state: SyncState, _now: dt.datetime) -> str:
    """That this computer's clock is wrong, by how much, what that means, and what to do."""
    if abs(state.clock_ahead_s) < MOST_OFF_S:
        return ""
    said = (
        _("This computer's clock is {span} ahead of CCPIT's. Today's date and deadlines are wrong until you set it.")
        if state.clock_ahead_s > 0
        else _("This computer's clock is {span} behind CCPIT's. Today's date and deadlines are wrong until you set it.")
    )
    return said.format(span=_span(abs(state.clock_ahead_s)))


class ContactWatch(PassWatch):
    """Tells of a very long silence."""

    key = "apart"
    text = silence_text


class ClockWatch(PassWatch):
    """Names a wrong clock: the day of today, deadlines and departures are judged by it."""

    key = "clock"
    text = clock_text


def days_since(instant: str, now: dt.datetime) -> int:
    """Whole days since a stored instant; 0 where there is none."""
    try:
        return (now - dt.datetime.fromisoformat(instant)).days
    except (ValueError, TypeError):
        return 0


def _span(seconds: int) -> str:
    if seconds >= _DAY_S:
        return ngettext("{count} day", "{count} days", seconds // _DAY_S).format(count=seconds // _DAY_S)
    if seconds >= _HOUR_S:
        return ngettext("{count} hour", "{count} hours", seconds // _HOUR_S).format(count=seconds // _HOUR_S)
    return ngettext("{count} minute", "{count} minutes", seconds // _MINUTE_S).format(count=seconds // _MINUTE_S)
