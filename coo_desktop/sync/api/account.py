"""Signing in and out, unlocking without a network, and how the account stands; implements the `Account` port."""

from collections.abc import Callable
from typing import Any

from coo_desktop.contract import accounts
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Company, Person
from coo_desktop.domain.errors import Refused, Untrusted
from coo_desktop.domain.office.people import WipeOrder
from coo_desktop.domain.ports import Store
from coo_desktop.domain.refusals import Rule
from coo_desktop.sync.api.wipe_orders import genuine
from coo_desktop.sync.client.calls import Caller, Reply, as_value
from coo_desktop.sync.client.tokens import TokenClient, Tokens
from coo_desktop.sync.remembered import DEVICE, ENDED, SERVER_KEY, remembered_text

ROLES = ("clerk", "admin")


class Account:
    """`seal` keeps the store's key under the password that the backend has just accepted; `open_with` tries one; `note`
    keeps an order to wipe where it survives the store."""

    def __init__(
        self,
        store: Store,
        caller: Caller,
        tokens: Tokens,
        seal: Callable[[str], None] = lambda password: None,
        open_with: Callable[[str], bool] = lambda password: False,
        note: Callable[[WipeOrder], None] = lambda order: None,
    ) -> None:
        self._store = store
        self._caller = caller
        self._tokens = tokens
        self._session = TokenClient(caller, tokens)
        self._seal = seal
        self._open_with = open_with
        self._note = note
        self._looked_after = 0

    def sign_in(self, account: str, password: str) -> Person:
        """Raises SignInFailed, SignatoryDisabled, UpgradeNeeded, Offline, Busy, Unanswered, Untrusted; or
        Refused(why="other_person") when this profile holds the work of somebody else."""
        own = self._store.reader.person().account
        if own and own != account:
            raise Refused(why=Rule.OTHER_PERSON, account=own)
        reply = self._session.sign_in(account, password, device(self._store))
        person, company = account_from_wire(reply, account)
        server_key = reply.read(accounts.SignedIn).server_key
        self._session.keep(reply)
        self._looked_after = self._tokens.renewals
        self._seal(password)  # first: a store that names somebody must be one that their password opens
        with self._store.unit() as unit:
            unit.put_person(person)
            unit.put_company(company)
            unit.put_setting(SERVER_KEY, server_key)
            unit.put_setting(ENDED, "")
        return person

    def sign_out(self) -> None:
        """Ends the session here at once, and at the backend when it can be reached; the work stays."""
        self._session.sign_out()

    def signed_in(self) -> Person | None:
        """The person whose session can be continued; asks nobody."""
        person = self._store.reader.person()
        return person if person.account and self._tokens.is_known() else None

    def unlock(self, password: str) -> bool:
        """Whether this is the password of the last sign-in on this computer."""
        return self._open_with(password)

    def look(self) -> bool:
        """See `AccountStatus.look`."""
        renewals = self._tokens.renewals
        if renewals == self._looked_after:
            return False
        is_new = keep_account(self._store, self._caller.call("GET", "/v1/company"))
        self._looked_after = renewals
        return is_new

    def obey(self, told: Any) -> bool:
        """See `AccountStatus.obey`."""
        order = genuine(self._store.reader, told)
        if order is not None:
            self._note(order)
        return order is not None


def device(store: Store) -> str:
    """A name of this profile on this computer, made once."""
    known = remembered_text(store.reader, DEVICE)
    if known:
        return known
    made = new_id()
    with store.unit() as unit:
        unit.put_setting(DEVICE, made)
    return made


def account_from_wire(reply: Reply, account: str) -> tuple[Person, Company]:
    """Person and company as an answer describes them; raises Untrusted, also when it is about somebody else."""
    answer = reply.read(accounts.WhoAmI)
    if answer.person.role not in ROLES:
        raise Untrusted(reason="person")
    if answer.person.account != account:
        raise Untrusted(reason="identity")
    return as_value(Person, answer.person), as_value(Company, answer.company)


def keep_account(store: Store, reply: Reply) -> bool:
    """Stores what an answer says of this person and company; whether anything had changed. Raises Untrusted."""
    known = store.reader.person(), store.reader.company()
    person, company = account_from_wire(reply, known[0].account)
    if (person, company) == known:
        return False
    with store.unit() as unit:
        unit.put_person(person)
        unit.put_company(company)
    return True
