"""The gate before the desk: shows the sign-in or the unlock page and asks the account on a worker."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from coo_desktop.domain.documents import Person
from coo_desktop.views.sign_in import SignInPage, UnlockPage
from coo_desktop.views.tasks import NET, STORE, Tasks
from coo_desktop.views.window import MainWindow

T = TypeVar("T")
SignIn = Callable[[str, str, str], Person]


class Gate(QObject):
    """Both pages stay until `then` is called; their fields keep what was typed when something is wrong."""

    def __init__(self, window: MainWindow, tasks: Tasks) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks

    def show_sign_in(
        self, account: str, address: str, sign_in: SignIn, then: Callable[[str, str], None], offline: bool = False
    ) -> SignInPage:
        """Signs in with `sign_in(account, password, address)`; then comes `then(account, address)`.

        `offline` offers to go on without: then comes `then("", "")`.
        """
        self._window.notices.close_notice("signed_out")
        page = SignInPage(account, address, offline, self._window)

        def ask(name: str, password: str, where: str) -> None:
            self._tasks.run(
                page,
                lambda _turn: sign_in(name, password, where),
                then=lambda _person: then(name, where),
                failed=page.show_error,
                lane=NET,
            )

        page.wanted.connect(ask)
        page.offline_wanted.connect(lambda: then("", ""))
        self._window.show_gate(page)
        page.setFocus()
        return page

    def show_unlock(self, account: str, unlock: Callable[[str], T | None], then: Callable[[T], None]) -> UnlockPage:
        """Opens with `unlock(password)`, which gives None for a wrong one."""
        page = UnlockPage(account, self._window)

        def take(opened: T | None) -> None:
            if opened is None:
                page.show_wrong()
            else:
                then(opened)

        def ask(password: str) -> None:
            self._tasks.run(page, lambda _turn: unlock(password), then=take, failed=page.show_error, lane=STORE)

        page.wanted.connect(ask)
        self._window.show_gate(page)
        page.setFocus()
        return page
