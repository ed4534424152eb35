"""One run of the program on the screen: the window first, then what a worker opens, then the desk or its gate."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from coo_desktop import __version__
from coo_desktop.domain.errors import ProgramError, StoreLocked, StoreUnwritable
from coo_desktop.environment import words
from coo_desktop.environment.settings import Settings, read_settings, write_settings
from coo_desktop.environment.words import _
from coo_desktop.views.shell.crash_handler import CrashHandler
from coo_desktop.views.shell.leaving import Exit, leave
from coo_desktop.views.shell.window import MainWindow, keep_place
from coo_desktop.views.target import Choice, Command, Target, Wish
from coo_desktop.views.tasks import STORE, Task, Tasks
from coo_desktop.views.widgets import style

#: The page at the front when the desk opens; the three areas stand before it.
START = Target("start")


@dataclass(frozen=True, slots=True)
class Outside:
    """What app.py puts behind the screen. `open(settings, password)` runs on a worker and gives a ports.OpenProfile,
    None for a wrong password; its modules are too heavy for a first paint, so its type is not named here."""

    folder: Path
    open: Callable[[Settings, str], Any]
    make_asker: Callable[[], Any]
    is_ending: Callable[[], bool] = lambda: False


class Application(QObject):
    """`ready` comes with the first desk, gate or error."""

    ready = Signal()

    def __init__(self, application: QApplication, outside: Outside) -> None:
        super().__init__(application)
        self.application, self.outside = application, outside
        self.settings = read_settings(outside.folder)
        self.tasks = Tasks(self)
        self.opened: Any = None
        self.room: Any = None
        self._asked: Any = None
        style.dress(application, self.settings.theme)
        self.window = self._new_window()
        self.window.painted.connect(lambda: QTimer.singleShot(0, self, self._open))
        self._crashes = CrashHandler(lambda error: self.window.notices.show_error(error), self)

    def close(self) -> None:
        """Ends workers, line and store; the pages were saved before their window closed."""
        self._crashes.close()
        if self.room is not None:
            self.room.close()
        self.tasks.close()
        if self.opened is not None:
            self.opened.close()

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
        outside, settings = self.outside, self.settings

        def work(_task: Task) -> Any:
            import coo_desktop.views.shell.room  # noqa: F401 - on the worker, so that the screen need not wait for it

            return outside.open(settings, "")

        self.tasks.run(self, work, then=self._take, failed=self._refuse, lane=STORE, said=_("Opening"))

    def _refuse(self, error: ProgramError) -> None:
        """The store did not open; a locked one asks for the password of the last sign-in."""
        if isinstance(error, StoreLocked) and self.settings.account:
            from coo_desktop.views.shell.sign_in_flow import SignInFlow

            unlock = partial(self.outside.open, self.settings)
            SignInFlow(self.window, self.tasks).show_unlock(
                self.settings.account, unlock, partial(self._take, proven=True)
            )
        else:
            self.window.notices.show_error(error)
        self.ready.emit()

    def _take(self, opened: Any, proven: bool = False) -> None:
        """`proven` when a password has just opened it; else a desk left locked, or long ago, asks for one."""
        from coo_desktop.views.shell.single_instance import SingleInstance

        self.opened = opened
        SingleInstance(self.outside.folder, self).rung.connect(lambda: self.window.bring_forward())
        if opened.store.reader.person().account:
            self._enter("", "")
            lock = self.room.lock
            lock.open() if proven else lock.lock_if_left()
        else:
            self._sign_in()
        self.ready.emit()

    def _sign_in(self, account: str = "", address: str = "", said: str = "") -> None:
        from coo_desktop.views.shell.sign_in_flow import SignInFlow

        known = self.opened.store.reader.person().account
        account, address = account or known or self.settings.account, address or self.settings.backend
        gate = SignInFlow(self.window, self.tasks)
        page = gate.show_sign_in(account, address, self.opened.sign_in, self._enter, bool(known))
        page.check_wanted.connect(lambda: self._check())
        page.forgotten_wanted.connect(self._forgotten)
        page.show_message(said, "good")

    def _forgotten(self, account: str, address: str) -> None:
        """A new password, then back to the sign-in with its account."""
        from coo_desktop.views.account.forgotten_page import CodeAsked
        from coo_desktop.views.shell.sign_in_flow import SignInFlow

        self._asked = self._asked or CodeAsked()
        people = partial(self.opened.people, address)
        gate, now_s = SignInFlow(self.window, self.tasks), self.opened.clock.monotonic_s
        gate.show_forgotten(account, self._asked, now_s, people, lambda who, said: self._sign_in(who, address, said))

    def _check(self) -> None:
        """A certificate is checked by anybody: no sign-in, no desk."""
        from coo_desktop.views.check.page import CheckGate

        page = CheckGate(self._ports(), self.tasks, self.outside.make_asker(), self.window)
        page.left.connect(self._sign_in)
        self.window.show_gate(page)
        page.setFocus()

    def _enter(self, account: str, address: str) -> None:
        """To the desk, after a sign-in (then with an account and an address) or without one."""
        if account:
            self._keep(account=account, backend=address)
        if self.room is None:
            self._furnish((START,), START)
        elif self.room.ports.sync is not self.opened.line.engine:
            leave(self.window, partial(self._move, account))
            return
        self._show_desk(account)

    def _move(self, account: str) -> None:
        self._refurnish()
        self._show_desk(account)

    def _show_desk(self, account: str) -> None:
        """Takes the gate away; a locked desk opens for whoever has just signed in."""
        if not self.room.lock.is_locked:
            self.window.show_gate(None)
        elif account:
            self.room.lock.open()
        else:
            self.room.lock.show_gate()
        self.room.session.sync_now()

    def _furnish(self, targets: tuple[Target, ...], front: Target | None) -> None:
        from coo_desktop.views.shell.room import Room

        self.room = Room(self._ports(), self.outside.make_asker(), self.tasks, self.settings.pass_every_s, self)
        self.room.sign_in_wanted.connect(self._sign_in)
        self.room.furnish(self.window, targets, front)

    def _ports(self) -> Any:
        """What the screens stand on, as it is open now."""
        from coo_desktop.views.session import ports_of

        return ports_of(self.opened, lambda: self.settings)

    def _refurnish(self) -> None:
        """A fresh window and desk, with the same pages open; a locked one stays locked."""
        old, was_locked = self.window, self.room.lock.is_locked
        targets, front = tuple(old.tabs.open_pages()), old.tabs.key_of_current()
        self.room.close()
        self.window = self._new_window()
        self.window.setGeometry(old.geometry())
        self._furnish(targets, front)
        if was_locked:
            self.room.lock.lock()
        self.window.show()
        old.hide()
        old.deleteLater()

    def _act(self, wish: Wish) -> None:
        """What a menu or the settings ask of the program itself; the rest is the workplace's."""
        if wish is Command.QUIT:
            self.window.close()
        elif wish is Command.END and self.outside.is_ending():
            self.end()
        elif wish is Command.ABOUT:
            said = _("China certificates of origin, version {version}. Made offline, sent when the network is back.")
            self.window.notices.show_notice("about", "info", said.format(version=__version__))
        elif self.room is None:
            return
        elif wish is Command.LOCK:
            self.room.lock.lock()
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
        self.room.session.sync_now()

    def _keep(self, **changes: str | int) -> None:
        """Keeps changed settings; a disk that refuses costs the choice, not the work."""
        self.settings = dataclasses.replace(self.settings, **changes)  # type: ignore[arg-type]  # each of its field's type
        try:
            write_settings(self.outside.folder, self.settings)
        except OSError as error:
            self.window.notices.show_error(StoreUnwritable(cause=type(error).__name__))
