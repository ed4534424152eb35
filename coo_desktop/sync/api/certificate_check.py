"""查验 over the wire: anybody's question, and the customs' own visit, whose session lives in memory alone."""

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from coo_desktop.domain.documents.document import Document, Person
from coo_desktop.domain.errors import AccountTrouble, Refused, Untrusted
from coo_desktop.domain.office.certificate_check import Asked, Verdict
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.sync.api.account import company_from_wire
from coo_desktop.sync.arrivals import Gone, read
from coo_desktop.sync.client.calls import Caller, Reply
from coo_desktop.sync.client.tokens import MemorySecret, TokenClient, Tokens
from coo_desktop.sync.reconcile import as_remote

STATUSES = ("", "valid", "copy", "replaced", "voided")
CUSTOMS = "customs"


class Checking:
    """Implements the `Checking` port. The visit has tokens of its own: the desk's person stays who they are."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._session = TokenClient(caller, Tokens(MemorySecret()))
        self._visitor: Person | None = None

    def check(self, asked: Asked, rules: Rulebook) -> Verdict:
        """See `Checking.check`."""
        query = urlencode({"number": asked.number, "printNumber": asked.print_number, "invoice": asked.invoice})
        if self._visitor is None:
            return _verdict(self._caller.call("GET", f"/v1/check?{query}", signed=False))
        try:
            return _whole(self._session.get(f"/v1/check/certificate?{query}"), rules)
        except AccountTrouble:
            self._visitor = None
            self._session.forget()
            raise

    def visitor(self) -> Person | None:
        """Who of the customs is signed in."""
        return self._visitor

    def sign_in(self, account: str, password: str) -> Person:
        """See `Checking.sign_in`; an account of another role is signed out again at once."""
        reply = self._session.sign_in(account, password, "check")
        told = reply.member("person")
        if not isinstance(told, Mapping) or told.get("account") != account or not isinstance(told.get("name"), str):
            raise Untrusted(reason="person")
        self._session.keep(reply)
        self._visitor = Person(account=account, name=told["name"], role=str(told.get("role")))
        if self._visitor.role != CUSTOMS:
            self.sign_out()
            raise Refused(why=Rule.NOT_CUSTOMS)
        return self._visitor

    def sign_out(self) -> None:
        """Ends the visit here at once, and at the backend when it can be reached."""
        self._visitor = None
        self._session.sign_out()


def _whole(reply: Reply, rules: Rulebook) -> Verdict:
    found = _verdict(reply)
    if not found.is_authentic:
        return found
    try:
        pdf = base64.b64decode(str(reply.member("paper")), validate=True)
    except ValueError:
        raise Untrusted(reason="shape") from None
    document, company = _document(reply.member("certificate"), rules), company_from_wire(reply.member("company"))
    return Verdict(found.is_authentic, found.status, found.issued_on, found.destination, document, company, pdf)


def _verdict(reply: Reply) -> Verdict:
    is_authentic, status = reply.member("authentic"), reply.member("status")
    issued_on, destination = reply.member("issuedOn"), reply.member("destination")
    if not isinstance(is_authentic, bool) or status not in STATUSES:
        raise Untrusted(reason="shape")
    if not isinstance(issued_on, str) or not isinstance(destination, str) or is_authentic != bool(status):
        raise Untrusted(reason="shape")
    return Verdict(is_authentic, str(status), issued_on, destination)


def _document(told: Any, rules: Rulebook) -> Document | None:
    """The certificate to read; None for a form type that this program does not know: its paper still shows it."""
    arrived = read(rules, told)
    if isinstance(arrived, Gone):
        raise Untrusted(reason="shape")
    return as_remote(arrived) if arrived.is_known else None
