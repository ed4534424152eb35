"""What a person is told of the data file: that it or something beside it is damaged, and that nothing can be saved."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError, StoreBusy, StoreFull, StoreUnwritable
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.target import Command, Wish
from coo_desktop.views.tasks import LOCAL

BEAT_MS = 1_000
#: The file is read this long after the start, at once after an end that was unclean; and again after one that failed.
CALM_S, AGAIN_S = 15.0, 600.0
DAMAGED, LOST, KEY = "damage/store", "damage/evidence", "damage/key"
MOST_NAMES = 5
#: What a disk refuses for a while; a save that succeeds shows that it is over.
PASSING = (StoreFull, StoreUnwritable, StoreBusy)


class DamageWatch(QObject):
    """Looks over the file beside everybody's work; `ask` starts the program again for the window that mends."""

    def __init__(self, session: Session, notices: Banners, ask: Callable[[Wish], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices, self._ask = session, notices, ask
        self._is_told = self._is_looking = False
        health = session.ports.health
        if health is None:
            return
        self._health = health
        self._due_s: float | None = self._now_s() + (0 if health.was_cut_off else CALM_S)
        if health.is_key_mended:
            said = _("The key file was damaged and has been made anew from its copy. All data can be read.")
            notices.show_notice(KEY, "info", said)
        beat = QTimer(self)
        beat.setInterval(BEAT_MS)
        beat.timeout.connect(self.look)
        beat.start()

    def look(self) -> None:
        """Tells damage that somebody has met, and begins to read the file when that is due and nobody waits."""
        if self._health.is_damaged:
            self._tell()
        elif not self._is_looking and self._is_due() and self._session.tasks.is_idle:
            self._is_looking, self._due_s = True, None
            health = self._health
            self._session.tasks.run(
                self, lambda _task: health.look(), then=self._tell_lost, failed=self._fail, lane=LOCAL
            )

    def _is_due(self) -> bool:
        return self._due_s is not None and self._now_s() >= self._due_s

    def _tell(self) -> None:
        """Once: what is closed by the person comes back with the next start."""
        if self._is_told:
            return
        self._is_told = True
        said = _(
            "The data file is damaged. Nothing is written to it any more, so nothing typed now is saved. "
            "Choose now what shall become of it; the file itself is kept."
        )
        self._notices.show_notice(DAMAGED, "bad", said).offer(_("Reco&ver…"), lambda: self._ask(Command.START_AGAIN))

    def _tell_lost(self, names: Sequence[str]) -> None:
        self._is_looking = False
        if not names:
            self._notices.close_notice(LOST)
            return
        said = ngettext(
            "{count} attached file is missing or damaged on this computer: {names}. Attach it again, or bring it back "
            "from a backup file.",
            "{count} attached files are missing or damaged on this computer: {names}. Attach them again, or bring them "
            "back from a backup file.",
            len(names),
        )
        shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
        self._notices.show_notice(LOST, "warn", said.format(count=len(names), names=shown))

    def _fail(self, _error: ProgramError) -> None:
        """Damage is told by the next beat; a disk that was busy or full is looked at again."""
        self._is_looking, self._due_s = False, self._now_s() + AGAIN_S

    def _now_s(self) -> float:
        return self._session.ports.clock.monotonic_s()


class DiskWatch(QObject):
    """Says at the start that nothing can be saved, and takes the message away once something was.

    A save that fails later tells its own error in the same place.
    """

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
