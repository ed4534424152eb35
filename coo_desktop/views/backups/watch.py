"""Makes the day's backups in a quiet moment, and tells at the start what became of the work on this computer."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer

from coo_desktop.domain.backups import ARRIVAL, PACKED_AT, ArrivalKind, FolderBackups, is_old
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError, StoreFull
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import N_, _
from coo_desktop.views.backups.work_row import ScreenWork
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.tasks import BACKUP, STORE, Task
from coo_desktop.views.widgets.progress import Outcome
from coo_desktop.views.words.stages import local_time

#: Quiet is when nobody has saved anything for so long and no work runs; the rows of the start are shown by then.
QUIET_S = 60.0
BEAT_MS = 20_000
#: After one that failed.
AGAIN_S = 3600.0
FAILED, FOLDER_FAILED, DONE = "backup/failed", "backup/folder", "backup/done"
ARRIVED, LEFT = "backup/arrived", "backup/left"
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
    """`look` is called on a beat. A trouble is told once, until a backup succeeds or there is another one to tell."""

    def __init__(self, session: Session, notices: Banners, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices = session, notices
        self._is_running = False
        self._told: dict[str, str] = {}
        self._quiet_s, self._again_s = self._now_s() + QUIET_S, 0.0
        session.changed.connect(self._hear)
        beat = QTimer(self)
        beat.setInterval(BEAT_MS)
        beat.timeout.connect(self.look)
        beat.start()
        self._tell_arrival()
        self._tell_left()

    def look(self) -> None:
        """Makes today's backups that are still to be made when nobody is at work; old ones are overdue at any time."""
        backups, now_s = self._session.ports.backups, self._now_s()
        if self._is_running or now_s < self._again_s:
            return
        is_due, age = backups.is_due(), self._age_text()
        if self._session.tasks.is_idle and (age or now_s >= self._quiet_s):
            if is_due or backups.in_folder.is_due():
                self._begin(is_due=is_due)
        elif age:
            self._tell(FAILED, age)

    def back_up_now(self) -> None:
        """A person asks for it, and hears of it however it ends."""
        self._told.clear()
        if not self._is_running:
            self._begin(is_due=True, is_asked=True)

    def _begin(self, *, is_due: bool, is_asked: bool = False) -> None:
        self._is_running = True
        backups, then = self._session.ports.backups, partial(self._go_on, is_asked)
        if is_due:
            work = partial(_ignoring_task, backups.make_daily)
            self._session.tasks.run(self, work, then=then, failed=self._fail, lane=STORE)
        else:
            then(None)

    def _go_on(self, is_asked: bool, _none: None) -> None:
        """The backup here stands; now the one in the folder of the person's choice."""
        self._close(FAILED)
        folder = self._session.ports.backups.in_folder
        then = partial(self._end, is_asked)
        if folder.is_due():
            work = partial(_make_in, folder)
            self._session.tasks.run(self, work, then=then, failed=self._fail_in_folder, lane=BACKUP)
        else:
            then(None)

    def _end(self, is_asked: bool, _answer: object) -> None:
        self._is_running = False
        self._close(FOLDER_FAILED)
        if is_asked:
            place = self._session.ports.backups.in_folder.place()
            said = _("Backed up on this computer and in {place}.") if place else _("Backed up on this computer.")
            self._session.announced.emit(DONE, "good", said.format(place=place))

    def _fail(self, error: ProgramError) -> None:
        said = _("Today's own backup could not be written. Your work is saved; make a backup elsewhere by hand.")
        if isinstance(error, StoreFull):
            said = _("The disk is too full for today's own backup. Your work is saved; free some space.")
        self._fail_with(FAILED, " ".join(filter(None, (self._age_text(), said))))

    def _fail_in_folder(self, error: ProgramError) -> None:
        if error.facts.get("cause") == "folder_absent":
            said = _("The folder for backups, {place}, is not there: today's backup is on this computer only.")
        elif isinstance(error, StoreFull):
            said = _("There is no room for today's backup in {place}: it is on this computer only.")
        else:
            said = _("Today's backup could not be written into {place}: it is on this computer only.")
        self._fail_with(FOLDER_FAILED, said.format(place=self._session.ports.backups.in_folder.place()))

    def _fail_with(self, key: str, said: str) -> None:
        self._is_running = False
        self._again_s = self._now_s() + AGAIN_S
        self._tell(key, said)

    def _tell(self, key: str, said: str) -> None:
        if self._told.get(key) != said:
            self._told[key] = said
            self._notices.show_notice(key, "warn", said).offer(_("Back up now"), self.back_up_now)

    def _close(self, key: str) -> None:
        self._told.pop(key, None)
        self._notices.close_notice(key)

    def _age_text(self) -> str:
        """That the newest backup is old, "" while it is not, or while nothing has to be backed up."""
        backups, now = self._session.ports.backups, self._session.now()
        newest = backups.newest()
        if newest is None or not is_old(newest, now) or not backups.is_due():
            return ""
        return _("The newest backup is {count} days old.").format(count=(now - newest).days)

    def _hear(self, change: Change) -> None:
        if change.by == "screen":
            self._quiet_s = self._now_s() + QUIET_S

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


def _ignoring_task(make: Callable[[], None], _task: Task) -> None:
    make()


def _make_in(folder: FolderBackups, task: Task) -> bool:
    return folder.make(ScreenWork(task, Outcome()))
