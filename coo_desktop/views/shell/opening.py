"""Opening the profile on a worker; what stands in the way is told at the gate, and mended as a person chooses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.desk import Glance, Kept
from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import ProgramError, StoreLocked, StoreMissing
from coo_desktop.domain.mending import Aside, Mend, ProfileFiles
from coo_desktop.environment.settings import Settings
from coo_desktop.environment.words import _
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.target import DOCUMENT, Target
from coo_desktop.views.tasks import LOCAL, STORE, Task, Tasks

#: How long the opening waits for the first rows to be painted.
LONGEST_PAINT_MS = 300


class _NoFiles:
    """Where nothing can be mended."""

    def mend(self, how: Mend, name: str) -> None: ...

    def keep_file(self, file: Path, password: str) -> str:
        return file.name

    def asides(self) -> Sequence[Aside]:
        return ()


@dataclass(frozen=True, slots=True)
class Outside:
    """What app.py puts behind the screen. `open(settings, password)` runs on a worker and gives a ports.OpenProfile,
    None for a wrong password; its modules are too heavy for a first paint, so its type is not named here. `files`
    gives what can be done with the profile's files, on a worker, too. `look(choose)` gives the first rows before it is
    opened, if there are any to show."""

    folder: Path
    open: Callable[[Settings, str], Any]
    make_asker: Callable[[], Any]
    is_ending: Callable[[], bool] = lambda: False
    files: Callable[[], ProfileFiles] = _NoFiles
    look: Callable[[Callable[[Kept], Query | None]], Glance | None] | None = None


class Opening(QObject):
    """`taken(opened, proven)` is called once the profile is open, `proven` when a password has just opened it;
    `refused` comes when something stands in the way and the window says what."""

    refused = Signal()

    def __init__(
        self, window: MainWindow, tasks: Tasks, outside: Outside, settings: Settings, taken: Callable[[Any, bool], None]
    ) -> None:
        super().__init__(window)
        self._window, self._tasks, self._outside, self._settings = window, tasks, outside, settings
        self._taken = taken
        self._first: QWidget | None = None
        self._left: Callable[[], tuple[str, str, bool]] = lambda: ("", "", False)
        self._is_begun = False

    def start(self) -> None:
        """Shows the first rows, where there are any, then opens with the vault's key."""
        look = self._outside.look
        if look is None:
            self._begin()
            return

        def work(_task: Task) -> Glance | None:
            import PySide6.QtSvg  # noqa: F401 - for the icons, on the worker

            from coo_desktop.views.lists.first_rows import wanted

            return look(wanted)

        self._tasks.run(self, work, then=self._show, failed=lambda _error: self._begin(), lane=STORE)

    def _show(self, glance: Glance | None) -> None:
        """What is loaded next would hold up the painting; a window that is not on the screen is not waited for."""
        if glance is None:
            self._begin()
            return
        from coo_desktop.views.lists.first_rows import FirstRows

        first = FirstRows(glance, self._window)
        first.painted.connect(lambda: QTimer.singleShot(0, self, self._begin))
        self._first, self._left = first, first.left
        self._window.tabs.stand_in(Target(glance.query.family), first)
        QTimer.singleShot(LONGEST_PAINT_MS, self, self._begin)

    def _begin(self) -> None:
        """Opens with the vault's key, once."""
        if self._is_begun:
            return
        self._is_begun = True
        outside, settings = self._outside, self._settings

        def work(_task: Task) -> Any:
            import coo_desktop.views.shell.open_session  # noqa: F401 - on the worker: the screen need not wait

            return outside.open(settings, "")

        taken = partial(self._take, proven=False)
        self._tasks.run(self, work, then=taken, failed=self._refuse, lane=STORE, label=_("Opening"))

    def _take(self, opened: Any, proven: bool) -> None:
        """What a person chose among the first rows stays chosen, and what was to be opened is opened."""
        chosen, opening, has_focus = self._left()
        had_rows, self._first, self._left = self._first is not None, None, lambda: ("", "", False)
        self._taken(opened, proven)
        if had_rows and self._window.gate is None:
            page = self._window.tabs.current_page()
            if chosen and page is not None and page.position is not None:
                page.position.show_place({"row": chosen})
            if has_focus and page is not None:
                page.setFocus()
            if opening:
                self._window.wanted.emit(Target(DOCUMENT, document=opening))

    def _refuse(self, error: ProgramError) -> None:
        """A locked store asks for the password of the last sign-in, whatever the settings know of one."""
        if self._first is not None:
            self._first.deleteLater()
            self._first = None
        if isinstance(error, StoreLocked):
            self._show_unlock()
        elif isinstance(error, StoreMissing):
            self._show_recovery(error)
        else:
            self._window.notices.show_error(error)
        self.refused.emit()

    def _show_unlock(self) -> None:
        from coo_desktop.views.shell.sign_in_flow import SignInFlow

        unlock = partial(self._outside.open, self._settings)
        gate = SignInFlow(self._window, self._tasks)
        taken = partial(self._take, proven=True)
        page = gate.show_unlock(self._settings.account, unlock, taken, lost=self._show_recovery)
        page.offer_beginning().connect(lambda: self._show_recovery(None))

    def _show_recovery(self, error: StoreMissing | None, password: str = "") -> None:
        """What is lost, and what can be done; without an error only the password is."""
        from coo_desktop.views.account.recovery_page import RecoveryPage

        facts: Mapping[str, Any] = error.facts if error is not None else {}
        lost, salvage = facts.get("lost"), facts.get("salvage")
        page = RecoveryPage(lost, facts.get("backups", ()), self._window, salvage, str(facts.get("folder", "")))

        def mend(how: Mend, name: str) -> None:
            def work(_task: Task) -> Any:
                self._outside.files().mend(how, name)
                return self._outside.open(self._settings, "" if how is Mend.START_ANEW else password)

            taken = partial(self._take, proven=bool(password) and how is not Mend.START_ANEW)
            self._tasks.run(page, work, then=taken, failed=page.show_error, lane=STORE)

        def mend_from(file: Path) -> None:
            def work(_task: Task) -> Any:
                files = self._outside.files()
                files.mend(Mend.RESTORE, files.keep_file(file, password))
                return self._outside.open(self._settings, password)

            taken = partial(self._take, proven=bool(password))
            self._tasks.run(page, work, then=taken, failed=page.show_error, lane=STORE)

        page.chosen.connect(mend)
        page.file_chosen.connect(mend_from)
        page.left.connect(self._show_unlock)
        self._window.show_gate(page)
        page.setFocus()


def tell_asides(window: MainWindow, tasks: Tasks, outside: Outside, take_back: Callable[[Aside], None]) -> None:
    """A message for the newest store that was set aside, with the offer to take it back."""

    def tell(found: Sequence[Aside]) -> None:
        if not found:
            return
        newest = found[0]
        day = f"{newest.used_at.astimezone():%Y-%m-%d}"
        said = _("Data last used on {day} was set aside on this computer; nothing of it was deleted ({count} in all).")
        banner = window.notices.show_notice("aside", "warn", said.format(day=day, count=len(found)))
        banner.offer(_("Take back"), lambda: take_back(newest))

    tasks.run(window, lambda _task: outside.files().asides(), then=tell, lane=LOCAL)


def tell_settings(window: MainWindow, opened: Any, are_lost: bool) -> None:
    """A message that the choices for this computer are as on the first day, where they were not to be read; work that
    has come from another computer never had any here."""
    from coo_desktop.domain.backups import ARRIVAL  # the first paint needs nothing of it

    if are_lost and not opened.store.reader.setting(ARRIVAL):
        said = _("The settings of this computer were lost or damaged; language and look are as on the first day.")
        window.notices.show_notice("settings", "info", said)
