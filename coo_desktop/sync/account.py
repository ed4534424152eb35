"""Signing in and out, and unlocking the profile without a network; implements the `Account` port."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from coo_desktop.domain.documents import Company, Person
from coo_desktop.domain.errors import AccountTrouble, Refused, SyncTrouble, Untrusted
from coo_desktop.domain.identity import new_id
from coo_desktop.domain.ports import Store
from coo_desktop.sync.calls import Caller
from coo_desktop.sync.remembered import DEVICE, remembered_text
from coo_desktop.sync.tokens import Tokens

ROLES = ("clerk", "admin")


class Account:
    """`seal` keeps the store's key under the password that the backend has just accepted; `open_with` tries one."""

    def __init__(
        self,
        store: Store,
        caller: Caller,
        tokens: Tokens,
        seal: Callable[[str], None] = lambda password: None,
        open_with: Callable[[str], bool] = lambda password: False,
    ) -> None:
        self._store = store
        self._caller = caller
        self._tokens = tokens
        self._seal = seal
        self._open_with = open_with

    def sign_in(self, account: str, password: str) -> Person:
        """Raises SignInFailed, SignatoryDisabled, UpgradeNeeded, Offline, Busy, Unanswered, Untrusted; or
        Refused(why="other_person") when this profile holds the work of somebody else."""
        own = self._store.reader.person().account
        if own and own != account:
            raise Refused(why="other_person", account=own)
        body = {"account": account, "password": password, "device": device(self._store)}
        reply = self._caller.call("POST", "/v1/auth/login", body, signed=False)
        person, company = told_person(reply.member("person")), told_company(reply.member("company"))
        if person.account != account:
            raise Untrusted(reason="identity")
        self._tokens.keep(reply)
        with self._store.unit() as unit:
            unit.put_person(person)
            unit.put_company(company)
        self._seal(password)
        return person

    def sign_out(self) -> None:
        """Ends the session here at once, and at the backend when it can be reached; the work stays."""
        refresh = self._tokens.forget()
        if refresh is None:
            return
        try:
            self._caller.call("POST", "/v1/auth/logout", {"refreshToken": refresh}, signed=False)
        except (SyncTrouble, AccountTrouble, Refused):
            return  # the token is gone from here and runs out there

    def signed_in(self) -> Person | None:
        """The person whose session can be continued; asks nobody."""
        person = self._store.reader.person()
        return person if person.account and self._tokens.is_known() else None

    def unlock(self, password: str) -> bool:
        """Whether this is the password of the last sign-in on this computer."""
        return self._open_with(password)


def device(store: Store) -> str:
    """A name of this profile on this computer, made once."""
    known = remembered_text(store.reader, DEVICE)
    if known:
        return known
    made = new_id()
    with store.unit() as unit:
        unit.put_setting(DEVICE, made)
    return made


def told_person(told: Any) -> Person:
    """A person as an answer describes one; raises Untrusted."""
    if not isinstance(told, Mapping) or not told.get("account") or told.get("role") not in ROLES:
        raise Untrusted(reason="person")
    known = {name: value for name, value in told.items() if name in ("account", "name", "role") and _is_text(value)}
    return Person(**known, active=told.get("active") is not False)


def told_company(told: Any) -> Company:
    """A company as an answer describes one; raises Untrusted."""
    if not isinstance(told, Mapping):
        raise Untrusted(reason="company")
    names = {_camel(field.name): field.name for field in fields(Company)}
    return Company(**{names[name]: value for name, value in told.items() if name in names and _is_text(value)})


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
