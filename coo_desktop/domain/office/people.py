"""The people of a company as its administrator sees them, and what a person can ask for without being signed in."""

from dataclasses import dataclass

ADMIN = "admin"
#: What an administrator can do with another signatory -> whether it takes the password again.
EVENTS = {"disable": False, "enable": False, "delete": False, "hand_over": True}


@dataclass(frozen=True, slots=True)
class Signatory:
    """One of the company's people; `phone` is masked by the backend."""

    account: str
    name: str
    role: str
    active: bool
    phone: str = ""
    created_at: str = ""

    def may(self, event: str, actor: str) -> bool:
        """Whether the administrator `actor` can do this with the signatory as things stand on the screen."""
        if self.account == actor or event not in EVENTS:
            return False
        return {"enable": not self.active, "disable": self.active, "hand_over": self.active}.get(event, True)


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way to the filed phone, if there is one: the answer does not tell."""

    request: str
    expires_in_s: int
    again_in_s: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call when nothing else helps; empty where the backend names nobody."""

    phone: str = ""
    hours: str = ""
