"""The gates before the desk of an open profile: sign-in, forgotten password, work from elsewhere, check by anybody."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from coo_desktop.views.account.forgotten_page import CodeAsked
from coo_desktop.views.session import Asker, Ports
from coo_desktop.views.shell.sign_in_flow import SignInFlow
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.tasks import Tasks


class Entrance(QObject):
    """`entered` carries account and address of a sign-in, both empty for whoever goes on without one; `arrived` comes
    when the next start of the program will go on with the work of another computer.

    `window` and `ports` are those of the moment: language, look and line change while a gate is shown.
    """

    entered = Signal(str, str)
    arrived = Signal()

    def __init__(
        self,
        opened: Any,
        tasks: Tasks,
        window: Callable[[], MainWindow],
        ports: Callable[[], Ports],
        make_asker: Callable[[], Asker],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._opened, self._tasks, self._window, self._ports = opened, tasks, window, ports
        self._make_asker = make_asker
        self._asked = CodeAsked()

    def sign_in(self, account: str = "", address: str = "", said: str = "") -> None:
        """The sign-in page, with what is known of the last one."""
        known, settings = self._opened.store.reader.person().account, self._ports().settings()
        account, address = account or known or settings.account, address or settings.backend
        page = self._flow().show_sign_in(account, address, self._opened.sign_in, self.entered.emit, bool(known))
        page.check_wanted.connect(self._check)
        page.forgotten_wanted.connect(self._forgotten)
        page.arrival_wanted.connect(self._arrive)
        page.show_message(said, "good")

    def _forgotten(self, account: str, address: str) -> None:
        """A new password, then back to the sign-in with its account."""
        people = partial(self._opened.people, address)
        now_s = self._opened.clock.monotonic_s
        left = lambda who, said: self.sign_in(who, address, said)  # noqa: E731
        self._flow().show_forgotten(account, self._asked, now_s, people, left).service = address

    def _arrive(self) -> None:
        """The work of another computer, where nobody ever signed in."""
        self._flow().show_arrival(self._opened.backups, self.sign_in, self.arrived.emit)

    def _check(self) -> None:
        """A certificate is checked by anybody: no sign-in, no desk."""
        from coo_desktop.views.check.page import CheckGate  # the sign-in page need not wait for it

        page = CheckGate(self._ports(), self._tasks, self._make_asker(), self._window())
        page.left.connect(lambda: self.sign_in())
        self._window().show_gate(page)
        page.setFocus()

    def _flow(self) -> SignInFlow:
        return SignInFlow(self._window(), self._tasks)
