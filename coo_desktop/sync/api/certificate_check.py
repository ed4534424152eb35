"""查验 over the wire: anybody's question, and the customs' own visit, whose session lives in memory alone."""

import base64
import dataclasses
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from coo_desktop.contract import accounts, reference
from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.errors import AccountTrouble, Refused, StoreTrouble, Untrusted
from coo_desktop.domain.office.certificate_check import PaperFacts, Verdict
from coo_desktop.domain.ports import Store
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.sync.arrivals import Gone, read
from coo_desktop.sync.client.calls import Caller, Reply, as_value
from coo_desktop.sync.client.tokens import MemorySecret, TokenClient, Tokens
from coo_desktop.sync.reconcile import as_remote
from coo_desktop.sync.remembered import device_token, keep_device_token

CUSTOMS = "customs"


class Checking:
    """Implements the `Checking` port. The visit has tokens of its own: the desk's person stays who they are.

    What the store keeps of a visit is that this computer is one the account has signed in on.
    """

    def __init__(self, store: Store, caller: Caller) -> None:
        self._store = store
        self._caller = caller
        self._session = TokenClient(caller, Tokens(MemorySecret()))
        self._visitor: Person | None = None

    def check(self, asked: PaperFacts, rules: Rulebook) -> Verdict:
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
        reply = self._session.sign_in(account, password, "check", device_token(self._store.reader, account))
        person = as_value(Person, reply.read(accounts.WhoAmI).person)
        if person.account != account:
            raise Untrusted(reason="person")
        self._session.keep(reply)
        with suppress(StoreTrouble), self._store.unit() as unit:  # a full disk keeps nobody from checking
            keep_device_token(unit, account, reply.read(accounts.SignedIn).device_token)
        self._visitor = person
        if self._visitor.role != CUSTOMS:
            self.sign_out()
            raise Refused(why=Rule.NOT_CUSTOMS)
        return self._visitor

    def sign_out(self) -> None:
        """Ends the visit here at once, and at the backend when it can be reached."""
        self._visitor = None
        self._session.sign_out()


def _whole(reply: Reply, rules: Rulebook) -> Verdict:
    found, whole = _verdict(reply), reply.read(reference.WholeVerdict)
    if not found.is_authentic:
        return found
    if whole.company is None:
        raise Untrusted(reason="company")
    try:
        pdf = base64.b64decode(whole.paper, validate=True)
    except ValueError:
        raise Untrusted(reason="shape") from None
    document, company = _document(whole.certificate, rules), as_value(Company, whole.company)
    return dataclasses.replace(found, document=document, company=company, paper=pdf)


def _verdict(reply: Reply) -> Verdict:
    answer = reply.read(reference.Verdict)
    if answer.authentic != bool(answer.status):
        raise Untrusted(reason="shape")
    return Verdict(answer.authentic, answer.status, answer.issued_on, answer.destination)


def _document(told: Any, rules: Rulebook) -> Document | None:
    """The certificate to read; None for a form type that this program does not know: its paper still shows it."""
    arrived = read(rules, told)
    if isinstance(arrived, Gone):
        raise Untrusted(reason="shape")
    return as_remote(arrived) if arrived.is_known else None
