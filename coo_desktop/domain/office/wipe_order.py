"""The order to leave nothing of an account on a computer: what it says, and the text that its signature covers."""

from dataclasses import dataclass


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
