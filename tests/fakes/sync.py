"""A line to the backend on which nothing ever happens, for screens that need one to stand on."""

from collections.abc import Callable

from coo_desktop.domain.documents.document import Change, Person
from coo_desktop.domain.errors import Offline
from coo_desktop.domain.office.sync_state import SyncState


class QuietSync:
    """Implements the Sync port: all is synced, and nothing changes."""

    def hurry(self) -> None:
        """There is nothing to hurry."""

    def run_pass(
        self,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[Change, SyncState]:
        """Changes nothing."""
        return Change(by="sync"), SyncState(light="synced")


class QuietAccount:
    """Implements the Account port: nobody is signed in, and nobody can."""

    def sign_in(self, account: str, password: str) -> Person:
        """Raises Offline."""
        raise Offline(cause="dns")

    def sign_out(self) -> None:
        """Nobody was signed in."""

    def signed_in(self) -> Person | None:
        """Nobody."""
        return None

    def unlock(self, password: str) -> bool:
        """Every password is wrong."""
        return False

    def change_password(self, old: str, new: str) -> int:
        """Raises Offline."""
        raise Offline(cause="dns")

    def obey(self, told: object) -> bool:
        """No order is genuine."""
        return False
