"""People over the wire: a company's signatories, forgotten passwords, and the end of an account."""

from typing import Any
from urllib.parse import quote

from coo_desktop.contract import accounts, requests
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.office.people import EVENTS, CodeSent, Contact, Signatory
from coo_desktop.domain.ports import Store
from coo_desktop.sync.client.calls import Caller, as_value, shaped, to_wire
from coo_desktop.sync.remembered import device_token


class People:
    """Implements the `People` port."""

    def __init__(self, store: Store, caller: Caller) -> None:
        self._store = store
        self._caller = caller

    def signatories(self) -> tuple[Signatory, ...]:
        """See `People.signatories`."""
        answer = self._caller.call("GET", "/v1/signatories").read(accounts.Signatories)
        return tuple(as_value(Signatory, item) for item in answer.items)

    def arrange(self, account: str, event: str, password: str = "") -> Signatory:
        """See `People.arrange`."""
        members = {"confirmation": self._proof(password, event)} if EVENTS[event] else {}
        body = to_wire(requests.Confirmed, **members)
        path = f"/v1/signatories/{quote(account, safe='')}/{event}"
        reply = self._caller.call("POST", path, body, {"Idempotency-Key": new_id()})
        return as_value(Signatory, reply.read(accounts.Signatory))

    def contact(self) -> Contact:
        """See `People.contact`."""
        contact = self._caller.call("GET", "/v1/meta", signed=False).member("contact")
        return as_value(Contact, shaped(accounts.Contact, contact or {}))

    def send_code(self, account: str, device: str = "") -> CodeSent:
        """See `People.send_code`."""
        token = device_token(self._store.reader, account)
        known = {"deviceToken": token} if token else {}  # an older backend refuses the member
        body = to_wire(requests.Forgotten, account=account, device=device, **known)
        reply = self._caller.call("POST", "/v1/auth/forgotten", body, signed=False)
        return as_value(CodeSent, reply.read(accounts.CodeSent))

    def set_password(self, request: str, code: str, password: str) -> None:
        """See `People.set_password`."""
        body = to_wire(requests.Reset, request=request, code=code, password=password)
        self._caller.call("POST", "/v1/auth/reset", body, signed=False)

    def cancel(self, password: str) -> Any:
        """Ends the account; the order to wipe this device as it came, for `wiping` to check."""
        body = to_wire(requests.Confirmed, confirmation=self._proof(password, "cancel"))
        reply = self._caller.call("POST", "/v1/cancellation", body, {"Idempotency-Key": new_id()})
        return reply.member("order")

    def _proof(self, password: str, purpose: str) -> str:
        body = to_wire(requests.Confirm, password=password, purpose=purpose)
        reply = self._caller.call("POST", "/v1/auth/confirm", body)
        return reply.read(accounts.Confirmation).confirmation
