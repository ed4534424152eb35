"""One run of the program on the screen: the window first, then what a worker opens, then the desk or its gate."""

import dataclasses
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from coo_desktop import __version__
from coo_desktop.domain.errors import ProgramError, StoreTrouble, StoreUnwritable
from coo_desktop.domain.mending import Aside, Mend
from coo_desktop.environment import words
from coo_desktop.environment.settings import read_choices, write_settings
from coo_desktop.environment.words import _
from coo_desktop.views.shell.crash_handler import CrashHandler
from coo_desktop.views.shell.leaving import Exit, leave
from coo_desktop.views.shell.opening import Opening, Outside, tell_asides, tell_settings
from coo_desktop.views.shell.window import MainWindow, keep_place
from coo_desktop.views.target import Choice, Command, Wish
from coo_desktop.views.tasks import LANES, STORE, Tasks
from coo_desktop.views.widgets import style


class Application(QObject):
    """`ready` comes with the first desk, gate or error; `starts_again` asks app.main for another run after this one."""

    ready = Signal()

    def __init__(self, application: QApplication, outside: Outside) -> None:
        super().__init__(application)
        self.application, self.outside = application, outside
        self.settings, self._are_settings_lost = read_choices(outside.folder)
        self.tasks = Tasks(self)
        self.opened: Any = None
        self.open_session: Any = None
        self._entrance: Any = None
        self._is_furnished = False
        self.starts_again = False
        style.dress(application, self.settings.theme)
        self.window = self._new_window()
        self.window.painted.connect(lambda: QTimer.singleShot(0, self, self._open))
        self._crashes = CrashHandler(self._show_fault, self)

    def close(self) -> None:
        """Ends workers, line and store; the pages were saved before their window closed."""
        self._crashes.close()
        if self.open_session is not None:
            self.open_session.close()
        self.tasks.close(LANES if self.starts_again else (STORE,))  # the next run finds the files at rest
        if self.opened is not None:
            self.opened.close()

    def _show_fault(self, error: ProgramError) -> None:
        """Damage that is met before there is a desk to tell it has another run begin, which offers what mends it."""
        if not self._is_furnished and self.opened is not None and self.opened.health.is_damaged:
            self._start_again()
        else:
            self.window.notices.show_error(error)

    def end(self) -> None:
        """The account is over: every window closes, nothing typed is kept, and app.main does the rest."""
        self.window.may_leave = lambda: True
        self.application.closeAllWindows()

    def _new_window(self) -> MainWindow:
        words.use(self.settings.language)
        style.translate(self.application, self.settings.language)
        window = MainWindow(self.tasks)
        window.may_leave = Exit(window).is_free
        window.wanted.connect(self._act)
        keep_place(window, self.outside.folder)
        return window

    def _open(self) -> None:
        opening = Opening(self.window, self.tasks, self.outside, self.settings, self._take)
        opening.refused.connect(self.ready)
        opening.start()

    def _take(self, opened: Any, proven: bool = False) -> None:
        """`proven` when a password has just opened it; else a desk left locked, or long ago, asks for one."""
        from coo_desktop.views.shell.single_instance import SingleInstance

        self.opened = opened
        account = opened.store.reader.person().account
        if account and not self.settings.account:  # the settings were lost, the store knows
            self._keep(account=account, backend=opened.address)
            tell_settings(self.window, opened, self._are_settings_lost)
        SingleInstance(self.outside.folder, self).rung.connect(lambda: self.window.bring_forward())
        if account:
            self._enter("", "")
            self.open_session.begin(proven)
        else:
            self._sign_in()
        self._tell_asides()
        self.ready.emit()

    def _tell_asides(self) -> None:
        tell_asides(self.window, self.tasks, self.outside, lambda aside: leave(self.window, partial(self._swap, aside)))

    def _swap(self, aside: Aside) -> None:
        """What was set aside takes the place of what is open, in another run: no connection may be left to either."""
        try:
            self.outside.files().mend(Mend.TAKE_BACK, aside.name)
        except StoreTrouble as trouble:
            self.window.notices.show_error(trouble)
            return
        self._start_again()

    def _start_again(self) -> None:
        """Ends this run; the next one carries out what is noted."""
        self.starts_again = True
        self.end()

    def _sign_in(self) -> None:
        from coo_desktop.views.shell.entrance import Entrance

        if self._entrance is None:
            self._entrance = Entrance(
                self.opened, self.tasks, lambda: self.window, self._ports, self.outside.make_asker, self
            )
            self._entrance.entered.connect(self._enter)
            self._entrance.arrived.connect(self._start_again)
        self._entrance.sign_in()

    def _enter(self, account: str, address: str) -> None:
        """To the desk, after a sign-in (then with an account and an address) or without one."""
        if account:
            self._keep(account=account, backend=address)
        if self.open_session is None:
            self._furnish()
        elif self.open_session.ports.sync is not self.opened.line.engine:
            leave(self.window, partial(self._move, account))
            return
        self._show_desk(account)
        if account:
            self.open_session.resume()

    def _move(self, account: str) -> None:
        self._refurnish()
        self._show_desk(account)

    def _show_desk(self, account: str) -> None:
        """Takes the gate away; a locked desk opens for whoever has just signed in."""
        if not self.open_session.lock.is_locked:
            self.window.show_gate(None)
        elif account:
            self.open_session.lock.open()
        else:
            self.open_session.lock.show_gate()
        self.open_session.session.sync_now()

    def _furnish(self) -> None:
        from coo_desktop.views.shell.open_session import OpenSession

        self.open_session = OpenSession(
            self._ports(), self.outside.make_asker(), self.tasks, self.settings.pass_every_s, self
        )
        self.open_session.sign_in_wanted.connect(self._sign_in)
        self.open_session.furnish(self.window)
        self._is_furnished = True

    def _ports(self) -> Any:
        """What the screens stand on, as it is open now."""
        from coo_desktop.views.session import ports_of

        return ports_of(self.opened, lambda: self.settings)

    def _refurnish(self) -> None:
        """A fresh window and desk, with the same pages open; a locked one stays locked."""
        old, was_locked = self.window, self.open_session.lock.is_locked
        kept = self.open_session.tabs.arrangement()
        self.open_session.close()
        self.window = self._new_window()
        self.window.setGeometry(old.geometry())
        self._furnish()
        if was_locked:
            self.open_session.lock.lock()
        self.open_session.resume(kept)
        self.window.show()
        self._tell_asides()
        old.hide()
        old.deleteLater()

    def _act(self, wish: Wish) -> None:
        """What a menu or the settings ask of the program itself; the rest is the workplace's."""
        if wish is Command.QUIT:
            self.window.close()
        elif wish is Command.END and self.outside.is_ending():
            self.end()
        elif wish is Command.START_AGAIN:
            leave(self.window, self._start_again)
        elif wish is Command.ABOUT:
            said = _("China certificates of origin, version {version}. Made offline, sent when the network is back.")
            self.window.notices.show_notice("about", "info", said.format(version=__version__))
        elif self.open_session is None:
            return
        elif wish is Command.LOCK:
            self.open_session.lock.lock()
        elif wish is Command.SIGN_IN:
            self._sign_in()
        elif isinstance(wish, Choice) and wish.setting == "lock_after_min":
            self._keep(lock_after_min=wish.value)
        elif isinstance(wish, Choice):
            leave(self.window, partial(self._redress, wish))

    def _redress(self, choice: Choice) -> None:
        """The same desk in another language or look: icons and words are drawn once, so the window is made anew."""
        self._keep(**{choice.setting: choice.value})
        style.dress(self.application, self.settings.theme)
        self._refurnish()
        self.open_session.session.sync_now()

    def _keep(self, **changes: str | int) -> None:
        """Keeps changed settings; a disk that refuses costs the choice, not the work."""
        self.settings = dataclasses.replace(self.settings, **changes)  # type: ignore[arg-type]  # each of its field's type
        try:
            write_settings(self.outside.folder, self.settings)
        except OSError as error:
            self.window.notices.show_error(StoreUnwritable(cause=type(error).__name__))
