"""What a simulated day happens in: computers of clerks and an office; stand-ins in memory, or the real ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.ports import Store
from coo_desktop.sync.account_status import AccountStatus
from coo_desktop.sync.client.calls import Caller
from tests.fakes.clock import FakeClock

#: What a person asks of the office by name.
ASKED = ("submit", "withdraw", "print", "print_copy", "report_lost")


@dataclass(frozen=True, slots=True)
class Move:
    """What the office carried out of a document at the wish of its author, and the values that it had then."""

    document: str
    event: str
    values: Mapping[str, Any]


class Computer(Protocol):
    """One clerk's computer; `caller` reaches the office as long as nothing is in the way."""

    @property
    def store(self) -> Store: ...
    @property
    def caller(self) -> Caller: ...
    @property
    def clock(self) -> FakeClock: ...

    def account(self, store: Store, caller: Caller) -> AccountStatus:
        """How the account stands, over a store and a way to the office in which something may be in the way."""

    def documents(self) -> Sequence[Document]:
        """What is here and not deleted, in the order it was made."""

    def links(self) -> Mapping[str, Mapping[str, Any]]:
        """Their links alone, by their ids."""

    def sign_in(self) -> None:
        """Opens a session where none can be continued."""

    def kill(self) -> None:
        """The program ends without closing anything and is started again."""


class Office(Protocol):
    """The backend, and the examiner in front of it; refuses as an operation does."""

    def told(self) -> Mapping[str, Mapping[str, Any]]:
        """The documents that are not deleted, as they travel, by their ids."""

    def examine(self, document_id: str, event: str) -> None:
        """The examiner's step: take_up, put_back, approve or return of what was sent, grant_lost or refuse_lost."""

    def set_active(self, account: str, *, active: bool) -> None:
        """Disables or enables a signatory."""

    def moves(self) -> Sequence[Move]:
        """Everything that was `ASKED` and that it carried out, as far as it knows of it."""

    def effects(self) -> Sequence[str]:
        """The key of everything that it carried out, as often as it did."""

    def back_up(self) -> object:
        """A copy of everything that it knows."""

    def restore(self, copy: object) -> None:
        """It goes back to a copy, and says so by another epoch."""

    def broken(self) -> Sequence[object]:
        """What else it promises and does not keep."""


class World(Protocol):
    """One day's office and computers."""

    @property
    def office(self) -> Office: ...

    def computer(self, account: str) -> Computer:
        """The computer of one more clerk, who is signed in."""

    def close(self) -> None:
        """The day is over."""
