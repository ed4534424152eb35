"""The order to leave nothing of an account on a computer: what it says, and the text that its signature covers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

_NAMES = {"account": "account", "device": "device", "issued_at": "issuedAt", "nonce": "nonce"}


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

    def to_wire(self) -> dict[str, str]:
        """The order as it travels, without its signature."""
        return {_NAMES[name]: value for name, value in asdict(self).items()}


def from_wire(told: Any) -> WipeOrder | None:
    """The order that an answer carries; None when it is none."""
    if not isinstance(told, Mapping):
        return None
    values = {name: told.get(wire) for name, wire in _NAMES.items()}
    if not all(isinstance(value, str) and value for value in values.values()):
        return None
    return WipeOrder(**{name: str(value) for name, value in values.items()})
