"""Watches how the account stands: says why nothing is sent, and ends the program when the account is over."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.office.sync_state import SyncCause, SyncState
from coo_desktop.environment.words import N_, _
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.target import Command, Target, Wish

KEY = "standing"
#: The setting in which sync remembers how the account ended.
ENDED = "account_ended"
SAID = {
    "disabled": N_(
        "Your account has been disabled, so nothing can be sent. Your drafts stay here and can be edited; "
        "what waits is sent once your administrator enables you again."
    ),
    "deleted": N_(
        "Your administrator has deleted this account, so nothing can be sent any more. "
        "Your drafts stay on this computer; export them for a colleague."
    ),
    "cancelled": N_("This account was cancelled. Nothing can be sent any more."),
}


class StandingWatch(QObject):
    """One message while the account is disabled or over; `ask` opens a page or ends the program."""

    def __init__(self, session: Session, notices: Banners, ask: Callable[[Wish], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._notices, self._ask = session, notices, ask
        self._shown = ""
        session.changed.connect(self._hear)
        session.synced.connect(self._hear_state)
        self.show()

    def standing(self) -> str:
        """How the account stands; "" when all is well."""
        if self._session.read.person().active:
            return ""
        return str(self._session.read.setting(ENDED) or "disabled")

    def show(self) -> None:
        """Says it once; a message that was closed comes back only with another standing."""
        standing = self.standing()
        if standing == self._shown:
            return
        self._shown = standing
        self._notices.close_notice(KEY)
        if standing:
            said = SAID.get(standing, SAID["disabled"])
            notice = self._notices.show_notice(KEY, "warn", _(said))
            notice.offer(_("Export everything"), lambda: self._ask(Target("exporting")))

    def _hear(self, change: Change) -> None:
        if "person" in change.families:
            self.show()

    def _hear_state(self, state: SyncState) -> None:
        if state.cause is SyncCause.ACCOUNT_CANCELLED:
            self._ask(Command.END)
