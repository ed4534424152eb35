"""The gate before the desk: shows the sign-in or the unlock page and asks the account on a worker."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject

from coo_desktop.domain.backups import Backups
from coo_desktop.domain.documents.document import Person
from coo_desktop.domain.errors import ProgramError, StoreMissing
from coo_desktop.domain.office.requests import People
from coo_desktop.environment.words import _
from coo_desktop.views.account.forgotten_page import CodeAsked, ForgottenPage
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from coo_desktop.views.backups.arrival_page import ArrivalPage, Unstoppable
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.tasks import NET, STORE, Tasks

T = TypeVar("T")
SignIn = Callable[[str, str, str], Person]
Refuse = Callable[[ProgramError], None]


class SignInFlow(QObject):
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
                lambda _task: sign_in(name, password, where),
                then=lambda _person: then(name, where),
                failed=page.show_error,
                lane=NET,
            )

        page.answered.connect(ask)
        page.offline_wanted.connect(lambda: then("", ""))
        self._window.show_gate(page)
        page.setFocus()
        return page

    def show_unlock(
        self,
        account: str,
        unlock: Callable[[str], T | None],
        then: Callable[[T], None],
        lost: Callable[[StoreMissing, str], None] | None = None,
    ) -> UnlockPage:
        """Opens with `unlock(password)`, which gives None for a wrong one.

        `lost(error, password)` is called instead when the password is right and what it opens is not there.
        """
        page = UnlockPage(account, self._window)

        def take(opened: T | None) -> None:
            if opened is None:
                page.show_wrong()
            else:
                then(opened)

        def refuse(password: str, error: ProgramError) -> None:
            if lost is not None and isinstance(error, StoreMissing):
                lost(error, password)
            else:
                page.show_error(error)

        def ask(password: str) -> None:
            failed = partial(refuse, password)
            self._tasks.run(page, lambda _task: unlock(password), then=take, failed=failed, lane=STORE)

        page.answered.connect(ask)
        self._window.show_gate(page)
        page.setFocus()
        return page

    def show_arrival(self, backups: Backups, left: Callable[[], None], then: Callable[[], None]) -> None:
        """Brings in the work of another computer; `then` comes when the next start will go on with it."""
        page = ArrivalPage(self._window)

        def bring(file: str, password: str) -> None:
            work = partial(backups.arrive, Path(file), password, Unstoppable())
            self._tasks.run(page, lambda _task: work(), then=lambda _is: then(), failed=page.show_error, lane=STORE)

        page.answered.connect(bring)
        page.left.connect(left)
        self._window.show_gate(page)
        page.setFocus()

    def show_forgotten(
        self,
        account: str,
        asked: CodeAsked,
        now_s: Callable[[], float],
        people: Callable[[], People],
        then: Callable[[str, str], None],
    ) -> ForgottenPage:
        """Sets a new password; then, or without one, comes `then(account, what to say)`. `people` is asked on a worker.

        `asked` is kept by whoever calls, so that the page can be left and come back to.
        """
        page = ForgottenPage(account or asked.account, asked, now_s, self._window)

        def ask(work: Callable[[People], T], take: Callable[[T], None], refuse: Refuse = page.show_error) -> None:
            self._tasks.run(page, lambda _task: work(people()), then=take, failed=refuse, lane=NET)

        def ask_code(name: str) -> None:
            refuse = partial(page.show_code_error, name)
            ask(lambda office: office.send_code(name), partial(page.show_sent, name), refuse)

        def ask_password(request: str, code: str, password: str) -> None:
            ask(lambda office: office.set_password(request, code, password), done)

        def done(_none: None) -> None:
            asked.request = ""
            then(asked.account, _("Your password is changed. Sign in with the new one."))

        page.code_wanted.connect(ask_code)
        page.password_wanted.connect(ask_password)
        page.contact_wanted.connect(lambda: ask(lambda office: office.contact(), page.show_contact))
        page.left.connect(lambda name: then(name, ""))
        self._window.show_gate(page)
        page.setFocus()
        return page
