"""Makes the day's own backup in a quiet moment, and tells at the start what became of the work on this computer."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from coo_desktop.domain.backups import ARRIVAL, PACKED_AT, ArrivalKind
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError, StoreFull
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import N_, _
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.tasks import STORE
from coo_desktop.views.words.stages import local_time

#: Quiet is when nobody has saved anything for so long and no work runs; the rows of the start are shown by then.
QUIET_S = 60.0
BEAT_MS = 20_000
#: After one that failed.
AGAIN_S = 3600.0
FAILED, ARRIVED, LEFT = "backup/failed", "backup/arrived", "backup/left"
_ARRIVALS: Mapping[str, str] = {
    ArrivalKind.RESTORED: N_(
        "The backup of {moment} is restored. What could be read of the state before is a backup, too; it is in "
        "“Backup, restore, move”."
    ),
    ArrivalKind.SALVAGED: N_(
        "What could be read of the damaged data file is here, together with the newest backup. What was to be sent "
        "waits until you have looked at it."
    ),
    ArrivalKind.MOVED: N_(
        "The work packed at {moment} on another computer is here, drafts and settings included. Sign in to send."
    ),
}


class BackupWatch(QObject):
    """`look` is called on a beat; a trouble is told once, until a backup succeeds."""

    def __init__(self, session: Session, notices: Banners, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices = session, notices
        self._is_told = self._is_running = False
        self._due_s = self._now_s() + QUIET_S
        session.changed.connect(self._hear)
        beat = QTimer(self)
        beat.setInterval(BEAT_MS)
        beat.timeout.connect(self.look)
        beat.start()
        self._tell_arrival()
        self._tell_left()

    def look(self) -> None:
        """Makes today's backup if there is none yet and nobody is at work."""
        is_quiet = self._now_s() >= self._due_s and self._session.tasks.is_idle
        backups = self._session.ports.backups
        if self._is_running or not is_quiet or not backups.is_due():
            return
        self._is_running = True
        self._session.tasks.run(
            self, lambda _task: backups.make_daily(), then=self._succeed, failed=self._fail, lane=STORE
        )

    def _succeed(self, _none: None) -> None:
        self._is_running = self._is_told = False
        self._notices.close_notice(FAILED)

    def _fail(self, error: ProgramError) -> None:
        self._is_running = False
        self._due_s = self._now_s() + AGAIN_S
        if self._is_told:
            return
        self._is_told = True
        said = _("Today's own backup could not be written. Your work is saved; make a backup elsewhere by hand.")
        if isinstance(error, StoreFull):
            said = _("The disk is too full for today's own backup. Your work is saved; free some space.")
        self._notices.show_notice(FAILED, "warn", said)

    def _hear(self, change: Change) -> None:
        if change.by == "screen":
            self._due_s = max(self._due_s, self._now_s() + QUIET_S)

    def _now_s(self) -> float:
        return self._session.ports.clock.monotonic_s()

    def _tell_arrival(self) -> None:
        arrival = self._session.read.setting(ARRIVAL)
        said = _ARRIVALS.get(str(arrival.get("kind"))) if isinstance(arrival, Mapping) else None
        if said is not None:
            parts = [_(said).format(moment=local_time(str(arrival.get("made_at"))))]
            if kept := arrival.get("kept"):
                parts.append(_("What it took the place of is kept in {folder}.").format(folder=kept))
            self._notices.show_notice(ARRIVED, "good", " ".join(parts))
            self._session.do(self, settings.keep_setting, ARRIVAL, None)

    def _tell_left(self) -> None:
        """Work packed for another computer is probably done there by now; the same drafts would differ."""
        packed_at = self._session.read.setting(PACKED_AT)
        if isinstance(packed_at, str) and packed_at:
            said = _(
                "The work of this computer was packed for another one at {moment}. If you work there now, do not go on "
                "here: what is not sent yet would differ."
            )
            banner = self._notices.show_notice(LEFT, "warn", said.format(moment=local_time(packed_at)))
            banner.offer(_("I go on here"), lambda: self._session.do(self, settings.keep_setting, PACKED_AT, ""))
