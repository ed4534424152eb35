"""The people of a company as its administrator sees them, what a person can ask for without being signed in, and the
order to leave nothing of an account on a computer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: The setting that keeps what the company's accounts are called, for when there is no network.
NAMES = "people"
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
class Colleagues:
    """What the company's people are called, by account."""

    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: object) -> "Colleagues":
        """Those of a kept setting; what is no name there is none."""
        if not isinstance(kept, Mapping):
            return cls()
        return cls({account: name for account, name in kept.items() if isinstance(name, str) and name})

    @classmethod
    def with_me(cls, kept: object, account: str, name: str) -> "Colleagues":
        """Those of a kept setting, and whoever is signed in where only this desk knows the name."""
        known = cls.of(kept).known
        return cls({account: name, **known} if name else known)

    def shown(self, who: str) -> str:
        """An account by its name, with the account beside it where several people have that name.

        A text that is no known account stands as it is, as the name that the office told does.
        """
        name = self.known.get(who, who)
        same = [account for account, each in self.known.items() if each == name]
        if len(same) < 2:
            return name
        return f"{name} · {who if who in self.known else ' / '.join(same)}"


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


@dataclass(frozen=True, slots=True)
class WipeOrder:
    """For one account on one device; `nonce` makes it the only one of its kind."""

    account: str
    device: str
    issued_at: str
    nonce: str

    @property
    def signed_text(self) -> bytes:
        """What the backend signs (Ed25519); no part can hold a line break that would move the next one."""
        parts = (self.account, self.device, self.issued_at, self.nonce)
        return ("coo wipe order 1\n" + "\n".join(part.replace("\n", " ") for part in parts) + "\n").encode()
