"""People over the wire: a company's signatories, forgotten passwords, and the end of an account."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import quote

from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.identity import new_id
from coo_desktop.domain.office.people import EVENTS, CodeSent, Contact, Signatory
from coo_desktop.sync.client.calls import Caller

T = TypeVar("T")


class People:
    """Implements the `People` port."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def signatories(self) -> tuple[Signatory, ...]:
        """See `People.signatories`."""
        return tuple(_signatory(told) for told in listed(self._caller.call("GET", "/v1/signatories").member("items")))

    def arrange(self, account: str, event: str, password: str = "") -> Signatory:
        """See `People.arrange`."""
        body = {"confirmation": self._proof(password, event)} if EVENTS[event] else {}
        path = f"/v1/signatories/{quote(account, safe='')}/{event}"
        return _signatory(self._caller.call("POST", path, body, {"Idempotency-Key": new_id()}).body)

    def contact(self) -> Contact:
        """See `People.contact`."""
        told = self._caller.call("GET", "/v1/meta", signed=False).member("contact")
        return made(Contact, told if isinstance(told, Mapping) else {})

    def send_code(self, account: str, device: str = "") -> CodeSent:
        """See `People.send_code`."""
        body = {"account": account, "device": device}
        told = self._caller.call("POST", "/v1/auth/forgotten", body, signed=False).body
        names = {"request": "request", "expiresInS": "expires_in_s", "againInS": "again_in_s"}
        return made(CodeSent, renamed(told, names))

    def set_password(self, request: str, code: str, password: str) -> None:
        """See `People.set_password`."""
        body = {"request": request, "code": code, "password": password}
        self._caller.call("POST", "/v1/auth/reset", body, signed=False)

    def cancel(self, password: str) -> Any:
        """Ends the account; the order to wipe this device as it came, for `wiping` to check."""
        body = {"confirmation": self._proof(password, "cancel")}
        reply = self._caller.call("POST", "/v1/cancellation", body, {"Idempotency-Key": new_id()})
        return reply.member("order")

    def _proof(self, password: str, purpose: str) -> str:
        reply = self._caller.call("POST", "/v1/auth/confirm", {"password": password, "purpose": purpose})
        proof = reply.member("confirmation")
        if not isinstance(proof, str):
            raise Untrusted(reason="confirmation")
        return proof


def listed(told: Any) -> list[Any]:
    """A list that an answer carries; raises Untrusted."""
    if not isinstance(told, list):
        raise Untrusted(reason="items")
    return told


def renamed(told: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """An object of the wire under the program's names; what is not known is left aside. Raises Untrusted."""
    if not isinstance(told, Mapping):
        raise Untrusted(reason="shape")
    return {name: told[wire] for wire, name in names.items() if wire in told}


def made(kind: type[T], values: Mapping[str, Any]) -> T:
    """A value of its kind, each member of its declared type; raises Untrusted."""
    types = getattr(kind, "__annotations__", {})
    for name, value in values.items():
        wanted = types.get(name)
        if isinstance(wanted, type) and type(value) is not wanted:
            raise Untrusted(reason=name)
    try:
        return kind(**{name: value for name, value in values.items() if name in types})
    except TypeError:
        raise Untrusted(reason="shape") from None


def _signatory(told: Any) -> Signatory:
    same = {name: name for name in ("account", "name", "role", "active", "phone")}
    return made(Signatory, renamed(told, {**same, "createdAt": "created_at"}))
