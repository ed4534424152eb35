"""The port by which a pass sees the account: who is signed in, what may be done here now, and whether it is over."""

from typing import Any, Protocol

from coo_desktop.domain.documents.document import Change, Person


class AccountStatus(Protocol):
    """What a pass asks and tells about the account."""

    def signed_in(self) -> Person | None:
        """The person whose session can be continued; asks nobody."""

    def look(self, *, again: bool = False) -> Change:
        """Asks what the backend says of person, company and its people, when the session was renewed or somebody new
        wrote since the last look, or `again`; what changed by it, documents that follow the company among it. Raises
        what a request raises."""

    def obey(self, told: Any) -> bool:
        """Notes an order to wipe this profile, to be carried out before anything else; False for one that is not
        genuine. Raises StoreTrouble while it cannot be noted."""
