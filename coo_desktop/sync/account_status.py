"""How the person stands with the backend: what may be done here now, and whether the account is over."""

from typing import Any, Protocol


class Standing(Protocol):
    """What a pass asks and tells about the account."""

    def look(self) -> bool:
        """Asks what the backend says of person and company, when the session was renewed since the last look; whether
        anything had changed. Raises what a request raises."""

    def obey(self, told: Any) -> bool:
        """Notes an order to wipe this profile, to be carried out before anything else; False for one that is not
        genuine. Raises StoreTrouble while it cannot be noted."""


class Unasked:
    """Where nobody looks: tests, and desks without an account."""

    def look(self) -> bool:
        return False

    def obey(self, told: Any) -> bool:
        return False
