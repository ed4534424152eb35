"""Signing in and out, unlocking without a network, and how the account stands; implements the `Account` port."""

import dataclasses
from collections.abc import Callable
from typing import Any, Protocol

from coo_desktop.contract import accounts, requests
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Change, Company, Person
from coo_desktop.domain.errors import ProgramError, Refused, Unanswered, Untrusted
from coo_desktop.domain.office.people import NAMES, Colleagues, WipeOrder
from coo_desktop.domain.office.stamps import STAMPS
from coo_desktop.domain.operations.notices import tell_failed_sign_ins
from coo_desktop.domain.operations.relocation import follow_company
from coo_desktop.domain.ports import Reader, Store, Unit
from coo_desktop.domain.refusals import Rule
from coo_desktop.sync.api.stamps import keep_stamps
from coo_desktop.sync.api.wipe_orders import genuine
from coo_desktop.sync.client.calls import Caller, Reply, as_value, to_wire
from coo_desktop.sync.client.tokens import TokenClient, Tokens
from coo_desktop.sync.remembered import DEVICE, ENDED, SERVER_KEY, device_token, keep_device_token, remembered_text

ROLES = ("clerk", "admin")


class LocalLock(Protocol):
    """The passwords that open the local store; `prepare` and `settle` carry it over a change of password.

    Between the two both passwords open it: whichever the backend holds then, it is one that opens this computer.
    """

    def seal(self, password: str) -> None:
        """The backend took this password: it alone opens the store from now on."""

    def opens(self, password: str) -> bool:
        """Raises StoreLocked(cause="patience", seconds) after several wrong ones."""

    def prepare(self, password: str) -> None:
        """This one, too, until `settle` or `seal`."""

    def settle(self, is_taken: bool) -> None:
        """The backend took the password that was prepared last, or did not."""


class NoLock:
    """For a store that no password opens."""

    def seal(self, password: str) -> None: ...

    def opens(self, password: str) -> bool:
        return False

    def prepare(self, password: str) -> None: ...

    def settle(self, is_taken: bool) -> None: ...


class Account:
    """`lock` is how passwords open the store here; `note` keeps an order to wipe where it survives the store."""

    def __init__(
        self,
        store: Store,
        caller: Caller,
        tokens: Tokens,
        lock: LocalLock | None = None,
        note: Callable[[WipeOrder], None] = lambda order: None,
    ) -> None:
        self._store = store
        self._caller = caller
        self._tokens = tokens
        self._session = TokenClient(caller, tokens)
        self._lock = lock or NoLock()
        self._note = note
        self._looked_after = 0
        self._asked_about: frozenset[str] = frozenset()
        self._told_at_sign_in = Change()  # what screens that were open all along hear with the next look

    def sign_in(self, account: str, password: str) -> Person:
        """Raises SignInFailed, SignatoryDisabled, UpgradeNeeded, Offline, Busy, Unanswered, Untrusted; or
        Refused(why="other_person") when this profile holds the work of somebody else."""
        own = self._store.reader.person().account
        if own and own != account:
            raise Refused(why=Rule.OTHER_PERSON, account=own)
        token = device_token(self._store.reader, account)
        reply = self._session.sign_in(account, password, device(self._store), token)
        person, company = account_from_wire(reply, account)
        told = reply.read(accounts.SignedIn)
        self._session.keep(reply)
        self._looked_after = self._tokens.renewals
        self._lock.seal(password)  # first: a store that names somebody must be one that their password opens
        with self._store.unit() as unit:
            _put(unit, person, company)
            put_names(unit, names_from_wire(reply))
            unit.put_setting(SERVER_KEY, told.server_key)
            keep_device_token(unit, account, told.device_token)
            self._told_at_sign_in = _tell(unit, told.failed_sign_ins)
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
        return self._lock.opens(password)

    def change_password(self, old: str, new: str) -> int:
        """See `Account.change_password` of the ports."""
        body = to_wire(requests.ChangePassword, password=old, newPassword=new)
        self._lock.prepare(new)
        try:
            ended = self._caller.call("POST", "/v1/auth/password", body).read(accounts.PasswordChanged).ended
        except (Unanswered, Untrusted):
            raise  # either may hold now
        except ProgramError:
            self._lock.settle(is_taken=False)
            raise
        self._lock.settle(is_taken=True)
        return ended

    def look(self, *, again: bool = False) -> Change:
        """See `AccountStatus.look`."""
        renewals, strangers = self._tokens.renewals, nameless(self._store.reader)
        is_known = self._store.reader.setting(STAMPS) is not None
        change = Change()
        if not is_known or renewals != self._looked_after or not strangers <= self._asked_about or again:
            change = keep_account(self._store, self._caller)
            self._looked_after, self._asked_about = renewals, strangers
        earlier, self._told_at_sign_in = self._told_at_sign_in, Change()
        return dataclasses.replace(change, families=change.families | earlier.families)

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


def keep_account(store: Store, caller: Caller) -> Change:
    """Asks for person, company, its people and its seals, and stores them with what follows from it; what changed.

    Raises what a request raises.
    """
    reply, reader = caller.call("GET", "/v1/company"), store.reader
    told = reply.read(accounts.WhoAmI)
    has_new_stamps = keep_stamps(store, caller, told)
    known = reader.person(), reader.company(), Colleagues.of(reader.setting(NAMES))
    person, company = account_from_wire(reply, known[0].account)
    names = names_from_wire(reply) or known[2]
    families = frozenset({"company"} if has_new_stamps else ())
    if told.failed_sign_ins is not None:
        with store.unit() as unit:
            families |= _tell(unit, told.failed_sign_ins).families
    if (person, company, names) == known:
        return Change(families=families, by="sync") if families else Change()
    with store.unit() as unit:
        put_names(unit, names)
        change = _put(unit, person, company)
    return dataclasses.replace(change, families=change.families | families)


def _tell(unit: Unit, failed: accounts.FailedSignIns | None) -> Change:
    """What others tried with the account, as a notice."""
    if failed is None:
        return Change()
    facts = {"count": failed.count, "places": failed.places, "since_at": failed.since, "last_at": failed.last_at}
    return tell_failed_sign_ins(unit, facts)


def _put(unit: Unit, person: Person, company: Company) -> Change:
    before = unit.company()
    unit.put_person(person)
    unit.put_company(company)
    change = follow_company(unit, before)
    return dataclasses.replace(change, families=change.families | {"person", "company"}, by="sync")


def names_from_wire(reply: Reply) -> Colleagues | None:
    """What an answer says the company's people are called; None for a backend that does not tell."""
    people = reply.read(accounts.WhoAmI).people
    return Colleagues({each.account: each.name for each in people}) if people else None


def put_names(unit: Unit, names: Colleagues | None) -> None:
    """Keeps names for when there is no network; none told leaves those that are kept."""
    if names is not None:
        unit.put_setting(NAMES, dict(names.known))


def nameless(reader: Reader) -> frozenset[str]:
    """The accounts that wrote documents here and have no name yet."""
    known = Colleagues.of(reader.setting(NAMES)).known
    written = (account for family in (PRE_REVIEW, CERTIFICATE) for account in reader.authors(family))
    return frozenset(account for account in written if account not in known)
